import { beforeEach, describe, expect, test } from '@jest/globals';
import { at, pluck, SHOP, useBench } from './bench.ts';

const bench = useBench();
let number = 0;
const COMMENTS = () => `${SHOP}/issues/${number}/comments`;
const say = async (body: string) => bench.as('will').comment('acme', 'shop', number, body);

const pageOf = async (page: number) =>
  bench.as('reed').request('GET', `${COMMENTS()}?per_page=2&page=${page}`);
const rels = (link: string | undefined) => [...(link ?? '').matchAll(/rel="(\w+)"/gu)].map(([, rel]) => rel);
const post = async (body: string) => (await bench.as('will').request('POST', COMMENTS(), { body })).status;

beforeEach(async () => {
  number = (await bench.as('will').createIssue('acme', 'shop', { title: 'Checkout fails' })).number;
});

describe('lists', () => {
  test('`since` goes by the last edit, on the issue and on the repository', async () => {
    const first = await say('first');
    await bench.github.advance({ minutes: 5 });
    await say('second');
    await bench.github.advance({ minutes: 5 });
    await bench.as('will').editComment('acme', 'shop', first.id, 'first, edited');
    for (const path of [COMMENTS(), `${SHOP}/issues/comments`]) {
      const late = await bench.as('reed').request('GET', `${path}?since=2026-03-01T10:05:01Z`);
      expect(pluck(late.body, 'body')).toEqual(['first, edited']);
      const all = await bench.as('reed').request('GET', `${path}?since=2026-03-01T10:00:00Z`);
      expect(pluck(all.body, 'body')).toEqual(['first, edited', 'second']);
    }
  });

  test('of a repository are sorted by last edit when asked', async () => {
    const first = await say('first');
    await bench.github.advance({ minutes: 1 });
    await say('second');
    await bench.github.advance({ minutes: 1 });
    await bench.as('will').editComment('acme', 'shop', first.id, 'edited');
    const path = `${SHOP}/issues/comments?sort=updated`;
    expect(pluck((await bench.as('reed').request('GET', `${path}&direction=asc`)).body, 'body')).toEqual([
      'second',
      'edited',
    ]);
    expect(pluck((await bench.as('reed').request('GET', `${path}&direction=desc`)).body, 'body')).toEqual([
      'edited',
      'second',
    ]);
  });

  test('come in pages with links only to pages that exist', async () => {
    for (const text of ['1', '2', '3', '4', '5']) await say(text);
    const [first, second, third] = [await pageOf(1), await pageOf(2), await pageOf(3)];
    expect(pluck(second.body, 'body')).toEqual(['3', '4']);
    expect(rels(first.headers['link'])).toEqual(['next', 'last']);
    expect(rels(second.headers['link'])).toEqual(['prev', 'next', 'last', 'first']);
    expect(rels(third.headers['link'])).toEqual(['prev', 'first']);
    expect(first.headers['link']).toContain('page=2>; rel="next"');
  });
});

describe('times', () => {
  test('are whole seconds', async () => {
    await bench.github.advance({ milliseconds: 1987 });
    expect((await say('x')).created_at).toBe('2026-03-01T10:00:01Z');
  });
});

describe('limits', () => {
  test('a body of 262,144 bytes is taken and one more is refused, counted in UTF-8', async () => {
    expect(await post('x'.repeat(262_144))).toBe(201);
    expect(await post('x'.repeat(262_145))).toBe(422);
    expect(await post('€'.repeat(87_382))).toBe(422);
  });

  test('an edit that is too long is refused and changes nothing', async () => {
    const { id } = await say('short');
    const path = `${SHOP}/issues/comments/${id}`;
    expect((await bench.as('will').request('PATCH', path, { body: 'x'.repeat(262_145) })).status).toBe(422);
    expect(at((await bench.as('will').request('GET', path)).body, 'body')).toBe('short');
  });

  test('an issue takes 2,500 comments, deleted ones counted', async () => {
    const { id } = await say('the first');
    await bench.as('will').deleteComment('acme', 'shop', id);
    for (let count = 1; count < 2500; count += 1) await say(`${count}`);
    const answer = await bench.as('will').request('POST', COMMENTS(), { body: 'one more' });
    expect(answer.status).toBe(403);
    expect(at(answer.body, 'message')).toContain('2500 comments');
  });

  test('an empty body is refused', async () => {
    expect((await bench.as('will').request('POST', COMMENTS(), { body: ' ' })).status).toBe(422);
    expect((await bench.as('will').request('POST', COMMENTS(), {})).body).toMatchObject({
      message: 'Validation Failed',
      errors: [{ resource: 'IssueComment', field: 'body', code: 'missing_field' }],
    });
  });
});

describe('a locked issue', () => {
  beforeEach(async () => bench.as('maud').lock('acme', 'shop', number, 'resolved'));

  test.each(['stranger', 'reed', 'tria'])('takes no comment from %s', async (login) => {
    expect((await bench.as(login).request('POST', COMMENTS(), { body: 'x' })).status).toBe(403);
  });

  test('takes none from the App, though it may write issues', async () => {
    expect(await bench.asBot('POST', COMMENTS(), { body: 'x' })).toMatchObject({
      status: 403,
      body: { message: 'Unable to create comment because issue is locked.' },
    });
  });

  test('takes one from somebody with write', async () => {
    expect((await say('still here')).body).toBe('still here');
  });
});

describe('changing', () => {
  test('others’ comments needs write; one’s own needs nothing', async () => {
    const mine = await bench.as('stranger').comment('acme', 'shop', number, 'mine');
    expect((await bench.as('stranger').editComment('acme', 'shop', mine.id, 'still mine')).body).toBe(
      'still mine',
    );
    const path = `${SHOP}/issues/comments/${mine.id}`;
    expect((await bench.as('tria').request('PATCH', path, { body: 'no' })).status).toBe(403);
    expect((await bench.as('tria').request('DELETE', path)).status).toBe(403);
    expect((await bench.as('will').request('PATCH', path, { body: 'yes' })).status).toBe(200);
    expect((await bench.as('will').request('DELETE', path)).status).toBe(204);
    expect((await bench.as('will').request('GET', path)).status).toBe(404);
  });

  test('the same text again is no edit', async () => {
    const { id } = await say('same');
    await bench.events();
    bench.received = [];
    await bench.github.advance({ minutes: 1 });
    const again = await bench.as('will').editComment('acme', 'shop', id, 'same');
    expect(again.updated_at).toBe(again.created_at);
    expect(await bench.events()).toEqual([]);
  });

  test('an id is never used twice', async () => {
    const first = await say('x');
    await bench.as('will').deleteComment('acme', 'shop', first.id);
    expect((await say('y')).id).toBeGreaterThan(first.id);
  });
});
