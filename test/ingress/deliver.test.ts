/** Which deliveries concern us, and what is said about those that are broken. */
import { describe, expect, test } from '@jest/globals';
import { IngressHarness } from '../support/ingress-harness.ts';
import { commentEvent, common, issuesEvent, push } from '../support/webhooks.ts';

const ingress = IngressHarness.use();

describe('what is none of our business', () => {
  const others: [string, string, unknown][] = [
    ['a comment on an ordinary issue', 'issue_comment', commentEvent('created', { labels: ['bug'] })],
    ['an event of an ordinary issue', 'issues', issuesEvent('closed', { labels: [] })],
    [
      'a comment on a pull request, whatever its labels',
      'issue_comment',
      commentEvent('created', { isPullRequest: true }),
    ],
    ['an event that we do not use', 'workflow_job', { action: 'queued' }],
    ['a ping', 'ping', { zen: 'Keep it logically awesome.' }],
    [
      'a label of an ordinary issue',
      'issues',
      issuesEvent('labeled', { labels: ['bug'] }, { label: { name: 'bug' } }),
    ],
    ['an issue event without a meaning for us', 'issues', issuesEvent('pinned')],
    ['a pinned comment', 'issue_comment', commentEvent('pinned')],
    ['a new label', 'label', { action: 'created', label: { name: 'x' }, ...common() }],
    ['a push that touches nothing of ours', 'push', push(['src/main.ts'])],
    ['a push to a branch', 'push', push(['.github/muster.yml'], { ref: 'refs/heads/topic' })],
  ];

  test.each(others)('%s is dropped without a query', async (_name, event, payload) => {
    await ingress.index.known(1);
    ingress.queries = 0;
    expect(await ingress.send(event, payload)).toBe('dropped');
    expect(ingress.queries).toBe(0);
    expect(ingress.woken).toEqual([]);
  });

  test('a repository that nobody asked about costs one query, once', async () => {
    const payload = commentEvent('created', { repositoryId: 7, labels: [] });
    expect(await ingress.send('issue_comment', payload)).toBe('dropped');
    await ingress.send('issue_comment', payload);
    expect(ingress.queries).toBe(1);
  });
});

describe('what a payload lacks is named', () => {
  test.each([
    [
      'issue_comment',
      { action: 'created' },
      'repository: Invalid input: expected object, received undefined',
    ],
    [
      'issue_comment',
      { ...commentEvent('created'), comment: { id: 'hunter2' } },
      'comment.id: Invalid input: expected number, received string',
    ],
    ['issues', 'hunter2', 'body: Invalid input: expected object, received string'],
    ['push', { ref: 1 }, 'ref: Invalid input: expected string, received number'],
  ])('%s %#', async (event, payload, problem) => {
    expect(await ingress.deliver({ id: 'x', event, payload })).toEqual({ kind: 'malformed', problem });
  });
});
