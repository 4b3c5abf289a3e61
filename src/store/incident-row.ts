/**
 * The row that stands for an incident: whoever writes anything of an incident touches it first, in the same transaction. That is the lock
 * which keeps facts in order and lets no wake-up be lost.
 */
import { type SqlBool, sql } from 'kysely';
import type { Instant } from '../core/incident/record.ts';
import { toColumn, toJson } from './columns.ts';
import type { IncidentKey } from './incident-key.ts';
import type { Database, Gone } from './tables.ts';

/** Locks the row until the transaction ends, creating it (stale: nothing is known yet) where needed. Returns its new revision. */
export async function touchIncident(db: Database, key: IncidentKey): Promise<number> {
  const row = await db
    .insertInto('incident')
    .values({ repository_id: key.repositoryId, number: key.number, stale_reason: 'first seen' })
    .onConflict((conflict) =>
      conflict
        .columns(['repository_id', 'number'])
        .doUpdateSet({ revision: sql<number>`incident.revision + 1` }),
    )
    .returning('revision')
    .executeTakeFirstOrThrow();
  return row.revision;
}

/** The timeline on GitHub may say more than the cache: the next run reads it in full. */
export async function markStale(db: Database, key: IncidentKey, reason: string): Promise<void> {
  await db
    .updateTable('incident')
    .set({ stale_mark: sql<number>`stale_mark + 1`, stale_reason: reason })
    .where('repository_id', '=', key.repositoryId)
    .where('number', '=', key.number)
    .execute();
}

/** All known incidents of these repositories become stale: a label, a name or a right changed for every one of them. In the order of locks. */
export async function markRepositoriesStale(
  db: Database,
  repositoryIds: readonly number[],
  reason: string,
): Promise<IncidentKey[]> {
  if (repositoryIds.length === 0) return [];
  const rows = await db
    .updateTable('incident')
    .set({ stale_mark: sql<number>`stale_mark + 1`, stale_reason: reason })
    .where('repository_id', '=', sql<number>`any(${[...repositoryIds]}::bigint[])`)
    .returning(['repository_id', 'number'])
    .execute();
  return rows
    .map((row) => ({ repositoryId: row.repository_id, number: row.number }))
    .toSorted((a, b) => a.repositoryId - b.repositoryId || a.number - b.number);
}

/** Numbers of the known incidents of a repository, stood down and closed ones too. */
export async function knownIncidents(db: Database, repositoryId: number): Promise<number[]> {
  const rows = await db
    .selectFrom('incident')
    .select('number')
    .where('repository_id', '=', repositoryId)
    .execute();
  return rows.map((row) => row.number);
}

/** Deleted or transferred away (D8): nothing can be written there any more. */
export async function markGone(db: Database, key: IncidentKey, gone: Gone | null): Promise<void> {
  await db
    .updateTable('incident')
    .set({ gone: gone === null ? null : toJson(gone) })
    .where('repository_id', '=', key.repositoryId)
    .where('number', '=', key.number)
    .execute();
}

/** Looks at the incident at `at` or earlier: keeps an earlier wish. */
export async function wakeNoLaterThan(db: Database, key: IncidentKey, at: Instant): Promise<void> {
  await db
    .updateTable('incident')
    .set({ wake_at: sql<Date>`least(wake_at, ${toColumn(at)}::timestamptz)` })
    .where('repository_id', '=', key.repositoryId)
    .where('number', '=', key.number)
    .execute();
}

/** Those whose time has come, in the order in which locks are taken. */
export async function dueIncidents(db: Database, now: Instant, limit: number): Promise<IncidentKey[]> {
  const rows = await db
    .selectFrom('incident')
    .select(['repository_id', 'number'])
    .where('wake_at', '<=', toColumn(now))
    .orderBy('repository_id')
    .orderBy('number')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ repositoryId: row.repository_id, number: row.number }));
}

/** Whether it is still due now that its row is locked; if so, its time moves to `next`, so that only one process wakes it. */
export async function claimDue(
  db: Database,
  key: IncidentKey,
  now: Instant,
  next: Instant,
): Promise<boolean> {
  const row = await db
    .updateTable('incident')
    .set({ wake_at: toColumn(next), revision: sql<number>`revision + 1` })
    .where('repository_id', '=', key.repositoryId)
    .where('number', '=', key.number)
    .where(sql<SqlBool>`wake_at <= ${toColumn(now)}::timestamptz`)
    .returning('revision')
    .executeTakeFirst();
  return row !== undefined;
}

/** Forgets everything about an incident. */
export async function forgetIncident(db: Database, key: IncidentKey): Promise<void> {
  await touchIncident(db, key);
  for (const table of [
    'issue',
    'comment',
    'issue_event',
    'journal',
    'document',
    'memo',
    'effect',
    'refusal',
    'neighbour',
    'incident',
  ] as const) {
    await db
      .deleteFrom(table)
      .where('repository_id', '=', key.repositoryId)
      .where('number', '=', key.number)
      .execute();
  }
}
