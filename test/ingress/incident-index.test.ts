import { setImmediate } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { openIncidentIndex } from '../../src/ingress/incident-index.ts';
import { touchIncident } from '../../src/store/incident-row.ts';
import { openStore } from '../../src/store/store.ts';
import { describeOnPostgres, startPostgres } from '../support/postgres.ts';
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

describeOnPostgres('two replicas', () => {
  test('one learns of the incidents that the other stored', async () => {
    const postgres = await startPostgres();
    const databaseUrl = await postgres.createDatabase();
    const here = await openStore({ databaseUrl, dataDir: '' });
    const there = await openStore({ databaseUrl, dataDir: '' });
    const index = await openIncidentIndex(here);
    expect(await index.concerns(key, [])).toBe(false);
    await touchIncident(there.db, key);
    while (!(await index.concerns(key, []))) await setImmediate();
    expect(await index.known(1)).toEqual([41]);
    await index.close();
    await here.close();
    await there.close();
    await postgres.stop();
  }, 30_000);
});
