/** Runs that were given up: listed, counted, put back, and forgotten once a run succeeds. */
import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { PgBoss } from 'pg-boss';
import { listGivenUp } from '../../src/store/given-up.ts';
import type { IncidentKey } from '../../src/store/incident-key.ts';
import { queueFigures } from '../../src/store/queue-figures.ts';
import { type Queue, openQueue } from '../../src/store/queue.ts';
import { redrive } from '../../src/store/redrive.ts';
import { saveRepository } from '../../src/store/repositories.ts';
import { sweepFailed } from '../../src/store/sweep.ts';
import type { Store } from '../../src/store/store.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { Runs } from '../support/runs.ts';
import { onBothEngines } from '../support/stores.ts';

const key: IncidentKey = { repositoryId: 1, number: 41 };
const log = (): void => undefined;
const NOTHING = { waiting: 0, running: 0, oldestWaiting: 0, oldestRunning: 0, givenUp: 0 };

async function open(store: Store, runs: Runs): Promise<Queue> {
  return openQueue(store, new ManualClock(), runs.run, { log, workers: 2, retryLimit: 0 });
}

/** What the queue does by itself every ten seconds. */
async function sweep(store: Store): Promise<void> {
  const boss = new PgBoss({ ...store.bossOptions, schedule: false, supervise: false });
  await boss.start();
  await sweepFailed(store, boss, 'reconcile', new ManualClock().now(), log);
  await boss.stop({ graceful: false });
}

onBothEngines((store) => {
  test('a run that was given up is listed with its incident, its reason and its tries (U5)', async () => {
    const db = store().db;
    await saveRepository(db, { id: 1, owner: 'acme', name: 'shop', isPrivate: false, installationId: 9 });
    const runs = new Runs();
    runs.failNext(1);
    const queue = await open(store(), runs);
    expect(await queueFigures(db)).toEqual(NOTHING);
    await queue.wake(key);
    await runs.ended(1);
    await runs.idle(queue);
    await queue.stop();
    expect(await listGivenUp(db)).toEqual([
      { key, repository: 'acme/shop', at: expect.anything(), runs: 1, tries: 1, why: 'planned failure' },
    ]);
    expect(await queueFigures(db)).toEqual({ ...NOTHING, givenUp: 1 });
  }, 30_000);

  test('put back, it waits for the next start, runs, and is given up no longer', async () => {
    const db = store().db;
    const runs = new Runs();
    runs.failNext(1);
    const first = await open(store(), runs);
    await first.wake(key);
    await runs.ended(1);
    await runs.idle(first);
    await first.stop();
    await sweep(store());
    await redrive(store(), [key]);
    expect(await listGivenUp(db)).toEqual([]);
    expect(await queueFigures(db)).toMatchObject({ waiting: 1, givenUp: 0 });

    const second = await open(store(), runs);
    await runs.ended(2);
    await runs.idle(second);
    await second.stop();
    expect(runs.endings).toEqual(['1#41 failed', '1#41 done']);
  }, 30_000);

  test('a run that succeeds later takes it off the list, one that fails again does not', async () => {
    const db = store().db;
    const runs = new Runs();
    runs.failNext(2);
    const queue = await open(store(), runs);
    for (const ended of [1, 2]) {
      await queue.wake(key);
      await runs.ended(ended);
      await runs.idle(queue);
      await sweep(store());
    }
    expect(await listGivenUp(db)).toMatchObject([{ key, repository: null, runs: 2 }]);
    expect(await queueFigures(db)).toMatchObject({ givenUp: 1 });
    await queue.wake(key);
    await runs.ended(3);
    await runs.idle(queue);
    await sweep(store());
    expect(await listGivenUp(db)).toEqual([]);
    await queue.stop();
  }, 30_000);

  test('the age of what waits is that of the oldest', async () => {
    const runs = new Runs();
    const release = runs.hold('1#41');
    const queue = await open(store(), runs);
    await queue.wake(key);
    await runs.started(1);
    await queue.wake(key);
    await sql`update pgboss.job set created_on = now() - interval '90 seconds' where state = 'created'`.execute(
      store().db,
    );
    const figures = await queueFigures(store().db);
    expect(figures).toMatchObject({ waiting: 1, running: 1 });
    expect(Math.floor(figures.oldestWaiting / 10)).toBe(9);
    expect(figures.oldestRunning).toBeLessThan(60);
    release();
    await runs.ended(2);
    await queue.stop();
  }, 30_000);
});
