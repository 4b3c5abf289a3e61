/** GitHub's timeline lags behind the issue: a comment that it does not show yet must not be taken for a deleted one. */
import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { ProbotOctokit } from 'probot';
import { readIssue } from '../../src/github/observe.ts';

const REPOSITORY = { id: 1, owner: 'acme', name: 'shop', isPrivate: false };
const ISSUE = '/repos/acme/shop/issues/1';
const AT = '2026-11-21T14:00:00Z';

let server: Server;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function comment(id: number, body: string): object {
  const user = { id: 2, login: 'ana', type: 'User' };
  return {
    id,
    node_id: `IC_${id}`,
    user,
    body,
    created_at: AT,
    updated_at: AT,
    html_url: `https://x.test/${id}`,
  };
}

const labelled = { event: 'labeled', id: 5, created_at: AT, label: { name: 'incident', color: 'b60205' } };

/** Reads the issue from a server that has three comments, of which the timeline shows some. */
async function read(timeline: readonly object[]) {
  const calls: string[] = [];
  const answers: Record<string, unknown> = {
    [ISSUE]: {
      id: 9,
      node_id: 'I_9',
      number: 1,
      title: 'Checkout fails',
      created_at: AT,
      state: 'open',
      comments: 3,
      html_url: 'https://x.test/1',
    },
    [`${ISSUE}/timeline`]: timeline,
    [`${ISSUE}/comments`]: [comment(11, 'one'), comment(12, 'two'), comment(13, 'three')],
  };
  server = createServer((request, response) => {
    const path = request.url?.split('?')[0] ?? '';
    calls.push(path);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answers[path]));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const octokit = new ProbotOctokit({
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  });
  const place = { owner: 'acme', repo: 'shop', number: 1 };
  return { calls, ...(await readIssue(octokit, place, REPOSITORY)) };
}

const commented = (id: number, body: string): object => ({ event: 'commented', ...comment(id, body) });

test('a timeline with every comment is all that is read', async () => {
  const { calls, comments } = await read([
    labelled,
    commented(11, 'one'),
    commented(12, 'two'),
    commented(13, 'three'),
  ]);
  expect(comments.map((c) => c.id)).toEqual([11, 12, 13]);
  expect(calls).toEqual([ISSUE, `${ISSUE}/timeline`]);
});

test('what the timeline lacks comes from the list of comments, each once', async () => {
  const { comments, events } = await read([labelled, commented(11, 'one')]);
  expect(comments.map((c) => c.body)).toEqual(['one', 'two', 'three']);
  expect(events).toHaveLength(1);
});

test('fields that an event does not have may be null', async () => {
  const closed = {
    event: 'closed',
    id: 6,
    created_at: AT,
    label: null,
    rename: null,
    assignee: null,
    actor: null,
  };
  const { events } = await read([{ ...labelled, rename: null, assignee: null }, closed]);
  expect(events.map((e) => e.kind)).toEqual(['labeled', 'closed']);
});
