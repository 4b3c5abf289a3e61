/** Transactions are ambient on both engines: whatever asks the store inside one joins it, else PGlite would wait for itself for ever. */
import { expect, test } from '@jest/globals';
import { PgBoss } from 'pg-boss';
import { touchIncident } from '../../src/store/incident-row.ts';
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
