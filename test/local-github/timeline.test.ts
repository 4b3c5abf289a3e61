import { describe, expect, test } from '@jest/globals';
import { at, pluck, SHOP, useBench } from './bench.ts';

const bench = useBench();
const timeline = async (number: number, query = 'per_page=100') =>
  (await bench.as('reed').request('GET', `${SHOP}/issues/${number}/timeline?${query}`)).body;

const mention = async (body: string) => {
  await bench.as('will').createIssue('acme', 'shop', { title: 'target' });
  await bench.as('will').createIssue('acme', 'shop', { title: 'source', body });
  return pluck(await timeline(1), 'source', 'issue', 'number');
};

describe('the timeline', () => {
  test('has comments and events in the order they happened, also within one second', async () => {
    const will = bench.as('will');
    await will.createIssue('acme', 'shop', {
      title: 'Checkout fails',
      labels: ['incident'],
      assignees: ['will'],
    });
    const first = await will.comment('acme', 'shop', 1, 'looking');
    await will.removeLabel('acme', 'shop', 1, 'incident');
    await will.unassign('acme', 'shop', 1, ['will']);
    await will.editIssue('acme', 'shop', 1, { title: 'Checkout fails for all' });
    await will.lock('acme', 'shop', 1, 'resolved');
    await will.unlock('acme', 'shop', 1);
    await will.comment('acme', 'shop', 1, 'fixed');
    await will.editIssue('acme', 'shop', 1, { state: 'closed', state_reason: 'completed' });
    await will.editIssue('acme', 'shop', 1, { state: 'open' });
    await will.deleteComment('acme', 'shop', first.id);
    const items = await timeline(1);
    expect(pluck(items, 'event')).toEqual([
      'labeled',
      'assigned',
      'unlabeled',
      'unassigned',
      'renamed',
      'locked',
      'unlocked',
      'commented',
      'closed',
      'reopened',
      'comment_deleted',
    ]);
    expect(at(items, 1, 'assignee', 'login')).toBe('will');
    expect(at(items, 4, 'rename')).toEqual({ from: 'Checkout fails', to: 'Checkout fails for all' });
    expect(at(items, 5, 'lock_reason')).toBe('resolved');
    expect(at(items, 7)).toMatchObject({ body: 'fixed', user: { login: 'will' }, actor: { login: 'will' } });
    expect(at(items, 8, 'state_reason')).toBe('completed');
  });

  test('comes in pages', async () => {
    await bench.as('will').createIssue('acme', 'shop', { title: 'x' });
    for (const text of ['1', '2', '3']) await bench.as('will').comment('acme', 'shop', 1, text);
    expect(pluck(await timeline(1, 'per_page=2&page=2'), 'body')).toEqual(['3']);
  });

  test('marks what the App did', async () => {
    await bench.as('will').createIssue('acme', 'shop', { title: 'x' });
    await bench.asBot('POST', `${SHOP}/issues/1/labels`, { labels: ['incident'] });
    expect(at(await timeline(1), 0)).toMatchObject({
      actor: { login: 'muster[bot]' },
      performed_via_github_app: { slug: 'muster' },
    });
  });

  test('the list of events has no comments', async () => {
    await bench.as('will').createIssue('acme', 'shop', { title: 'x', labels: ['incident'] });
    await bench.as('will').comment('acme', 'shop', 1, 'x');
    const { body } = await bench.as('reed').request('GET', `${SHOP}/issues/1/events`);
    expect(pluck(body, 'event')).toEqual(['labeled']);
  });
});

describe('cross-references', () => {
  test.each(['see #1', 'see acme/shop#1.', 'GH-1', '(#1)', 'https://github.com/acme/shop/issues/1'])(
    '%s is one',
    async (body) => {
      expect(await mention(body)).toEqual([2]);
    },
  );

  test.each(['`#1`', '```\n#1\n```', '#\u200B1', 'a#1', '#12', 'acme/vault#1', '&#1;'])(
    '%j is none',
    async (body) => {
      expect(await mention(body)).toEqual([]);
    },
  );

  test('are made once for each issue that mentions, and none for itself', async () => {
    await bench.as('will').createIssue('acme', 'shop', { title: 'target', body: '#1' });
    await bench.as('will').createIssue('acme', 'shop', { title: 'source', body: '#1' });
    await bench.as('will').comment('acme', 'shop', 2, 'again #1');
    expect(pluck(await timeline(1), 'event')).toEqual(['cross-referenced']);
  });

  test('from a private repository are shown only to those who see it', async () => {
    await bench.as('will').createIssue('acme', 'shop', { title: 'target' });
    await bench.as('will').createIssue('acme', 'vault', { title: 'source', body: 'acme/shop#1' });
    expect(await timeline(1)).toEqual([]);
    const seen = await bench.as('will').request('GET', `${SHOP}/issues/1/timeline`);
    expect(pluck(seen.body, 'event')).toEqual(['cross-referenced']);
  });
});

describe('the export', () => {
  test('is the issue, its comments and its timeline', async () => {
    await bench.as('will').createIssue('acme', 'shop', { title: 'x', labels: ['incident'] });
    await bench.as('will').comment('acme', 'shop', 1, 'hello');
    const { issue, comments, events } = bench.github.issueExport('acme', 'shop', 1);
    expect(issue.title).toBe('x');
    expect(comments.map(({ body }) => body)).toEqual(['hello']);
    expect(pluck(events, 'event')).toEqual(['labeled', 'commented']);
    expect(() => bench.github.issueExport('acme', 'shop', 2)).toThrow('no issue acme/shop#2');
  });
});
