/** The queues that pg-boss keeps for us, and the one way to put work into them. `queue.ts` says what each is for. */
import { type RawBuilder, sql } from 'kysely';
import type { PgBoss, Queue as BossQueue } from 'pg-boss';
import { type IncidentKey, keyText, kindOf } from './incident-key.ts';
import { touchIncident } from './incident-row.ts';
import type { Store } from './store.ts';
import { HEARTBEAT_SECONDS, RETRY_SECONDS } from './takeover.ts';

export const RECONCILE = 'reconcile';
export const DEAD = 'dead';

/** Tells the workers of every replica that a job came. */
export const WAKE_CHANNEL = 'muster_wake';

/** pg-boss's table of all jobs. */
export const jobs: RawBuilder<unknown> = sql.table('pgboss.job');

/** Creates what is missing; a queue that an earlier version made gets this version's rules. */
export async function createQueues(boss: PgBoss, retryLimit: number): Promise<void> {
  const rules: Omit<BossQueue, 'name'> = {
    retryLimit,
    retryDelay: RETRY_SECONDS,
    retryBackoff: true,
    retryDelayMax: 60, // a retry holds back the incident's later events
    heartbeatSeconds: HEARTBEAT_SECONDS,
    expireInSeconds: 600,
    deleteAfterSeconds: 3_600,
  };
  await boss.createQueue(DEAD, { retentionSeconds: 90 * 86_400 });
  await boss.createQueue(RECONCILE, { ...rules, policy: 'key_strict_fifo', deadLetter: DEAD });
  await boss.updateQueue(RECONCILE, { ...rules, deadLetter: DEAD });
}

/** Each hour an App of many installations puts thousands of comparisons into the queue: an incident goes before all of them. */
const PEOPLE_WAIT = 1;
/** The priority of whatever compares the cache with GitHub. */
export const COMPARING = 0;

/**
 * A run for the incident, unless one waits already. Joins the open transaction: with it the wake-up is kept or forgotten. `isLocked`: it has touched the
 * incident already.
 */
export async function enqueue(
  store: Store,
  boss: PgBoss,
  key: IncidentKey,
  isLocked: boolean,
): Promise<void> {
  await store.transaction(async (db) => {
    if (!isLocked) await touchIncident(db, key);
    const priority = kindOf(key) === 'incident' ? PEOPLE_WAIT : COMPARING;
    const job = { singletonKey: keyText(key), priority, ...store.bossTransaction() };
    const { inserted } = await boss.upsert(RECONCILE, { ...key }, job);
    if (inserted > 0) await sql`select pg_notify(${WAKE_CHANNEL}, '')`.execute(db);
  });
}
