/** Which repositories were compared with GitHub, and when: what a resync has to do next. */
import { type SqlBool, sql } from 'kysely';
import type { Instant } from '../core/incident/record.ts';
import { toColumn, toInstant } from './columns.ts';
import { loadIssue } from './issues.ts';
import type { IncidentKey } from './incident-key.ts';
import type { Database } from './tables.ts';

/** When the last resync that came to its end began, or null. */
export async function loadSyncedAt(db: Database, repositoryId: number): Promise<Instant | null> {
  const row = await db
    .selectFrom('repository')
    .select('synced_at')
    .where('id', '=', repositoryId)
    .executeTakeFirst();
  return toInstant(row?.synced_at ?? null);
}

export async function saveSyncedAt(db: Database, repositoryId: number, at: Instant): Promise<void> {
  await db
    .updateTable('repository')
    .set({ synced_at: toColumn(at) })
    .where('id', '=', repositoryId)
    .execute();
}

export interface SyncState {
  readonly id: number;
  readonly syncedAt: Instant | null;
  /** An incident is open here, or was closed after `since`. */
  readonly isLive: boolean;
}

/** The repositories of an installation that can be reached, those never compared first, then those compared longest ago. */
export async function syncStates(
  db: Database,
  installationId: number,
  since: Instant,
): Promise<readonly SyncState[]> {
  const { rows } = await sql<{ id: number; synced_at: Date | null; is_live: boolean }>`
    select r.id, r.synced_at, exists (
      select from muster.incident i
      left join muster.issue s on s.repository_id = i.repository_id and s.number = i.number
      where i.repository_id = r.id and i.number > 0 and i.gone is null and s.is_pull_request is not true
        and (s.state is distinct from 'closed' or s.closed_at > ${toColumn(since)}::timestamptz)
    ) as is_live
    from muster.repository r
    where r.installation_id = ${installationId} and not r.is_removed and not r.is_archived
    order by r.synced_at nulls first, r.id`.execute(db);
  return rows.map((row) => ({ id: row.id, syncedAt: toInstant(row.synced_at), isLive: row.is_live }));
}

/** Numbers of the incidents of a repository that are open, or were closed after `since`. */
export async function liveIncidents(db: Database, repositoryId: number, since: Instant): Promise<number[]> {
  const rows = await db
    .selectFrom('incident')
    .leftJoin('issue', (join) =>
      join
        .onRef('issue.repository_id', '=', 'incident.repository_id')
        .onRef('issue.number', '=', 'incident.number'),
    )
    .select('incident.number')
    .where('incident.repository_id', '=', repositoryId)
    .where('incident.number', '>', 0)
    .where('incident.gone', 'is', null)
    .where(
      sql<SqlBool>`issue.is_pull_request is not true
        and (issue.state is distinct from 'closed' or issue.closed_at > ${toColumn(since)}::timestamptz)`,
    )
    .orderBy('incident.number')
    .execute();
  return rows.map((row) => row.number);
}

/** Whether an issue with this label ever was an incident here; letter case means nothing. */
export async function wasLabelled(db: Database, repositoryId: number, label: string): Promise<boolean> {
  const row = await db
    .selectFrom('issue')
    .select('number')
    .where('repository_id', '=', repositoryId)
    .where(
      sql<SqlBool>`exists (select from jsonb_array_elements_text(labels) as l where lower(l) = ${label.toLowerCase()})`,
    )
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** What the cache says of an issue, to be held against what a list says of it: null when it never was read. */
export async function cachedComments(db: Database, key: IncidentKey): Promise<number | null> {
  if ((await loadIssue(db, key)) === null) return null;
  const { count } = await db
    .selectFrom('comment')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('repository_id', '=', key.repositoryId)
    .where('number', '=', key.number)
    .where('deleted_at', 'is', null)
    .executeTakeFirstOrThrow();
  return count;
}

/** Ids of installations that repositories belong to, as far as they are not known to be gone. */
export async function knownInstallations(db: Database): Promise<number[]> {
  const rows = await db
    .selectFrom('repository')
    .select('installation_id')
    .distinct()
    .where('is_removed', '=', false)
    .where('installation_id', 'is not', null)
    .execute();
  return rows.flatMap((row) => (row.installation_id === null ? [] : [row.installation_id]));
}

/** Repositories of an installation that are not known to be gone. */
export async function presentRepositories(db: Database, installationId: number): Promise<number[]> {
  const rows = await db
    .selectFrom('repository')
    .select('id')
    .where('installation_id', '=', installationId)
    .where('is_removed', '=', false)
    .execute();
  return rows.map((row) => row.id);
}
