/** What only several connections can get wrong: lost wake-ups and two runs of one incident at once. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { Client } from 'pg';
import { getRollbackPlans } from 'pg-boss';
import { type IncidentKey, keyText } from '../../src/store/incident-key.ts';
import { markStale, touchIncident } from '../../src/store/incident-row.ts';
import { openQueue, type Queue, type Run } from '../../src/store/queue.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { describeOnPostgres, type Postgres, startPostgres } from '../support/postgres.ts';
import { Runs } from '../support/runs.ts';

describeOnPostgres('three replicas on one PostgreSQL', () => {
  let postgres: Postgres;
  let replicas: { store: Store; queue: Queue }[] = [];
  const clock = new ManualClock();

  beforeAll(async () => {
    postgres = await startPostgres();
  }, 60_000);

  afterAll(async () => {
    await postgres.stop();
  });

  async function givenReplicas(run: (store: Store) => Run, database?: string): Promise<void> {
    const databaseUrl = database ?? (await postgres.createDatabase());
    // all at once: migrations and queues must be created by one and found by the others
    replicas = await Promise.all(
      [1, 2, 3].map(async () => {
        const store = await openStore({ databaseUrl, dataDir: '' });
        const queue = await openQueue(store, clock, run(store), {
          log: () => undefined,
          workers: 4,
          retryLimit: 20,
        });
        return { store, queue };
      }),
    );
  }

  async function stopReplicas(): Promise<void> {
    await Promise.all(
      replicas.map(async ({ store, queue }) => {
        await queue.stop();
        await store.close();
      }),
    );
  }

  /** One webhook: facts change and the incident is woken, in one transaction. */
  async function event(index: number, key: IncidentKey): Promise<void> {
    const replica = replicas[index % replicas.length];
    await replica?.store.transaction(async (db) => {
      await touchIncident(db, key);
      await markStale(db, key, 'test');
      await replica.queue.wake(key);
    });
  }

  test.each([
    ['short bursts on many incidents', 120, 3, false],
    ['long bursts on few incidents', 6, 40, false],
    ['with failing runs', 12, 10, true],
  ])(
    '%s: every event is seen by a later run, and no incident runs twice at once',
    async (_name, keys, events, isFailing) => {
      const runs = new Runs(async () => {
        for (let n = 0; n < 10; n += 1) await sql`select 1`.execute(replicas[0]!.store.db);
      });
      const seen = new Map<string, number>();
      const turns = new Map<string, number>();
      await givenReplicas((store) => async (key, signal) => {
        const { stale_mark: mark } = await store.db
          .selectFrom('incident')
          .select('stale_mark')
          .where('repository_id', '=', key.repositoryId)
          .where('number', '=', key.number)
          .executeTakeFirstOrThrow();
        const turn = (turns.get(keyText(key)) ?? 0) + 1;
        turns.set(keyText(key), turn);
        await runs.run(key, signal);
        // each incident's first and every third after it: of several in a row each waits twice as long as the one before
        if (isFailing && turn % 3 === 1) throw new Error('planned failure');
        seen.set(keyText(key), mark);
      });
      try {
        const all = Array.from({ length: keys * events }, (_, index) =>
          event(index, { repositoryId: 1, number: index % keys }),
        );
        await Promise.all(all);
        await runs.idle(replicas[0]!.queue);
        const marks = await replicas[0]!.store.db
          .selectFrom('incident')
          .select(['number', 'stale_mark'])
          .execute();
        expect(marks).toHaveLength(keys);
        // a new row has mark 1, each event adds one
        expect(marks.filter((row) => row.stale_mark !== events + 1)).toEqual([]);
        expect(marks.filter((row) => seen.get(`1#${row.number}`) !== row.stale_mark)).toEqual([]);
        expect(runs.overlaps).toEqual([]);
        expect([...turns.values()].filter((times) => times < (isFailing ? 2 : 1))).toEqual([]);
      } finally {
        await stopReplicas();
      }
    },
    90_000,
  );

  test('a time that comes is used by one replica only', async () => {
    const runs = new Runs();
    await givenReplicas(() => runs.run);
    try {
      await replicas[0]!.queue.setWakeAt({ repositoryId: 1, number: 41 }, clock.now().add({ minutes: 5 }));
      clock.advance({ minutes: 5 });
      await runs.ended(1);
      await Promise.all(replicas.map(async ({ queue }) => queue.wakeDue(clock.now())));
      await runs.idle(replicas[0]!.queue);
      expect(runs.keys).toEqual(['1#41']);
    } finally {
      await stopReplicas();
    }
  }, 30_000);

  test('E4: as many incidents as there are workers run side by side, and none of them twice', async () => {
    const runs = new Runs();
    const keys = Array.from({ length: 12 }, (_, number) => ({ repositoryId: 1, number }));
    const releases = keys.map((key) => runs.hold(keyText(key)));
    await givenReplicas(() => runs.run);
    try {
      for (const [index, key] of keys.entries()) await event(index, key);
      await runs.started(keys.length); // would never come if one waited for another
      for (const [index, key] of keys.entries()) await event(index + 1, key);
      expect(await replicas[0]!.queue.idle()).toEqual({ waiting: keys.length, running: keys.length });
      for (const release of releases) release();
      await runs.idle(replicas[0]!.queue);
      expect(runs.overlaps).toEqual([]);
      expect(runs.keys).toHaveLength(2 * keys.length);
    } finally {
      await stopReplicas();
    }
  }, 30_000);

  test('E4: the queue’s own schema is migrated by one of three that start at once, and no waiting work is lost', async () => {
    const databaseUrl = await postgres.createDatabase();
    const former = await openStore({ databaseUrl, dataDir: '' });
    const silent = { log: () => undefined, workers: 0 };
    const idle = await openQueue(former, clock, async () => undefined, silent);
    for (let number = 1; number <= 20; number += 1) await idle.wake({ repositoryId: 1, number });
    await idle.stop();
    await former.close();
    const client = new Client({ connectionString: databaseUrl });
    await client.connect();
    await client.query(getRollbackPlans('pgboss'));
    const version = async () => (await client.query('select version from pgboss.version')).rows;
    const [before] = await version();
    const runs = new Runs();
    await givenReplicas(() => runs.run, databaseUrl);
    try {
      await runs.idle(replicas[0]!.queue);
      expect(runs.keys.toSorted()).toEqual(Array.from({ length: 20 }, (_, n) => `1#${n + 1}`).toSorted());
      expect(await version()).toEqual([{ version: before.version + 1 }]);
    } finally {
      await stopReplicas();
      await client.end();
    }
  }, 30_000);
});
