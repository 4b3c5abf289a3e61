/** Transactions are ambient on both engines: whatever asks the store inside one joins it, else PGlite would wait for itself for ever. */
import { expect, test } from '@jest/globals';
import { PgBoss } from 'pg-boss';
import { touchIncident } from '../../src/store/incident-row.ts';
import { openStore } from '../../src/store/store.ts';
import { describeOnPostgres, startPostgres } from '../support/postgres.ts';
import { onBothEngines } from '../support/stores.ts';

const key = { repositoryId: 1, number: 41 };

onBothEngines((store) => {
  test('everything that asks the store inside one joins it', async () => {
    await expect(
      store().transaction(async () => {
        await store().transaction(async () => touchIncident(store().db, key));
        expect(await store().db.selectFrom('incident').select('number').execute()).toEqual([{ number: 41 }]);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await store().db.selectFrom('incident').select('number').execute()).toEqual([]);
  });

  test('work that outlives its transaction no longer joins it', async () => {
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    let later = Promise.resolve<unknown>(null);
    await store().transaction(async (db) => {
      await touchIncident(db, key);
      later = ended.then(async () => store().db.selectFrom('incident').select('number').execute());
    });
    end();
    expect(await later).toEqual([{ number: 41 }]);
  });

  test('pg-boss joins one without being told, and with a cold cache', async () => {
    const boss = new PgBoss({ ...store().bossOptions, schedule: false, supervise: false });
    boss.on('error', () => undefined);
    await boss.start();
    try {
      await boss.createQueue('test');
      const other = new PgBoss({ ...store().bossOptions, schedule: false, supervise: false });
      other.on('error', () => undefined);
      await other.start();
      await boss.createQueue('cold');
      await expect(
        store().transaction(async () => {
          await other.send('cold', {}, store().bossTransaction());
          throw new Error('no');
        }),
      ).rejects.toThrow('no');
      expect(await boss.findJobs('cold')).toEqual([]);
      await other.stop({ graceful: false });
    } finally {
      await boss.stop({ graceful: false });
    }
  });
});

describeOnPostgres('when PostgreSQL ends a connection', () => {
  test('U5: a transaction that waits for something else fails, and the process lives on', async () => {
    const postgres = await startPostgres();
    const store = await openStore({ databaseUrl: await postgres.createDatabase(), dataDir: '' });
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const { promise: over, resolve: end } = Promise.withResolvers<void>();
    // nothing is asked of the connection when it ends: no query is there to take the error
    const transaction = store.transaction(async (db) => {
      await touchIncident(db, key);
      begin();
      await over;
      await touchIncident(db, key);
    });
    const outcome = transaction.catch((error: unknown) => error);
    await begun;
    await postgres.crash();
    await postgres.resume();
    end();
    expect(await outcome).toBeInstanceOf(Error);
    expect(await store.transaction(async (db) => touchIncident(db, key))).toBe(1);
    await store.close();
    await postgres.stop();
  }, 30_000);
});
