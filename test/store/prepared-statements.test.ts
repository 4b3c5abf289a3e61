/** A statement that was prepared answers as it did before. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { PGlite, type Results } from '@electric-sql/pglite';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { prepareStatements } from '../../src/store/prepared-statements.ts';
import { newDataFolder } from '../support/data-folder.ts';

const folders: string[] = [];
let plain: PGlite;
let prepared: PGlite;
beforeAll(async () => {
  folders.push(await newDataFolder(), await newDataFolder());
  const [one = '', other = ''] = folders.map((folder) => path.join(folder, 'pg'));
  plain = await PGlite.create(one);
  prepared = await PGlite.create(other);
  prepareStatements(prepared);
  for (const lite of [plain, prepared])
    await lite.exec(
      'create table thing (id int primary key, name text, at timestamptz, list jsonb, flag boolean, amount bigint)',
    );
});
afterAll(async () => {
  await Promise.all([plain.close(), prepared.close()]);
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

type Row = Record<string, unknown>;

/** On both; the answers, or what was said against it. */
async function both(text: string, values: readonly unknown[] = []): Promise<readonly unknown[]> {
  const ask = async (lite: PGlite) =>
    lite.query<Row>(text, [...values]).then(
      ({ rows, affectedRows, fields }: Results<Row>) => ({ rows, affectedRows, fields }),
      (error: unknown) => String(error),
    );
  return Promise.all([ask(plain), ask(prepared)]);
}

async function expectSame(text: string, values: readonly unknown[] = []): Promise<void> {
  const [expected, found] = await both(text, values);
  expect(found).toEqual(expected);
}

/** Statements that PostgreSQL keeps by name in the session. */
async function names(lite: PGlite): Promise<number> {
  const { rows } = await lite.query<{ n: number }>('select count(*)::int as n from pg_prepared_statements');
  return rows[0]?.n ?? 0;
}

test('rows, counts and columns are the same each time, with values of every kind', async () => {
  const before = await names(prepared);
  for (let id = 0; id < 8; id += 1) {
    const name = id === 3 ? null : `it's "${id}" 🚒`;
    await expectSame(
      'insert into thing values ($1, $2, $3, $4, $5, $6) on conflict (id) do update set name = excluded.name returning *',
      [id, name, new Date(id * 1_000), JSON.stringify({ id }), id % 2 === 0, 2 ** 40 + id],
    );
    await expectSame('select * from thing where id <= $1 order by id', [id]);
    await expectSame('update thing set name = $2 where id >= $1', [id - 1, 'new']);
    await expectSame('select count(*) from thing');
    await expectSame('select * from thing where id = any($1::int[])', [[id, 99]]);
  }
  expect(await names(prepared)).toBeGreaterThan(before + 4);
});

test('a failure says the same, and the next goes on', async () => {
  for (let n = 0; n < 5; n += 1) {
    await expectSame('insert into thing (id) values ($1)', [1]);
    await expectSame('select 1 / ($1::int - 1) as ratio', [n]);
    await expectSame('select nothing from thing where id = $1', [n]);
  }
});

test('a rolled back transaction leaves statements that were prepared in it', async () => {
  const text = 'select name from thing where id = $1 and flag is not null';
  for (let n = 0; n < 5; n += 1) {
    const failed = prepared.transaction(async (transaction) => {
      await transaction.query(text, [n]);
      throw new Error('not after all');
    });
    await expect(failed).rejects.toThrow('not after all');
    await expectSame(text, [n]);
  }
});

test('queries side by side do not take each other for themselves', async () => {
  const found = await Promise.all(
    Array.from({ length: 40 }, async (_, n) =>
      n % 2 === 0
        ? prepared.query<Row>('select $1::int as even', [n])
        : prepared.query<Row>('select $1::text as odd, 1 as one', [`${n}`]),
    ),
  );
  expect(found.map(({ rows }) => rows[0])).toEqual(
    Array.from({ length: 40 }, (_, n) => (n % 2 === 0 ? { even: n } : { odd: `${n}`, one: 1 })),
  );
});
