/**
 * Writes that GitHub refused for good: kept so that they are not asked for again at every run, are told on the board and listed for the operator, and are
 * tried again when something changed (E3).
 */
import { type Selectable, sql } from 'kysely';
import type { Instant } from '../core/incident/record.ts';
import { type InJson, storable, toColumn, toInstant } from './columns.ts';
import type { IncidentKey } from './incident-key.ts';
import { type Statement, statement } from './statement.ts';
import type { Database, Tables } from './tables.ts';

export interface StoredRefusal {
  /** What was to be done to what: `create-comment scribe`, `react 71:+1`. */
  readonly effect: string;
  /** GitHub's answer and its own words. */
  readonly status: number;
  readonly message: string;
  /** Digest of what was to be written. */
  readonly content: string;
  /** The incident's read mark at the last try: a higher one says that the issue changed and was read since. */
  readonly readMark: number;
  /** When it was refused first, and last. */
  readonly since: Instant;
  readonly triedAt: Instant;
}

const LONGEST_MESSAGE = 300;

/** Refused just now, `at` by our clock. What was refused before keeps its beginning. */
export async function saveRefusal(
  db: Database,
  key: IncidentKey,
  refusal: Pick<StoredRefusal, 'effect' | 'status' | 'message' | 'content'>,
  at: Instant,
): Promise<void> {
  const row = {
    status: refusal.status,
    message: storable(refusal.message).slice(0, LONGEST_MESSAGE),
    content: refusal.content,
    read_mark: sql<number>`coalesce((select read_mark from muster.incident
      where repository_id = ${key.repositoryId} and number = ${key.number}), 0)`,
    tried_at: toColumn(at),
  };
  await db
    .insertInto('refusal')
    .values({
      repository_id: key.repositoryId,
      number: key.number,
      effect: refusal.effect,
      since: toColumn(at),
      ...row,
    })
    .onConflict((conflict) => conflict.columns(['repository_id', 'number', 'effect']).doUpdateSet(row))
    .execute();
}

/** Done after all, or not wanted any more. */
export async function dropRefusals(
  db: Database,
  key: IncidentKey,
  effects: readonly string[],
): Promise<void> {
  if (effects.length === 0) return;
  await db
    .deleteFrom('refusal')
    .where('repository_id', '=', key.repositoryId)
    .where('number', '=', key.number)
    .where('effect', 'in', effects)
    .execute();
}

/** One, in a statement that goes along with others. */
export function refusalDropped(key: IncidentKey, effect: string): Statement {
  return drop({ ...key, effect });
}

const drop = statement((db, { repositoryId, number, effect }: IncidentKey & { readonly effect: string }) =>
  db
    .deleteFrom('refusal')
    .where('repository_id', '=', repositoryId)
    .where('number', '=', number)
    .where('effect', '=', effect),
);

/** All of them are tried again with the next run. */
export async function forgetRefusals(db: Database, key: IncidentKey): Promise<void> {
  await db
    .deleteFrom('refusal')
    .where('repository_id', '=', key.repositoryId)
    .where('number', '=', key.number)
    .execute();
}

/** In the order of their names. */
export async function loadRefusals(db: Database, key: IncidentKey): Promise<StoredRefusal[]> {
  const rows = await db
    .selectFrom('refusal')
    .selectAll()
    .where('repository_id', '=', key.repositoryId)
    .where('number', '=', key.number)
    .orderBy('effect')
    .execute();
  return rows.map(refusalOf);
}

type Row = Selectable<Tables['refusal']>;

export function refusalOf(row: Row | InJson<Row>): StoredRefusal {
  return {
    effect: row.effect,
    status: row.status,
    message: row.message,
    content: row.content,
    readMark: row.read_mark,
    since: toInstant(row.since),
    triedAt: toInstant(row.tried_at),
  };
}

export interface ListedRefusal extends Pick<StoredRefusal, 'effect' | 'status' | 'message' | 'since'> {
  readonly key: IncidentKey;
  /** `owner/name`, where the repository is known. */
  readonly repository: string | null;
}

/** Of all incidents, those refused longest ago first. */
export async function listRefusals(db: Database): Promise<ListedRefusal[]> {
  const rows = await db
    .selectFrom('refusal')
    .leftJoin('repository', 'repository.id', 'refusal.repository_id')
    .select(['repository_id', 'number', 'effect', 'status', 'message', 'since', 'owner', 'name'])
    .orderBy('since')
    .orderBy('repository_id')
    .orderBy('number')
    .orderBy('effect')
    .execute();
  return rows.map((row) => ({
    key: { repositoryId: row.repository_id, number: row.number },
    repository: row.owner === null ? null : `${row.owner}/${row.name}`,
    effect: row.effect,
    status: row.status,
    message: row.message,
    since: toInstant(row.since),
  }));
}
