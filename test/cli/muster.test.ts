/** `npm run -s muster`: what an operator asks, on either engine. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { rmSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runOperator } from '../../src/cli/operator/run-operator.ts';
import type { JournalEntry } from '../../src/core/incident/journal.ts';
import type { IncidentKey } from '../../src/store/incident-key.ts';
import { saveComment } from '../../src/store/comments.ts';
import { touchIncident } from '../../src/store/incident-row.ts';
import { saveIssue } from '../../src/store/issues.ts';
import { saveJournal } from '../../src/store/journal.ts';
import { openQueue } from '../../src/store/queue.ts';
import { saveRefusal } from '../../src/store/refusals.ts';
import { saveRepository } from '../../src/store/repositories.ts';
import { type Store, openStore } from '../../src/store/store.ts';
import { digest } from '../../src/signer.ts';
import { newDataFolder } from '../support/data-folder.ts';
import { commentFacts, issueFacts } from '../support/facts.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { type Postgres, describeOnPostgres, startPostgres } from '../support/postgres.ts';
import { Runs } from '../support/runs.ts';

const SHOP: IncidentKey = { repositoryId: 1, number: 41 };
const UNKNOWN: IncidentKey = { repositoryId: 2, number: 7 };
const NOW = Temporal.Instant.from('2026-11-21T14:05:00Z');
const BEN = { id: 3, login: 'ben', isBot: false };
/** What clears a terminal. */
const HOSTILE = '/severity \u001B[2Jhuge';

type Environment = Readonly<Record<string, string>>;

const storeOf = async (env: Environment): Promise<Store> =>
  openStore({ databaseUrl: env['DATABASE_URL'] ?? null, dataDir: env['DATA_DIR'] ?? '' });

/** A Muster at work on the database, until it is told to end. */
async function work(
  env: Environment,
  runs: Runs,
  count: number,
  keys: readonly IncidentKey[],
): Promise<void> {
  const store = await storeOf(env);
  const queue = await openQueue(store, new ManualClock(), runs.run, { log: () => undefined, retryLimit: 0 });
  for (const key of keys) await queue.wake(key);
  await runs.ended(count);
  await runs.idle(queue);
  await queue.stop();
  await store.close();
}

function tells(env: () => Environment): void {
  const muster = async (...argv: readonly string[]) => runOperator(argv, env());

  test('U5: where nothing was given up, it says so', async () => {
    expect(await muster('failed')).toEqual({ code: 0, out: 'no run was given up\n', err: '' });
    expect(await muster('retry')).toEqual({ code: 0, out: 'no run was given up\n', err: '' });
  });

  test('U5: runs that were given up are listed, put back one by one or all, and run', async () => {
    const store = await storeOf(env());
    await saveRepository(store.db, {
      id: 1,
      owner: 'acme',
      name: 'shop',
      isPrivate: true,
      installationId: 9,
    });
    await store.close();
    const runs = new Runs();
    runs.failNext(2);
    await work(env(), runs, 2, [SHOP, UNKNOWN]);

    const { out } = await muster('failed');
    expect(out).toMatch(/^1#41 \(acme\/shop#41\)\n {2}given up \S+Z after 1 try\n {2}planned failure$/mu);
    expect(out).toMatch(/^2#7\n {2}given up \S+Z after 1 try\n {2}planned failure$/mu);

    const when = 'DATABASE_URL' in env() ? 'runs as soon as a replica is free' : 'runs when Muster starts';
    expect(await muster('retry', 'Acme/shop#41')).toMatchObject({
      code: 0,
      out: `1#41 (acme/shop#41): ${when}\n`,
    });
    expect((await muster('failed')).out).not.toContain('1#41');
    expect(await muster('retry')).toMatchObject({ code: 0, out: `2#7: ${when}\n` });

    await work(env(), runs, 4, []);
    expect(runs.endings.slice(2).toSorted()).toEqual(['1#41 done', '2#7 done']);
    expect((await muster('failed')).out).toBe('no run was given up\n');
  }, 60_000);

  test('U5, E3: what GitHub refuses is listed until an operator has it tried again', async () => {
    const store = await storeOf(env());
    await touchIncident(store.db, UNKNOWN);
    const refusal = {
      effect: 'update-comment board',
      status: 403,
      message: 'No\u001B[2J right',
      content: 'x',
    };
    await saveRefusal(store.db, UNKNOWN, refusal, NOW);
    await saveRefusal(store.db, UNKNOWN, refusal, NOW.add({ hours: 1 }));
    await store.close();
    expect((await muster('failed')).out).toBe(
      '2#7\n  refused since 2026-11-21T14:05:00Z: update-comment board\n  403 No [2J right\n',
    );
    expect((await muster('retry', '2#7')).out).toMatch(/^2#7: runs /u);
    expect(await muster('failed')).toEqual({ code: 0, out: 'no run was given up\n', err: '' });
    const runs = new Runs();
    await work(env(), runs, 1, []);
    expect(runs.keys).toEqual(['2#7']);
  });

  test.each([
    ['acme/shop#42', 'acme/shop#42: nothing of it was given up or refused; "failed" lists what was'],
    ['acme/nothing#1', 'acme/nothing#1: Muster knows no repository acme/nothing'],
    ['shop', 'shop: expected acme/shop#41, or a key as "failed" shows it'],
  ])('U5: to put back %s is refused with the reason', async (name, words) => {
    expect(await muster('retry', name)).toEqual({ code: 1, out: '', err: `${words}\n` });
  });

  test('A6: what was judged is listed, with the right and the reason, also of comments that are gone', async () => {
    const store = await storeOf(env());
    const judged = {
      kind: 'judged' as const,
      comment: 7,
      by: BEN,
      permission: 'write' as const,
      hash: digest('/take lead\n/severty'),
      verdict: 'ar',
      at: NOW,
      createdAt: NOW,
      former: null,
      standing: null,
    };
    const entries: readonly JournalEntry[] = [
      { ...judged, comment: 0, verdict: '' },
      judged,
      {
        kind: 'withdrawn',
        comment: 7,
        by: null,
        author: BEN,
        createdAt: NOW,
        at: NOW,
        former: '/take lead\n/severty',
      },
      { ...judged, comment: 8, hash: digest(HOSTILE), verdict: 'r', commands: 'severity' },
      { ...judged, comment: 9, hash: 'gone', verdict: 'r', commands: 'severity +3' },
    ];
    await store.transaction(async (db) => {
      await touchIncident(db, SHOP);
      await saveIssue(db, SHOP, issueFacts({ author: BEN }), NOW);
      await saveComment(db, SHOP, commentFacts(8, HOSTILE, { author: BEN }), { from: 'webhook' }, 1);
    });
    await saveJournal(store, SHOP, [], entries);
    await store.close();
    expect((await muster('audit', 'acme/shop#41')).out.split('\n')).toEqual([
      '2026-11-21T14:05:00Z  @ben (write)  comment 7  /take lead  recorded, then withdrawn 2026-11-21T14:05:00Z',
      '2026-11-21T14:05:00Z  @ben (write)  comment 7  /severty  refused',
      expect.stringMatching(
        /^2026-11-21T14:05:00Z {2}@ben \(write\) {2}comment 8 {2}\/severity \[2Jhuge {2}refused: .*huge.*$/u,
      ),
      '2026-11-21T14:05:00Z  @ben (write)  comment 9  /severity (further words not kept)  refused; and 3 more in that comment, refused too',
      '',
    ]);
    expect((await muster('audit', '1#40')).out).toBe('1#40: no command was judged\n');
  });
}

describe('on an embedded folder', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await newDataFolder();
    await (await storeOf({ DATA_DIR: folder })).close();
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  tells(() => ({ DATA_DIR: folder }));

  test('U5: while Muster holds the folder it refuses, and says who does', async () => {
    const store = await storeOf({ DATA_DIR: folder });
    const program = path.join(import.meta.dirname, '../../src/cli/muster.ts');
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, 'failed'], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'] ?? '', DATA_DIR: folder },
    });
    const [[code], out, err] = await Promise.all([
      once(child, 'close'),
      text(child.stdout),
      text(child.stderr),
    ]);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(`the data folder ${folder} is in use by process ${process.pid}`);
    expect(err).toContain('it tries what was given up again by itself, every 15 minutes');
    await store.close();
  }, 30_000);
});

describeOnPostgres('on PostgreSQL', () => {
  let postgres: Postgres;
  let url: string;

  beforeAll(async () => {
    postgres = await startPostgres();
    url = await postgres.createDatabase();
  }, 60_000);
  afterAll(async () => postgres.stop());

  tells(() => ({ DATABASE_URL: url }));
});

test.each([
  [[], 'expected failed, retry, audit; read nothing'],
  [['fix'], 'expected failed, retry, audit; read "fix"'],
  [['failed', '1#41'], 'failed: "1#41" is too much'],
  [['audit'], 'audit: the incident is missing'],
  [['--force'], "Unknown option '--force'"],
])('%j is answered with the usage', async (argv, words) => {
  const { code, out, err } = await runOperator(argv, {});
  expect([code, out]).toEqual([1, '']);
  expect(err.startsWith(words)).toBe(true);
  expect(err).toContain('usage: npm run -s muster -- failed');
});

test('--help is the usage, and no mistake', async () => {
  expect(await runOperator(['--help'], {})).toMatchObject({ code: 0, err: '' });
});

test.each([
  [{ DATA_DIR: '/nowhere/data' }, 'there is no database in /nowhere/data: set DATA_DIR or DATABASE_URL'],
  [
    { DATABASE_URL: 'mysql://root:hunter2@db/x' },
    'DATABASE_URL: read (not shown), expected a PostgreSQL address',
  ],
  [
    { DATABASE_URL: 'postgres://muster:hunter2@127.0.0.1:1/x' },
    'the database cannot be opened: connect ECONNREFUSED',
  ],
])('%j is refused with its cure and without its secrets', async (env, words) => {
  const { code, err } = await runOperator(['failed'], env);
  expect(code).toBe(1);
  expect(err.startsWith(words)).toBe(true);
  expect(err).not.toContain('hunter2');
});
