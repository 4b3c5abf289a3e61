import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { openQueue, type Queue, type Run } from '../../src/store/queue.ts';
import type { IncidentKey } from '../../src/store/incident-key.ts';
import type { Store } from '../../src/store/store.ts';
import { emptyStore, openTemporaryStore } from '../support/stores.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { Runs } from '../support/runs.ts';

const key: IncidentKey = { repositoryId: 1, number: 41 };
const other: IncidentKey = { repositoryId: 1, number: 42 };
let store: Store;
let closeStore: () => Promise<void>;
const closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  ({ store, close: closeStore } = await openTemporaryStore());
}, 30_000);

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await emptyStore(store);
});

afterAll(async () => closeStore());

async function given(
  run: Run,
  stopWithinMs = 20_000,
): Promise<{ queue: Queue; clock: ManualClock; lines: string[] }> {
  const lines: string[] = [];
  const clock = new ManualClock();
  const queue = await openQueue(store, clock, run, {
    log: (line) => lines.push(line),
    workers: 3,
    stopWithinMs,
  });
  closing.push(async () => queue.stop());
  return { queue, clock, lines };
}

test('a wake-up runs the incident once, and the queue is idle again', async () => {
  const runs = new Runs();
  const { queue } = await given(runs.run);
  await queue.wake(key);
  await runs.ended(1);
  expect(runs.keys).toEqual(['1#41']);
  await runs.idle(queue);
});

test('E2: comparing goes on while incidents keep every worker busy', async () => {
  const runs = new Runs();
  const names = [41, 42, 43];
  const release = names.map((number) => runs.hold(`1#${number}`));
  const { queue } = await given(runs.run);
  for (const number of names) await queue.wake({ repositoryId: 1, number });
  await runs.started(3);
  await queue.wake({ repositoryId: 1, number: 0 });
  await runs.started(4);
  expect(runs.keys.toSorted()).toEqual(['1#0', '1#41', '1#42', '1#43']);
  for (const end of release) end();
  await runs.idle(queue);
});

test('wake-ups during a run add up to one more run, and other incidents run meanwhile', async () => {
  const runs = new Runs();
  const release = runs.hold('1#41');
  const { queue } = await given(runs.run);
  await queue.wake(key);
  await runs.started(1);
  for (let n = 0; n < 5; n += 1) await queue.wake(key);
  await queue.wake(other);
  await runs.ended(1);
  expect(runs.keys).toEqual(['1#41', '1#42']);
  expect(await queue.idle()).toMatchObject({ waiting: 1 });
  release();
  await runs.ended(3);
  expect(runs.keys).toEqual(['1#41', '1#42', '1#41']);
  await runs.idle(queue);
});

test('E3: an incident goes before repositories that were there first', async () => {
  const runs = new Runs();
  const releases = ['2#0', '3#0', '4#0'].map((held) => runs.hold(held));
  const { queue } = await given(runs.run);
  const repository = async (repositoryId: number) => queue.wake({ repositoryId, number: 0 });
  for (const id of [2, 3, 4]) await repository(id);
  await runs.started(3);
  for (const id of [5, 6, 7]) await repository(id);
  await queue.wake(key);
  for (const release of releases) release();
  await runs.ended(7);
  expect(runs.keys[3]).toBe('1#41');
  await runs.idle(queue);
});

test('a wake-up in a transaction that fails is forgotten with it', async () => {
  const runs = new Runs();
  const { queue } = await given(runs.run);
  await expect(
    store.transaction(async () => {
      await queue.wake(key);
      throw new Error('rolled back');
    }),
  ).rejects.toThrow('rolled back');
  expect(await queue.idle()).toEqual({ waiting: 0, running: 0 });
});

test('an incident is woken when our clock reaches its time, not before', async () => {
  const runs = new Runs();
  const { queue, clock } = await given(runs.run);
  await queue.setWakeAt(key, clock.now().add({ minutes: 60 }));
  clock.advance({ minutes: 59 });
  await runs.idle(queue);
  expect(runs.keys).toEqual([]);
  clock.advance({ minutes: 1 });
  expect((await queue.idle()).waiting).toBeGreaterThan(0);
  await runs.ended(1);
  expect(runs.keys).toEqual(['1#41']);
});

test('a wake-up that was taken back does not come, and a new time replaces the old', async () => {
  const runs = new Runs();
  const { queue, clock } = await given(runs.run);
  await queue.setWakeAt(key, clock.now().add({ minutes: 10 }));
  await queue.setWakeAt(key, null);
  await queue.setWakeAt(other, clock.now().add({ minutes: 10 }));
  await queue.setWakeAt(other, clock.now().add({ minutes: 30 }));
  clock.advance({ minutes: 20 });
  await runs.idle(queue);
  expect(runs.keys).toEqual([]);
  const row = await store.db
    .selectFrom('incident')
    .select('wake_at')
    .where('number', '=', 41)
    .executeTakeFirst();
  expect(row?.wake_at).toBeNull();
  clock.advance({ minutes: 10 });
  await runs.ended(1);
  expect(runs.keys).toEqual(['1#42']);
});

test('the timer wakes by itself when real time reaches the time', async () => {
  const runs = new Runs();
  const { queue, clock } = await given(runs.run);
  await queue.setWakeAt(key, clock.now());
  await runs.ended(1);
  expect(runs.keys).toEqual(['1#41']);
});

test('a run that fails is tried again', async () => {
  const runs = new Runs();
  runs.failNext(1);
  const { queue, lines } = await given(runs.run);
  await queue.wake(key);
  await runs.ended(2);
  expect(runs.keys).toEqual(['1#41', '1#41']);
  expect(lines.join('\n')).toContain('reconcile 1#41: Error: planned failure');
}, 20_000);

test('stop lets the run that is going on end', async () => {
  const runs = new Runs();
  const release = runs.hold('1#41');
  const { queue } = await given(runs.run);
  await queue.wake(key);
  await runs.started(1);
  const stopped = queue.stop();
  release();
  await stopped;
  expect(runs.endings).toEqual(['1#41 done']);
});

test('stop aborts a run that does not end in time', async () => {
  const runs = new Runs();
  runs.hold('1#41');
  const { queue } = await given(runs.run, 1_000);
  await queue.wake(key);
  await runs.started(1);
  await queue.stop();
  await runs.ended(1);
  expect(runs.endings).toEqual(['1#41 aborted']);
}, 20_000);
