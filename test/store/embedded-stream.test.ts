/** A connection to PGlite that breaks leaves the session as a new connection expects it. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { streamTo } from '../../src/store/embedded-stream.ts';
import { newDataFolder } from '../support/data-folder.ts';

let folder: string;
let lite: PGlite;
beforeAll(async () => {
  folder = await newDataFolder();
  lite = await PGlite.create(path.join(folder, 'pg'));
}, 60_000);
afterAll(async () => {
  await lite.close();
  rmSync(folder, { recursive: true, force: true });
});

async function connected(): Promise<Client> {
  const client = new Client({ stream: () => streamTo(lite), ssl: false });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

test('an open transaction and what was prepared end with their connection', async () => {
  const first = await connected();
  await first.query('create table thing (id int)');
  await first.query({ name: 'one', text: 'select 1 as one', values: [] });
  await first.query('begin');
  await first.query('insert into thing values (1)');
  first.connection.stream.destroy();

  const second = await connected();
  expect((await second.query('select * from thing')).rows).toEqual([]);
  expect((await second.query({ name: 'one', text: 'select 2 as two', values: [] })).rows).toEqual([
    { two: 2 },
  ]);
  await second.end();
});

test('a notification comes with the answer after it', async () => {
  const client = await connected();
  const heard: unknown[] = [];
  client.on('notification', ({ channel, payload }) => heard.push([channel, payload]));
  await client.query('listen news');
  await client.query("select pg_notify('news', 'all is well')");
  expect(heard).toEqual([['news', 'all is well']]);
  await client.end();
});

test('answers of many megabytes come whole', async () => {
  const client = await connected();
  const { rows } = await client.query<{ text: string }>(
    "select repeat('0123456789', 100000) as text from generate_series(1, 8)",
  );
  expect(rows.map(({ text }) => text.length)).toEqual(Array.from({ length: 8 }, () => 1_000_000));
  await client.end();
});
