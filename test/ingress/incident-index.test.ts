import { setImmediate } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { Client } from 'pg';
import { DEFAULT_POLICY } from '../../src/config/default-policy.ts';
import { type IncidentIndex, openIncidentIndex } from '../../src/ingress/incident-index.ts';
import { touchIncident } from '../../src/store/incident-row.ts';
import { savePolicy } from '../../src/store/policies.ts';
import { type Store, openStore } from '../../src/store/store.ts';
import { type Postgres, describeOnPostgres, startPostgres } from '../support/postgres.ts';
import { openTemporaryStore } from '../support/stores.ts';

const key = { repositoryId: 1, number: 41 };

test('an incident that becomes known while its repository is looked up is not lost', async () => {
  const { store, close } = await openTemporaryStore();
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
  const { promise: labels, resolve: answer } = Promise.withResolvers<string[]>();
  const index = await openIncidentIndex(store, async () => {
    ask();
    return labels;
  });
  const concerns = index.concerns(key, []);
  await asked;
  await touchIncident(store.db, key);
  answer([]);
  expect(await concerns).toBe(true);
  await index.close();
  await close();
}, 30_000);

async function until(is: () => Promise<boolean>): Promise<void> {
  while (!(await is())) await setImmediate();
}

describeOnPostgres('two replicas', () => {
  let postgres: Postgres;
  let databaseUrl: string;
  let here: Store;
  let there: Store;
  let index: IncidentIndex;

  beforeAll(async () => {
    postgres = await startPostgres();
  }, 60_000);
  beforeEach(async () => {
    databaseUrl = await postgres.createDatabase();
    here = await openStore({ databaseUrl, dataDir: '' });
    there = await openStore({ databaseUrl, dataDir: '' });
    index = await openIncidentIndex(here);
  });
  afterEach(async () => {
    await index.close();
    await here.close();
    await there.close();
  });
  afterAll(async () => postgres.stop());

  const savePolicyThere = async (incident: string) =>
    savePolicy(there.db, 1, {
      version: incident,
      policy: { ...DEFAULT_POLICY, labels: { ...DEFAULT_POLICY.labels, incident } },
      loadedAt: Temporal.Instant.from('2026-11-21T14:00:00Z'),
    });
  test('E4: one learns of the incidents that the other stored', async () => {
    expect(await index.concerns(key, [])).toBe(false);
    await touchIncident(there.db, key);
    await until(async () => index.concerns(key, []));
    expect(await index.known(1)).toEqual([41]);
  }, 30_000);

  test('E4: one learns of the labels in the policy that the other read', async () => {
    expect(await index.isPolicyUnknown(1)).toBe(true);
    await savePolicyThere('outage');
    await until(async () => index.isIncidentLabel(1, ['Outage']));
    expect(await index.isIncidentLabel(1, ['incident'])).toBe(false);
    await savePolicyThere('fire');
    await until(async () => index.isIncidentLabel(1, ['fire']));
  }, 30_000);

  test('E4: what was told while the connection for it was lost is not missed, even before it is back', async () => {
    await savePolicyThere('outage');
    expect(await index.concerns(key, ['fire'])).toBe(false);
    const name = new URL(databaseUrl).pathname.slice(1);
    const beside = new Client({ connectionString: databaseUrl.replace(name, 'postgres') });
    await beside.connect();
    const admit = async (isOpen: boolean) =>
      beside.query(`alter database ${name} with allow_connections ${isOpen}`);
    await admit(false); // those that stand go on, the lost one does not come back
    const cut = async () =>
      sql`select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'muster-listen' and datname = current_database()`.execute(there.db);
    await cut();
    await touchIncident(there.db, key);
    await savePolicyThere('fire');
    await until(async () => index.isIncidentLabel(1, ['fire']));
    expect(await index.concerns(key, [])).toBe(true);
    // two connections were lost, and each says so once; from the third on it is right because it asks again and again
    for (const number of [43, 44, 45]) {
      await touchIncident(there.db, { repositoryId: 1, number });
      await until(async () => index.concerns({ repositoryId: 1, number }, []));
    }
    await admit(true);
    // and it hears again
    const other = { repositoryId: 1, number: 42 };
    await touchIncident(there.db, other);
    await until(async () => index.concerns(other, []));
    await beside.end();
  }, 30_000);
});
