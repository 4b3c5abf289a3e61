/** Statements that are built once, and several sent as one, on both engines. */
import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { memoDropped, memoKept } from '../../src/store/memos.ts';
import { send, sendAll, statement } from '../../src/store/statement.ts';
import { onBothEngines } from '../support/stores.ts';

const key = { repositoryId: 1, number: 41 };

test('a statement is built once, and its values go where their names stand', () => {
  let times = 0;
  const rename = statement((db, { id, owner }: { id: number; owner: string }) => {
    times += 1;
    return db
      .updateTable('repository')
      .set({ owner, name: 'shop' })
      .where('id', '=', id)
      .where('owner', '<>', owner);
  });
  expect(rename({ owner: 'acme', id: 7 })).toEqual({
    text: 'update "muster"."repository" set "owner" = $1, "name" = $2 where "id" = $3 and "owner" <> $4',
    values: ['acme', 'shop', 7, 'acme'],
  });
  expect(rename({ id: 8, owner: '$1' }).values).toEqual(['$1', 'shop', 8, '$1']);
  expect(times).toBe(1);
});

onBothEngines((store) => {
  const memos = async () => {
    const rows = await store().db.selectFrom('memo').select(['key', 'value']).orderBy('key').execute();
    return Object.fromEntries(rows.map((row) => [row.key, row.value]));
  };

  test('several writes in one statement are all done, each with its own values', async () => {
    await sendAll(store().db, []);
    await sendAll(store().db, [memoKept(key, 'gone', 1)]);
    const twelve = Array.from({ length: 12 }, (_, index) => memoKept(key, `memo $${index}`, 10 + index));
    await sendAll(store().db, [memoDropped(key, 'gone'), ...twelve, memoKept(key, 'none', null)]);
    expect(await memos()).toEqual({
      ...Object.fromEntries(twelve.map((_, index) => [`memo $${index}`, 10 + index])),
      none: null,
    });
  });

  test('where one of them fails, none is done', async () => {
    await sendAll(store().db, [memoKept(key, 'stands', 1)]);
    const impossible = statement((_db, { text }: { text: string }) => sql`select ${text}::integer / 0`);
    const writes = [memoDropped(key, 'stands'), memoKept(key, 'new', 2), impossible({ text: '1' })];
    await expect(sendAll(store().db, writes)).rejects.toThrow('division by zero');
    expect(await memos()).toEqual({ stands: 1 });
  });

  test('one that is sent in a transaction goes with it', async () => {
    const failing = store().transaction(async (db) => {
      await sendAll(db, [memoKept(key, 'a', 1), memoKept(key, 'b', 2)]);
      const read = statement((kysely, { of }: { of: number }) =>
        kysely.selectFrom('memo').select('value').where('number', '=', of).orderBy('key'),
      );
      expect(await send(db, read({ of: 41 }))).toEqual([{ value: 1 }, { value: 2 }]);
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await memos()).toEqual({});
  });
});
