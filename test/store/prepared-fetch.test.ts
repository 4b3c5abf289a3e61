/** How workers ask PGlite for work. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { openQueue } from '../../src/store/queue.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { Runs } from '../support/runs.ts';
import { openTemporaryStore } from '../support/stores.ts';

let opened: Awaited<ReturnType<typeof openTemporaryStore>>;
beforeAll(async () => {
  opened = await openTemporaryStore();
}, 60_000);
afterAll(async () => opened.close());

test('PostgreSQL plans the fetch of a queue once, however many workers ask', async () => {
  const { store } = opened;
  const runs = new Runs();
  const queue = await openQueue(store, new ManualClock(), runs.run, { log: () => undefined });
  try {
    for (const number of [1, 2, 3]) await queue.wake({ repositoryId: 1, number });
    await runs.ended(3);
    await runs.idle(queue);
    // how often the one plan, made for no parameters in particular, was used
    const { rows } = await sql<{ fetches: number }>`
      select generic_plans::int as fetches from pg_prepared_statements where statement ilike '%''reconcile''%skip locked%'`.execute(
      store.db,
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.fetches).toBeGreaterThan(3);
  } finally {
    await queue.stop();
  }
});
