/** What a run may still do after its job was given to another: nothing (docs/adr/0012-a-run-holds-a-lease.md). */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { PgBoss } from 'pg-boss';
import { neighbourOf } from '../../src/core/incident/merge-publish.ts';
import { publishNews } from '../../src/reconcile/neighbours.ts';
import { ClaimLost, checkClaim, confirmClaim } from '../../src/store/claim.ts';
import { beginEffect } from '../../src/store/effects.ts';
import { saveJournal } from '../../src/store/journal.ts';
import { openQueue, type Run } from '../../src/store/queue.ts';
import type { Store } from '../../src/store/store.ts';
import { TAKEOVER_SECONDS } from '../../src/store/takeover.ts';
import { openEffects } from '../support/open-effects.ts';
import { declaredOutage } from '../support/build-incident.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { emptyStore, openTemporaryStore } from '../support/stores.ts';

const key = { repositoryId: 1, number: 41 };
const clock = new ManualClock();
const intent = (id: string) => ({ id, document: 'board', kind: 'create-comment', startedAt: clock.now() });
const shown = neighbourOf({ ...declaredOutage(), services: [] }, [], clock.now());
const sent = { kind: 'sent', what: 'pin', at: clock.now() } as const;
let store: Store;
let closeStore: () => Promise<void>;
const closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  ({ store, close: closeStore } = await openTemporaryStore());
}, 30_000);
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
  await emptyStore(store);
});
afterAll(async () => closeStore());

async function given(run: Run): Promise<{ queue: Awaited<ReturnType<typeof openQueue>>; lines: string[] }> {
  const lines: string[] = [];
  const queue = await openQueue(store, clock, run, { log: (line) => lines.push(line), workers: 2 });
  closing.push(async () => queue.stop());
  return { queue, lines };
}

/** Does what another replica does with a job whose heartbeat ran out. */
async function takeAway(): Promise<void> {
  const other = new PgBoss({ ...store.bossOptions, schedule: false, supervise: false });
  await other.start();
  closing.push(async () => other.stop({ graceful: false, close: true }));
  const [job] = await other.findJobs('reconcile', { key: '1#41' });
  await other.fail('reconcile', job!.id, { message: 'job heartbeat timeout' });
}

test('E2: a run whose job was taken over stores no intent, no wake-up and no journal, and shows nothing; the other does', async () => {
  const [held, goOn, taken] = [1, 2, 3].map(() => Promise.withResolvers<void>());
  const late: unknown[] = [];
  let tries = 0;
  const { queue, lines } = await given(async (_key, signal) => {
    tries += 1;
    if (tries > 1) {
      await store.transaction((db) => beginEffect(db, key, intent('theirs')));
      await queue.setWakeAt(key, clock.now().add({ minutes: 7 }));
      taken!.resolve();
      return;
    }
    held!.resolve();
    await goOn!.promise;
    // the signal comes with the next heartbeat: a process that just woke up did not hear it yet
    expect(signal.aborted).toBe(false);
    const attempts = [
      () => store.transaction((db) => beginEffect(db, key, intent('ours'))),
      () => queue.setWakeAt(key, null),
      () => saveJournal(store, key, [], [sent]),
      () => saveJournal(store, key, [sent], []),
      () => publishNews({ store, queue: () => queue }, { key, published: null }, shown, new Set()),
    ];
    for (const attempt of attempts) await attempt().catch((error: unknown) => late.push(error));
    throw late[0];
  });
  await queue.wake(key);
  await held!.promise;
  await takeAway();
  await taken!.promise;
  goOn!.resolve();
  while (!lines.some((line) => line.includes('was left to another'))) await setImmediate();
  expect(late).toHaveLength(5);
  expect(await store.db.selectFrom('neighbour').selectAll().execute()).toEqual([]);
  for (const error of late) expect(error).toBeInstanceOf(ClaimLost);
  expect((await openEffects(store.db, key)).map(({ id }) => id)).toEqual(['theirs']);
  const row = await store.db.selectFrom('incident').select('wake_at').executeTakeFirstOrThrow();
  expect(row.wake_at?.getTime()).toBe(clock.now().add({ minutes: 7 }).epochMilliseconds);
  expect(lines.filter((line) => line.startsWith('reconcile '))).toEqual([]);
}, 20_000);

test.each(['Date', 'performance'] as const)(
  'E2: a process that stood still for longer than its lease, by %s, writes no more until its claim is confirmed',
  async (name) => {
    const { promise: ended, resolve: end } = Promise.withResolvers<string[]>();
    const { queue } = await given(async () => {
      const said: string[] = [];
      const look = () => {
        try {
          checkClaim();
          said.push('may write');
        } catch (error) {
          said.push(error instanceof ClaimLost ? error.message : String(error));
        }
      };
      look();
      const timer = name === 'Date' ? Date : performance;
      const before = timer.now.bind(timer);
      jest.spyOn(timer, 'now').mockImplementation(() => before() + 9_000);
      look();
      await confirmClaim();
      look();
      end(said);
    });
    await queue.wake(key);
    expect(await ended).toEqual([
      'may write',
      'this process stood still for 9 seconds, another run may have taken over',
      'may write',
    ]);
  },
  20_000,
);

test('E2: outside of a run nothing is claimed and nothing refused', async () => {
  await confirmClaim();
  checkClaim();
  await store.transaction((db) => beginEffect(db, key, intent('by hand')));
  expect(await openEffects(store.db, key)).toHaveLength(1);
});

test('E4: a dead replica’s run is another’s within the 30 seconds that are promised, and the manual says in how many', () => {
  expect(TAKEOVER_SECONDS).toBeLessThanOrEqual(30);
  const manual = readFileSync(path.join(import.meta.dirname, '../../docs/operations.md'), 'utf8');
  expect(manual).toContain(`another has them within ${TAKEOVER_SECONDS} seconds`);
});
