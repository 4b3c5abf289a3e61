import { beforeEach, describe, expect, test } from '@jest/globals';
import { at, pluck, SHOP, useBench } from './bench.ts';

const bench = useBench();
let id = 0;
let nodeId = '';

const react = async (content: string, login = 'reed') =>
  bench.as(login).request('POST', `${SHOP}/issues/comments/${id}/reactions`, { content });
const ask = async (query: string, variables: object, login = 'will', path = '/graphql') =>
  bench.http(`token user-${login}`, 'POST', path, { query, variables });

beforeEach(async () => {
  await bench.as('will').createIssue('acme', 'shop', { title: 'x' });
  const comment = await bench.as('will').comment('acme', 'shop', 1, 'fixed');
  id = comment.id;
  nodeId = comment.node_id;
});

describe('reactions', () => {
  test('are one of a kind for each person: the second is the first, with 200', async () => {
    const first = await react('+1');
    const second = await react('+1');
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(at(second.body, 'id')).toBe(at(first.body, 'id'));
    await react('confused');
    await react('+1', 'stranger');
    const comment = await bench.as('reed').request('GET', `${SHOP}/issues/comments/${id}`);
    expect(at(comment.body, 'reactions')).toMatchObject({ total_count: 3, '+1': 2, confused: 1, heart: 0 });
  });

  test('are listed, by kind too, and taken back only by who gave them', async () => {
    const given = await react('+1');
    await react('eyes', 'will');
    const path = `${SHOP}/issues/comments/${id}/reactions`;
    expect(pluck((await bench.as('reed').request('GET', path)).body, 'user', 'login')).toEqual([
      'reed',
      'will',
    ]);
    expect(pluck((await bench.as('reed').request('GET', `${path}?content=eyes`)).body, 'content')).toEqual([
      'eyes',
    ]);
    const one = `${path}/${String(at(given.body, 'id'))}`;
    expect((await bench.as('ada').request('DELETE', one)).status).toBe(403);
    expect((await bench.as('reed').request('DELETE', one)).status).toBe(204);
    expect((await bench.as('reed').request('DELETE', one)).status).toBe(404);
  });

  test('can stand on the issue', async () => {
    await bench.as('reed').reactToIssue('acme', 'shop', 1, 'rocket');
    expect((await bench.as('reed').issue('acme', 'shop', 1)).reactions.rocket).toBe(1);
    expect(
      pluck((await bench.as('reed').request('GET', `${SHOP}/issues/1/reactions`)).body, 'content'),
    ).toEqual(['rocket']);
  });

  test('are of eight kinds', async () => {
    expect((await react('thumbsup')).status).toBe(422);
  });

  test('send no webhook and leave `updated_at` alone', async () => {
    await bench.events();
    bench.received = [];
    await bench.github.advance({ minutes: 1 });
    await react('+1');
    const { body } = await bench.as('reed').request('GET', `${SHOP}/issues/comments/${id}`);
    expect(at(body, 'updated_at')).toBe(at(body, 'created_at'));
    expect(await bench.events()).toEqual([]);
  });
});

describe('a pinned comment', () => {
  test('is one of the issue, shown on both, and the next one takes its place', async () => {
    const other = await bench.as('will').comment('acme', 'shop', 1, 'second');
    const pinned = await bench.as('will').pin('acme', 'shop', id);
    expect(pinned.pin).toMatchObject({ pinned_by: { login: 'will' } });
    expect((await bench.as('reed').issue('acme', 'shop', 1)).pinned_comment?.id).toBe(id);
    await bench.as('will').pin('acme', 'shop', other.id);
    expect((await bench.as('reed').issue('acme', 'shop', 1)).pinned_comment?.id).toBe(other.id);
    await bench.as('will').unpin('acme', 'shop', other.id);
    expect((await bench.as('reed').issue('acme', 'shop', 1)).pinned_comment).toBeNull();
  });

  test('can be the App’s own', async () => {
    const { body } = await bench.asBot('POST', `${SHOP}/issues/1/comments`, { body: 'board' });
    const path = `${SHOP}/issues/comments/${String(at(body, 'id'))}/pin`;
    expect((await bench.asBot('PUT', path)).status).toBe(200);
    expect((await bench.asBot('DELETE', path)).status).toBe(204);
  });

  test('needs write', async () => {
    expect((await bench.as('tria').request('PUT', `${SHOP}/issues/comments/${id}/pin`)).status).toBe(403);
  });
});

describe('GraphQL', () => {
  const MINIMIZE = `mutation($id: ID!, $why: ReportedContentClassifiers!) {
    minimizeComment(input: { subjectId: $id, classifier: $why }) { minimizedComment { isMinimized minimizedReason } }
  }`;
  const EDITORS = `query($ids: [ID!]!) {
    nodes(ids: $ids) { ... on IssueComment { fullDatabaseId lastEditedAt editor { login ... on User { databaseId } } isMinimized } }
  }`;

  test('minimises a comment, which REST shows', async () => {
    const answer = await ask(MINIMIZE, { id: nodeId, why: 'OUTDATED' });
    expect(answer.body).toEqual({
      data: { minimizeComment: { minimizedComment: { isMinimized: true, minimizedReason: 'outdated' } } },
    });
    const comment = await bench.as('reed').request('GET', `${SHOP}/issues/comments/${id}`);
    expect(at(comment.body, 'minimized')).toEqual({ reason: 'outdated' });
  });

  test('the App minimises its own, twice if it likes, and no webhook tells', async () => {
    const { body } = await bench.asBot('POST', `${SHOP}/issues/1/comments`, { body: 'a reminder' });
    await bench.events();
    bench.received = [];
    const mutation = { query: MINIMIZE, variables: { id: at(body, 'node_id'), why: 'RESOLVED' } };
    for (let time = 1; time <= 2; time += 1) {
      const answer = await bench.asBot('POST', '/graphql', mutation);
      expect(at(answer.body, 'data', 'minimizeComment', 'minimizedComment', 'minimizedReason')).toBe(
        'resolved',
      );
    }
    expect(await bench.events()).toEqual([]);
    const timeline = await bench.as('reed').request('GET', `${SHOP}/issues/1/timeline`);
    const shown = (timeline.body as { minimized?: unknown }[]).map(({ minimized }) => minimized);
    expect(shown.filter((minimized) => minimized != null)).toEqual([{ reason: 'resolved' }]);
  });

  test('which needs write', async () => {
    const answer = await ask(MINIMIZE, { id: nodeId, why: 'OUTDATED' }, 'reed');
    expect(at(answer.body, 'errors', 0, 'type')).toBe('FORBIDDEN');
  });

  test('says who edited a comment last, and nothing of one that was not', async () => {
    const before = await ask(EDITORS, { ids: [nodeId] });
    expect(at(before.body, 'data', 'nodes', 0)).toEqual({
      fullDatabaseId: String(id),
      lastEditedAt: null,
      editor: null,
      isMinimized: false,
    });
    await bench.github.advance({ minutes: 1 });
    await bench.as('maud').editComment('acme', 'shop', id, 'not fixed');
    const after = await ask(EDITORS, { ids: [nodeId] }, 'will', '/api/graphql');
    expect(at(after.body, 'data', 'nodes', 0)).toMatchObject({
      lastEditedAt: '2026-03-01T10:01:00Z',
      editor: { login: 'maud', databaseId: expect.any(Number) },
    });
  });

  test('a node that is gone is null, with an error beside the others', async () => {
    const answer = await ask(EDITORS, { ids: ['IC_none', nodeId] });
    expect(at(answer.body, 'data', 'nodes', 0)).toBeNull();
    expect(at(answer.body, 'data', 'nodes', 1, 'isMinimized')).toBe(false);
    expect(at(answer.body, 'errors')).toMatchObject([{ type: 'NOT_FOUND', path: ['nodes', 0] }]);
  });

  test.each([
    ['an unknown field', '{ viewer { login } }', "Field 'viewer' doesn't exist on type 'Query'"],
    [
      'an unknown field of a comment',
      'query($ids: [ID!]!) { nodes(ids: $ids) { ... on IssueComment { colour } } }',
      "'colour'",
    ],
    ['a syntax error', '{ nodes(', 'Parse error'],
  ])('%s is an error with status 200', async (_name, query, message) => {
    const answer = await ask(query, { ids: [nodeId] });
    expect(answer.status).toBe(200);
    expect(at(answer.body, 'errors', 0, 'message')).toContain(message);
  });

  test('asks for a token', async () => {
    expect((await bench.http(null, 'POST', '/graphql', { query: '{ viewer { login } }' })).status).toBe(401);
  });
});
