import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { CHAOS_LIMIT, type ChaosRan, chaos, expectClean } from '../support/chaos.ts';
import { type Postgres, describeOnPostgres, startPostgres } from '../support/postgres.ts';

describeOnPostgres('on PostgreSQL', () => {
  let postgres: Postgres;

  beforeAll(async () => {
    postgres = await startPostgres();
  });

  afterAll(async () => postgres.stop());

  const onDatabase = async (words: string): Promise<ChaosRan> =>
    chaos(`--database-url ${await postgres.createDatabase()} --pace 15 ${words}`);

  test(
    'E2, E4: nothing is lost, doubled or wrong with replicas that die and hang',
    async () => {
      expectClean(
        await onDatabase('--replicas 2 --deeds 40 --seed 2 --faults killed=20,hung=20,database-lost=0'),
      );
    },
    CHAOS_LIMIT,
  );

  test(
    'E2: a run notices that nobody looks before writing again',
    async () => {
      const faults = '--faults none,lost-answer=0.4,webhook-lost=0.5';
      const ran = await onDatabase(`--replicas 1 --deeds 40 --seed 1 ${faults} --plant no-marker-check`);
      expect(ran.out).toContain('was written while another one stood there');
      expect(ran.doubled).toBeGreaterThan(0);
      expect(ran.code).toBe(1);
    },
    CHAOS_LIMIT,
  );

  test(
    'E4: a run notices that several runs work on one incident',
    async () => {
      const ran = await onDatabase('--replicas 2 --deeds 20 --seed 1 --faults none --plant no-lock');
      expect(ran.out).toContain('was written while another one stood there');
      expect(ran.doubled).toBeGreaterThan(0);
      expect(ran.code).toBe(1);
    },
    CHAOS_LIMIT,
  );

  test('a database that Muster lives in is left alone', async () => {
    const url = await postgres.createDatabase();
    const client = new Client({ connectionString: url });
    await client.connect();
    await client.query('create schema muster');
    await client.end();
    const { code, out } = await chaos(`--database-url ${url}`);
    expect(code).toBe(1);
    expect(out).toContain('this database has the schemas muster');
  });
});
