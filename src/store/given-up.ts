/**
 * Runs that failed through all their tries: pg-boss keeps a copy of each in the dead-letter queue. An incident stands here until a later run of it
 * succeeds, because that run did all that the failed one should have: it computes the whole answer anew. `sweep.ts` tries each again after a while.
 */
import { sql } from 'kysely';
import type { Instant } from '../core/incident/record.ts';
import { type IncidentKey, keyText } from './incident-key.ts';
import { DEAD, RECONCILE, jobs } from './job-queues.ts';
import type { Database } from './tables.ts';

export interface GivenUp {
  readonly key: IncidentKey;
  /** `owner/name`, where the repository is known. */
  readonly repository: string | null;
  /** When the last of its runs was given up. */
  readonly at: Instant;
  /** How many runs were given up since one succeeded. */
  readonly runs: number;
  /** Tries of the last run. */
  readonly tries: number;
  /** What the last try failed with, one line. */
  readonly why: string;
}

interface Row {
  readonly key: IncidentKey;
  readonly repository: string | null;
  readonly at: Date;
  readonly runs: number;
  readonly retries: number | null;
  readonly output: unknown;
}

/** The latest first. A database in which Muster never ran has none. */
export async function listGivenUp(db: Database): Promise<GivenUp[]> {
  const made = await sql<{ queues: string | null }>`select to_regclass('pgboss.job')::text as queues`.execute(
    db,
  );
  if (made.rows[0]?.queues == null) return [];
  const { rows } = await sql<Row>`
    select last.*, repository.owner || '/' || repository.name as repository
    from (select distinct on (singleton_key) data as key, created_on as at, source_retry_count as retries, source_output as output,
        (count(*) over (partition by singleton_key))::int as runs
      from ${jobs} where name = ${DEAD} and state = 'created' order by singleton_key, created_on desc) as last
    left join muster.repository on repository.id = (last.key->>'repositoryId')::bigint
    order by at desc`.execute(db);
  return rows.map(({ key, repository, at, runs, retries, output }) => ({
    key,
    repository,
    at: Temporal.Instant.fromEpochMilliseconds(at.getTime()),
    runs,
    tries: (retries ?? 0) + 1,
    why: reasonIn(output),
  }));
}

/** The failed run itself goes too, where the sweep did not take it yet: it holds back the incident's next one. */
export async function forgetGivenUp(db: Database, key: IncidentKey): Promise<void> {
  await sql`delete from ${jobs} where singleton_key = ${keyText(key)}
    and (name = ${DEAD} or (name = ${RECONCILE} and state = 'failed'))`.execute(db);
}

/** Forgets those that succeeded since. pg-boss keeps completed jobs for an hour, and this runs every few seconds. */
export async function forgetRecovered(db: Database): Promise<void> {
  await sql`delete from ${jobs} as dead where dead.name = ${DEAD} and exists (
    select from ${jobs} as run where run.name = ${RECONCILE} and run.singleton_key = dead.singleton_key
      and run.state = 'completed' and run.completed_on > dead.created_on)`.execute(db);
}

const LONGEST = 300;

/** pg-boss keeps an error as an object with its message, a run that timed out as `{ value: { message } }`. */
function reasonIn(output: unknown): string {
  const inner = typeof output === 'object' && output !== null && 'value' in output ? output.value : output;
  const text =
    typeof inner === 'object' && inner !== null && 'message' in inner
      ? String(inner.message)
      : (JSON.stringify(inner) ?? 'unknown');
  const line = text.replace(/\s+/gu, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}
