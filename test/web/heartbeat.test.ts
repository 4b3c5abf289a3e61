/** The heartbeat against a server of its own, minute by minute as the test says. */
import { once } from 'node:events';
import { type IncomingMessage, type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { complaintOf, figuresWithin } from '../../src/web/vitals.ts';
import { createGitHubAccess } from '../../src/web/github-access.ts';
import { startHeartbeat } from '../../src/web/heartbeat.ts';
import { ManualClock } from '../support/manual-clock.ts';

const WELL = { waiting: 0, running: 0, oldestWaiting: 0, oldestRunning: 0, givenUp: 0, sinceResync: 60 };

let server: Server;
let url: string;
let status = 200;
let beats: string[] = [];

beforeAll(async () => {
  server = createServer((request: IncomingMessage, response) => {
    beats.push(`${request.method} ${request.url}`);
    response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end('OK');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/ping/hunter2`;
});
beforeEach(() => {
  status = 200;
  beats = [];
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

/** `minute` lets one pass and waits until its beat is over. */
function given(complaint: () => Promise<string | null>, to = url) {
  const lines: string[] = [];
  let tick: (() => void) | null = null;
  const heartbeat = startHeartbeat({
    url: to,
    complaint,
    log: (line, level) => lines.push(`${level}: ${line}`),
    everyMinute: (work) => {
      tick = work;
      return () => {
        tick = null;
      };
    },
  });
  const minute = async (): Promise<void> => {
    tick?.();
    await heartbeat.settled();
  };
  return { heartbeat, lines, minute, isTicking: () => tick !== null };
}

test('U5: it beats while all is well, and is silent from the first minute in which something is wrong', async () => {
  let wrong: string | null = null;
  const { heartbeat, lines, minute } = given(async () => wrong);
  await minute();
  await minute();
  expect(beats).toEqual(['GET /ping/hunter2', 'GET /ping/hunter2']);
  expect(lines).toEqual([]);
  wrong = 'the database does not answer';
  await minute();
  await minute();
  expect(beats).toHaveLength(2);
  expect(lines).toEqual(['warn: heartbeat: silent, because the database does not answer']);
  wrong = null;
  await minute();
  expect(beats).toHaveLength(3);
  expect(lines[1]).toBe('info: heartbeat: all is well again');
  await heartbeat.stop();
});

test.each([
  ['answers with a failure', 500, 'the address that watches it answered 500'],
  ['sends elsewhere', 302, 'the address that watches it answered 302'],
])('an address that %s is told once, is not followed, and is not named', async (_name, code, words) => {
  status = code;
  const { heartbeat, lines, minute } = given(async () => null);
  await minute();
  await minute();
  expect(beats).toEqual(['GET /ping/hunter2', 'GET /ping/hunter2']);
  expect(lines).toEqual([`warn: heartbeat: silent, because ${words}`]);
  await heartbeat.stop();
});

test('an address where nobody listens is told without its secret', async () => {
  const { heartbeat, lines, minute } = given(async () => null, 'http://127.0.0.1:1/ping/hunter2');
  await minute();
  expect(lines).toEqual(['warn: heartbeat: silent, because the address that watches it does not answer']);
  expect(lines.join()).not.toContain('hunter2');
  await heartbeat.stop();
});

test('stopped, it beats no more', async () => {
  const { heartbeat, minute, isTicking } = given(async () => null);
  await minute();
  await heartbeat.stop();
  expect(isTicking()).toBe(false);
  expect(beats).toHaveLength(1);
});

test.each([
  ['all is well', WELL, null],
  ['there is work', { ...WELL, waiting: 3, running: 2, oldestWaiting: 30, oldestRunning: 30 }, null],
  ['no database', null, 'the database does not answer'],
  [
    'a job waits too long',
    { ...WELL, waiting: 1, oldestWaiting: 780 },
    'the oldest job waits for 13 minutes',
  ],
  ['a run was given up', { ...WELL, givenUp: 1 }, 'runs of 1 incident were given up'],
  ['the resync is late', { ...WELL, sinceResync: 10_801 }, 'no resync came to its end for 3 hours'],
  ['there was no resync', { ...WELL, sinceResync: null }, 'no resync came to its end for 3 hours'],
  ['runs were given up', { ...WELL, givenUp: 2 }, 'runs of 2 incidents were given up'],
])('U5: %s', (_name, figures, complaint) => {
  expect(complaintOf(figures, 86_400, { complaint: () => null })).toBe(complaint);
});

test('U5: after a long rest, the process has time for its first resync', () => {
  const github = { complaint: () => null };
  expect(complaintOf({ ...WELL, sinceResync: 86_400 }, 600, github)).toBe(null);
  expect(complaintOf({ ...WELL, sinceResync: null }, 600, github)).toBe(null);
});

test('U5: it is silent without access to GitHub', () => {
  expect(complaintOf(WELL, 60, { complaint: () => 'no access' })).toBe('no access');
});

test.each([
  ['rejects', async () => Promise.reject(new Error('gone'))],
  ['never answers', async () => Promise.withResolvers<typeof WELL>().promise],
])('a database that %s is as good as none', async (_name, read) => {
  expect(await figuresWithin(read, 1)).toBe(null);
  expect(await figuresWithin(async () => WELL)).toBe(WELL);
});

const CALL = { installationId: 9, method: 'GET', route: 'issues', status: 200, budget: null };

test.each([
  ['401 for a token', { ...CALL, status: 401 }],
  ['404 for the App itself', { ...CALL, installationId: null, route: 'app', status: 404 }],
])('%s is refused access at once, until an answer comes again', (_name, refused) => {
  const access = createGitHubAccess(new ManualClock());
  access.call(CALL);
  expect(access.complaint()).toBe(null);
  access.call(refused);
  expect(access.complaint()).toBe("GitHub does not take the App's key or token");
  access.call(CALL);
  expect(access.complaint()).toBe(null);
});

test.each([
  ['no answer', null],
  ['faults', 502],
  ['limits', 429],
  ['refusals', 403],
])('%s for fifteen minutes are no access; an hour without calls is nothing', (_name, failed) => {
  const clock = new ManualClock();
  const access = createGitHubAccess(clock);
  clock.advance({ hours: 1 });
  expect(access.complaint()).toBe(null);
  access.call({ ...CALL, status: failed });
  clock.advance({ minutes: 14 });
  access.call({ ...CALL, status: failed });
  expect(access.complaint()).toBe(null);
  clock.advance({ minutes: 1 });
  expect(access.complaint()).toBe('GitHub took no call for 15 minutes, though calls were made');
  // an answer is an answer: the comment is gone, GitHub is not
  access.call({ ...CALL, status: 404 });
  expect(access.complaint()).toBe(null);
});
