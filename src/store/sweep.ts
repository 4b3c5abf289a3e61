/** Clears up after runs that died or failed for good: a failed job would hold back its incident for ever. */
import { sql } from 'kysely';
import type { PgBoss } from 'pg-boss';
import type { Instant } from '../core/incident/record.ts';
import type { Log } from '../log.ts';
import { trimDeliveries } from './deliveries.ts';
import { trimEffects } from './effects.ts';
import { forgetRecovered } from './given-up.ts';
import { type IncidentKey, keyText } from './incident-key.ts';
import { touchIncident, wakeNoLaterThan } from './incident-row.ts';
import type { Store } from './store.ts';

/** A run that failed through all its tries is tried anew this much later, by our clock. */
const GIVEN_UP_FOR: Temporal.DurationLike = { minutes: 15 };

/** Removes failed jobs (the dead-letter queue keeps a copy) and sets a later wake-up, so that no incident is forgotten. Copies go when a run succeeds. */
export async function sweepFailed(
  store: Store,
  boss: PgBoss,
  queue: string,
  now: Instant,
  log: Log,
): Promise<void> {
  for (const singletonKey of await boss.getBlockedKeys(queue)) {
    for (const job of await boss.findJobs<IncidentKey>(queue, { key: singletonKey })) {
      if (job.state !== 'failed') continue;
      await store.transaction(async (db) => {
        await touchIncident(db, job.data);
        await wakeNoLaterThan(db, job.data, now.add(GIVEN_UP_FOR));
        await boss.deleteJob(queue, job.id, store.bossTransaction());
      });
      const incident = keyText(job.data);
      log(
        `reconcile ${incident}: given up after ${job.retryCount + 1} tries, tried anew in 15 minutes`,
        'error',
        { incident },
      );
    }
  }
  await forgetRecovered(store.db);
}

/**
 * At the start of the only process (an embedded database): whatever is still active belongs to a dead one. It runs again at once instead of
 * after its heartbeat runs out, and the crash does not count as a try.
 */
export async function recoverDeadRuns(
  store: Store,
  boss: PgBoss,
  queue: string,
  wake: (key: IncidentKey) => Promise<void>,
): Promise<void> {
  const { rows } = await sql<{ id: string; data: IncidentKey }>`
    select id::text as id, data from pgboss.job where name = ${queue} and state = 'active'`.execute(store.db);
  for (const { id, data } of rows) {
    await store.transaction(async () => {
      await boss.deleteJob(queue, id, store.bossTransaction());
      await wake(data);
    });
  }
}

const KEPT_DELIVERIES: Temporal.DurationLike = { hours: 30 * 24 };
const KEPT_EFFECTS: Temporal.DurationLike = { hours: 7 * 24 };

/** Forgets old audit rows and intents that were fulfilled long ago. */
export async function trimRecords(store: Store, now: Instant): Promise<void> {
  await trimDeliveries(store.db, now.subtract(KEPT_DELIVERIES));
  await trimEffects(store.db, now.subtract(KEPT_EFFECTS));
}
