import { describe, expect, test } from '@jest/globals';
import { at, pluck, SHOP, useBench, useExtraGitHub } from './bench.ts';

const bench = useBench();
const startExtra = useExtraGitHub();
const open = async (login = 'will', title = 'Checkout fails') =>
  bench.as(login).createIssue('acme', 'shop', { title });

const assign = async (login: string, assignees: string[]) =>
  bench.as(login).request('POST', `${SHOP}/issues/1/assignees`, { assignees });
const set = async (login: string, state: string) =>
  (await bench.as(login).request('PATCH', `${SHOP}/issues/1`, { state })).status;
const post = async (body: object) => (await bench.as('will').request('POST', `${SHOP}/issues`, body)).status;

describe('assignees', () => {
  test('strangers and unknown logins are dropped, and the answer is 201 all the same', async () => {
    await open();
    const answer = await assign('tria', ['will', 'stranger', 'nobody-at-all', 'mel']);
    expect(answer.status).toBe(201);
    expect(pluck(at(answer.body, 'assignees'), 'login')).toEqual(['will', 'mel']);
  });

  test('somebody who commented can be assigned', async () => {
    await open();
    await bench.as('stranger').comment('acme', 'shop', 1, 'me too');
    expect(pluck(at((await assign('tria', ['stranger'])).body, 'assignees'), 'login')).toEqual(['stranger']);
  });

  test('a request without triage changes nothing, and is 201 as well', async () => {
    await open();
    expect(await assign('reed', ['will'])).toMatchObject({ status: 201, body: { assignees: [] } });
  });

  test('are ten at most', async () => {
    const crowd = Array.from({ length: 12 }, (_, index) => `c${index}`);
    const collaborators = Object.fromEntries(crowd.map((login) => [login, 'write' as const]));
    const github = await startExtra({
      seed: {
        users: ['ada', ...crowd].map((login) => ({ login })),
        repositories: [{ owner: 'ada', name: 'shop', collaborators }],
      },
    });
    const issue = await github.as('ada').createIssue('ada', 'shop', { title: 'x', assignees: crowd });
    expect(issue.assignees).toHaveLength(10);
    expect((await github.as('ada').assign('ada', 'shop', 1, ['c11'])).assignees).toHaveLength(10);
  });

  test('can be asked about beforehand', async () => {
    await open();
    const ask = async (login: string) =>
      (await bench.as('reed').request('GET', `${SHOP}/assignees/${login}`)).status;
    expect(await ask('will')).toBe(204);
    expect(await ask('stranger')).toBe(404);
    await bench.as('stranger').comment('acme', 'shop', 1, 'me too');
    expect((await bench.as('reed').request('GET', `${SHOP}/issues/1/assignees/stranger`)).status).toBe(204);
  });

  test('can be taken off', async () => {
    await open();
    await assign('tria', ['will', 'mel']);
    expect(
      (await bench.as('tria').unassign('acme', 'shop', 1, ['WILL'])).assignees.map(({ login }) => login),
    ).toEqual(['mel']);
  });
});

describe('locking', () => {
  test('needs no body', async () => {
    await open();
    expect((await bench.as('will').request('PUT', `${SHOP}/issues/1/lock`)).status).toBe(204);
    expect(await bench.as('reed').issue('acme', 'shop', 1)).toMatchObject({
      locked: true,
      active_lock_reason: null,
    });
  });

  test('takes GitHub’s reasons and no others', async () => {
    await open();
    const lock = async (reason: string) =>
      (await bench.as('will').request('PUT', `${SHOP}/issues/1/lock`, { lock_reason: reason })).status;
    expect(await lock('boring')).toBe(422);
    expect(await lock('too heated')).toBe(204);
    expect((await bench.as('reed').issue('acme', 'shop', 1)).active_lock_reason).toBe('too heated');
  });

  test('needs write', async () => {
    await open('stranger');
    expect((await bench.as('stranger').request('PUT', `${SHOP}/issues/1/lock`)).status).toBe(403);
  });
});

describe('closing', () => {
  test('has a reason, and reopening takes it back', async () => {
    await open();
    const closed = await bench
      .as('will')
      .editIssue('acme', 'shop', 1, { state: 'closed', state_reason: 'not_planned' });
    expect(closed).toMatchObject({
      state: 'closed',
      state_reason: 'not_planned',
      closed_by: { login: 'will' },
    });
    const again = await bench.as('will').editIssue('acme', 'shop', 1, { state: 'open' });
    expect(again).toMatchObject({
      state: 'open',
      state_reason: 'reopened',
      closed_at: null,
      closed_by: null,
    });
  });

  test('a reason alone changes nothing', async () => {
    await open();
    const same = await bench.as('will').editIssue('acme', 'shop', 1, { state_reason: 'not_planned' });
    expect(same).toMatchObject({ state: 'open', state_reason: null });
  });

  test('is up to the author and to triage; the author reopens only what they closed', async () => {
    await open('stranger');
    expect(await set('reed', 'closed')).toBe(403);
    expect(await set('stranger', 'closed')).toBe(200);
    expect(await set('stranger', 'open')).toBe(200);
    expect(await set('tria', 'closed')).toBe(200);
    expect(await set('stranger', 'open')).toBe(403);
  });
});

describe('text', () => {
  test('a body that is too long is refused when new and dropped without a word when changed', async () => {
    const body = 'x'.repeat(262_145);
    expect((await bench.as('will').request('POST', `${SHOP}/issues`, { title: 'x', body })).status).toBe(422);
    await bench.as('will').createIssue('acme', 'shop', { title: 'x', body: 'short' });
    const change = await bench.as('will').request('PATCH', `${SHOP}/issues/1`, { body });
    expect(change).toMatchObject({ status: 200, body: { body: 'short' } });
  });

  test('a title has to be there and has 256 characters at most', async () => {
    expect(await post({})).toBe(422);
    expect(await post({ title: ' ' })).toBe(422);
    expect(await post({ title: 'x'.repeat(257) })).toBe(422);
    expect(await post({ title: 'x'.repeat(256) })).toBe(201);
  });

  test('JSON that is none is 400', async () => {
    expect(await bench.http('token user-will', 'POST', `${SHOP}/issues`, '{"title"')).toMatchObject({
      status: 400,
      body: { message: 'Problems parsing JSON' },
    });
  });
});

describe('lists', () => {
  test('show open ones newest first unless told otherwise', async () => {
    await open();
    await bench.github.advance({ minutes: 1 });
    await open('stranger');
    await bench.github.advance({ minutes: 1 });
    await bench.as('will').comment('acme', 'shop', 1, 'news');
    await bench.as('will').editIssue('acme', 'shop', 2, { state: 'closed' });
    const numbers = async (query: string) =>
      pluck((await bench.as('reed').request('GET', `${SHOP}/issues?${query}`)).body, 'number');
    expect(await numbers('')).toEqual([1]);
    expect(await numbers('state=all')).toEqual([2, 1]);
    expect(await numbers('state=all&direction=asc')).toEqual([1, 2]);
    expect(await numbers('state=all&creator=Stranger')).toEqual([2]);
    expect(await numbers('state=all&sort=comments')).toEqual([1, 2]);
    expect(await numbers('state=all&since=2026-03-01T10:02:00Z')).toEqual([2, 1]);
    expect(await numbers('state=all&since=2026-03-01T10:02:01Z')).toEqual([]);
  });

  test('know the App as a creator', async () => {
    await bench.asBot('POST', `${SHOP}/issues`, { title: 'by the bot' });
    const found = await bench.as('reed').request('GET', `${SHOP}/issues?creator=muster%5Bbot%5D`);
    expect(pluck(found.body, 'title')).toEqual(['by the bot']);
  });
});

describe('an issue that is gone', () => {
  test('is 410, its comments 404, and the webhook has it whole', async () => {
    await open();
    const comment = await bench.as('will').comment('acme', 'shop', 1, 'x');
    await bench.http(null, 'DELETE', `/_local${SHOP}/issues/1`);
    expect((await bench.as('will').request('GET', `${SHOP}/issues/1`)).status).toBe(410);
    expect((await bench.as('will').request('GET', `${SHOP}/issues/comments/${comment.id}`)).status).toBe(404);
    expect((await bench.as('will').request('GET', `${SHOP}/issues/2`)).status).toBe(404);
    expect((await bench.events()).at(-1)).toBe('issues.deleted');
    expect((await open()).number).toBe(2);
  });
});

describe('sub-issues', () => {
  test('name the child by id, have one parent, and tell both sides', async () => {
    await open();
    const child = await open('will', 'Postmortem');
    const parent = await bench.as('tria').addSubIssue('acme', 'shop', 1, child.id);
    expect(parent.sub_issues_summary).toMatchObject({ total: 1, completed: 0 });
    const listed = await bench.as('reed').request('GET', `${SHOP}/issues/1/sub_issues`);
    expect(pluck(listed.body, 'number')).toEqual([2]);
    expect(at((await bench.as('reed').request('GET', `${SHOP}/issues/2/parent`)).body, 'number')).toBe(1);
    expect((await bench.events()).slice(-2)).toEqual([
      'sub_issues.sub_issue_added',
      'sub_issues.parent_issue_added',
    ]);
    const again = await bench
      .as('tria')
      .request('POST', `${SHOP}/issues/1/sub_issues`, { sub_issue_id: child.id });
    expect(again.status).toBe(422);
    const third = await open();
    const stolen = await bench
      .as('tria')
      .request('POST', `${SHOP}/issues/${third.number}/sub_issues`, { sub_issue_id: child.id });
    expect(stolen.status).toBe(422);
    const circle = await bench
      .as('tria')
      .request('POST', `${SHOP}/issues/2/sub_issues`, { sub_issue_id: parent.id });
    expect(circle.status).toBe(422);
  });

  test('need triage, and can be taken away', async () => {
    await open();
    const child = await open();
    const body = { sub_issue_id: child.id };
    expect((await bench.as('reed').request('POST', `${SHOP}/issues/1/sub_issues`, body)).status).toBe(403);
    await bench.as('tria').addSubIssue('acme', 'shop', 1, child.id);
    expect((await bench.as('tria').request('DELETE', `${SHOP}/issues/1/sub_issue`, body)).status).toBe(200);
    expect((await bench.as('reed').request('GET', `${SHOP}/issues/2/parent`)).status).toBe(404);
  });
});
