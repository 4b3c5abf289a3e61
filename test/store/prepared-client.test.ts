/** A statement that was prepared, or went out with others, answers as it would alone. */
import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { openQueue } from '../../src/store/queue.ts';
import type { Store } from '../../src/store/store.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { Runs } from '../support/runs.ts';
import { onBothEngines } from '../support/stores.ts';

/** More than enough to be prepared. */
const TIMES = 8;

async function remakeThing({ db }: Store): Promise<void> {
  await sql`drop table if exists muster.thing`.execute(db);
  await sql`create table muster.thing (id int primary key, name text, at timestamptz, list jsonb, flag boolean, amount bigint)`.execute(
    db,
  );
}

async function insert({ db }: Store, id: number): Promise<unknown> {
  const { rows } =
    await sql`insert into muster.thing values (${id}, ${`it's "${id}" 🚒`}, ${new Date(id * 1_000)}, ${JSON.stringify({ id })}, ${id % 2 === 0}, ${2 ** 40 + id})
      on conflict (id) do update set name = excluded.name returning *`.execute(db);
  return rows;
}

const thing = (id: number) => ({
  id,
  name: `it's "${id}" 🚒`,
  at: new Date(id * 1_000),
  list: { id },
  flag: id % 2 === 0,
  amount: 2 ** 40 + id,
});

const select = async ({ db }: Store, id: number) =>
  (await sql<object>`select * from muster.thing where id = ${id}`.execute(db)).rows;

onBothEngines((store) => {
  test('rows are the same each time, with values of every kind', async () => {
    await remakeThing(store());
    for (let id = 0; id < TIMES; id += 1) {
      expect(await insert(store(), id)).toEqual([thing(id)]);
      expect(await select(store(), id)).toEqual([thing(id)]);
      expect(await select(store(), -id - 1)).toEqual([]);
    }
    const { rows } = await sql<{
      text: string;
    }>`select statement as text from pg_prepared_statements`.execute(store().db);
    expect(rows.map(({ text }) => text)).toContain('select * from muster.thing where id = $1');
  });

  test('a failure says the same each time, and the next statement goes on', async () => {
    await remakeThing(store());
    for (let n = 0; n < TIMES; n += 1) {
      await expect(sql`select 1 / (${0}::int) as ratio`.execute(store().db)).rejects.toThrow(
        'division by zero',
      );
      await expect(sql`select nothing from muster.thing where id = ${n}`.execute(store().db)).rejects.toThrow(
        'does not exist',
      );
      expect(await select(store(), n)).toEqual([]);
    }
  });

  test('what was prepared in a transaction that failed is prepared anew', async () => {
    await remakeThing(store());
    await insert(store(), 1);
    for (let n = 0; n < TIMES; n += 1) {
      const failed = store().transaction(async (db) => {
        await sql`select name, flag from muster.thing where id = ${n}`.execute(db);
        await sql`select 1 / (${0}::int) as ratio`.execute(db).catch(() => undefined);
        // refused before it is read, since the transaction is broken
        await sql`select amount from muster.thing where id = ${n}`.execute(db);
      });
      await expect(failed).rejects.toThrow('aborted');
      const { rows } = await sql`select amount from muster.thing where id = ${1}`.execute(store().db);
      expect(rows).toEqual([{ amount: 2 ** 40 + 1 }]);
    }
  });

  test('statements that go out together answer each for itself, and fail together', async () => {
    await remakeThing(store());
    for (let n = 1; n < TIMES; n += 1) {
      const found = await store().transaction(async (db) =>
        Promise.all([
          insert({ ...store(), db }, n),
          sql`select count(*)::int as count from muster.thing`.execute(db),
          sql`select ${n}::int as n`.execute(db),
        ]),
      );
      expect(found).toMatchObject([[thing(n)], { rows: [{ count: n }] }, { rows: [{ n }] }]);
      const failed = store().transaction(async (db) =>
        Promise.all([
          insert({ ...store(), db }, 100 + n),
          sql`select 1 / (${0}::int) as ratio`.execute(db),
          insert({ ...store(), db }, 200 + n),
        ]),
      );
      await expect(failed).rejects.toThrow('division by zero');
      const { rows } = await sql`select from muster.thing where id > 100`.execute(store().db);
      expect(rows).toEqual([]);
    }
  });

  test('a column that is added does no harm, outside of a transaction and in one', async () => {
    await remakeThing(store());
    await insert(store(), 1);
    const inside = async () => store().transaction(async (db) => select({ ...store(), db }, 1));
    for (let n = 0; n < TIMES; n += 1) await Promise.all([select(store(), 1), inside()]);
    await sql`alter table muster.thing add column more int`.execute(store().db);
    expect(await select(store(), 1)).toEqual([{ ...thing(1), more: null }]);
    await sql`alter table muster.thing add column even_more int`.execute(store().db);
    expect(await inside()).toEqual([{ ...thing(1), more: null, even_more: null }]);
  });

  test('a transaction that nobody asks anything in leaves nothing open', async () => {
    await store().transaction(async () => undefined);
    // inside of one transaction it is always the same
    const began = async () =>
      (await sql<{ id: string }>`select pg_current_xact_id()::text as id`.execute(store().db)).rows[0]?.id;
    const first = await began();
    expect(await began()).not.toBe(first);
  });

  test('the fetch of a queue is planned once, however often workers ask', async () => {
    const runs = new Runs();
    const queue = await openQueue(store(), new ManualClock(), runs.run, { log: () => undefined });
    try {
      for (let number = 1; number <= TIMES; number += 1) await queue.wake({ repositoryId: 1, number });
      await runs.ended(TIMES);
      await runs.idle(queue);
      if (store().engine === 'postgres') return; // the queue has sessions of its own there
      const { rows } = await sql<{ plans: number }>`
        select (generic_plans + custom_plans)::int as plans from pg_prepared_statements
        where statement ilike '%''reconcile''%skip locked%'`.execute(store().db);
      expect(rows).toHaveLength(1);
      expect(rows[0]?.plans).toBeGreaterThan(TIMES / 2);
    } finally {
      await queue.stop();
    }
  });
});
