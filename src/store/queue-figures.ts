/** How the queue does, over all replicas, in one query: for metrics, readiness and the heartbeat. Ages are by the database's clock, as jobs are. */
import { sql } from 'kysely';
import { DEAD, RECONCILE, jobs } from './job-queues.ts';
import type { Database } from './tables.ts';

export interface QueueFigures {
  /** Jobs that wait, those that wait for their next try included. */
  readonly waiting: number;
  readonly running: number;
  /** Seconds since the oldest of them was put in, or began to run; 0 without one. */
  readonly oldestWaiting: number;
  readonly oldestRunning: number;
  /** Incidents whose runs were given up and did not succeed since. */
  readonly givenUp: number;
}

/** Rejects when the database does not answer. */
export async function queueFigures(db: Database): Promise<QueueFigures> {
  const { rows } = await sql<{ kind: string; count: number; oldest: number }>`
    select kind, count(distinct singleton_key)::int as count,
      greatest(0, extract(epoch from now() - min(case kind when 'running' then started_on else created_on end)))::float8 as oldest
    from (select *, case when name = ${DEAD} then 'given up' when state = 'active' then 'running' else 'waiting' end as kind from ${jobs}
      where (name = ${RECONCILE} and state in ('created', 'retry', 'active')) or (name = ${DEAD} and state = 'created')) as job
    group by kind`.execute(db);
  const row = (kind: string) => rows.find((one) => one.kind === kind);
  return {
    waiting: row('waiting')?.count ?? 0,
    running: row('running')?.count ?? 0,
    oldestWaiting: row('waiting')?.oldest ?? 0,
    oldestRunning: row('running')?.oldest ?? 0,
    givenUp: row('given up')?.count ?? 0,
  };
}
