/**
 * Puts runs that were given up back into the queue, from outside of a running Muster: no worker is started here. On PostgreSQL a replica takes them
 * up at once, on an embedded folder the next start does.
 */
import { PgBoss } from 'pg-boss';
import { forgetGivenUp } from './given-up.ts';
import type { IncidentKey } from './incident-key.ts';
import { enqueue } from './job-queues.ts';
import { forgetRefusals } from './refusals.ts';
import type { Store } from './store.ts';

/** Each in a transaction of its own: what is forgotten as given up waits as a run, or neither. */
export async function redrive(store: Store, keys: readonly IncidentKey[]): Promise<void> {
  const boss = new PgBoss({ ...store.bossOptions, schedule: false, supervise: false, migrate: false });
  const failures: Error[] = [];
  boss.on('error', (error) => failures.push(error));
  await boss.start();
  try {
    for (const key of keys) {
      await store.transaction(async (db) => {
        await enqueue(store, boss, key, false);
        await forgetGivenUp(db, key);
        await forgetRefusals(db, key);
      });
    }
  } finally {
    await boss.stop({ graceful: false, close: true });
  }
  const [first] = failures;
  if (first !== undefined) throw first;
}
