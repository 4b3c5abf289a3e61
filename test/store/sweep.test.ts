/** What is left behind by runs that died or failed for good. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from '@jest/globals';
import { PgBoss } from 'pg-boss';
import { openQueue } from '../../src/store/queue.ts';
import { openStore } from '../../src/store/store.ts';
import { sweepFailed } from '../../src/store/sweep.ts';
import { newDataFolder } from '../support/data-folder.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { Runs } from '../support/runs.ts';
import { openTemporaryStore } from '../support/stores.ts';

const key = { repositoryId: 1, number: 41 };
const log = (): void => undefined;
const source = (file: string): string => JSON.stringify(path.resolve('src', file));

test('a run that a killed process left is done again at once by the next (E2)', async () => {
  const folder = await newDataFolder();
  const script = `
    import { openStore } from ${source('store/store.ts')};
    import { openQueue } from ${source('store/queue.ts')};
    import { systemClock } from ${source('clock.ts')};
    const store = await openStore({ databaseUrl: null, dataDir: ${JSON.stringify(folder)} });
    const run = async () => { console.log('running'); await new Promise(() => {}); };
    const queue = await openQueue(store, systemClock, run, { log: console.error });
    await queue.wake(${JSON.stringify(key)});`;
  const child = spawn(
    'node',
    ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', script],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  await once(createInterface(child.stdout), 'line');
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;

  const runs = new Runs();
  const store = await openStore({ databaseUrl: null, dataDir: folder });
  expect(store.notice).toBeNull();
  const queue = await openQueue(store, new ManualClock(), runs.run, { log });
  await runs.ended(1);
  expect(runs.keys).toEqual(['1#41']);
  await runs.idle(queue);
  await queue.stop();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

test('an incident whose runs all failed is not forgotten: a later time is set, and nothing blocks it', async () => {
  const { store, close } = await openTemporaryStore();
  const clock = new ManualClock();
  const runs = new Runs();
  runs.failNext(1);
  const queue = await openQueue(store, clock, runs.run, { log, retryLimit: 0 });
  await queue.wake(key);
  await runs.ended(1);
  await runs.idle(queue);

  const boss = new PgBoss({ ...store.bossOptions, schedule: false, supervise: false });
  boss.on('error', log);
  await boss.start();
  expect(await boss.getBlockedKeys('reconcile')).toEqual(['1#41']);
  const lines: string[] = [];
  await sweepFailed(store, boss, 'reconcile', clock.now(), (line) => lines.push(line));
  expect(await boss.getBlockedKeys('reconcile')).toEqual([]);
  expect(await boss.findJobs('dead')).toMatchObject([{ data: key }]);
  await boss.stop({ graceful: false });

  expect(lines).toEqual(['reconcile 1#41: given up after 1 tries, tried anew in 15 minutes']);
  clock.advance({ minutes: 15 });
  await runs.ended(2);
  expect(runs.endings).toEqual(['1#41 failed', '1#41 done']);
  await queue.stop();
  await close();
}, 60_000);
