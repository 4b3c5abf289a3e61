/**
 * A small world for the tests of the local GitHub: an organisation with people of every role, a public and a private repository,
 * and an App whose webhooks arrive at a real HTTP server. Fresh for every test; every answer and webhook goes past the referee.
 */
import { createSign, generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import { afterEach, beforeEach } from '@jest/globals';
import type { Actor, ActorAnswer } from '../../src/local-github/actor.ts';
import { isRecord } from '../../src/local-github/is-record.ts';
import { startLocalGitHub } from '../../src/local-github/local-github.ts';
import type { LocalGitHub, LocalGitHubOptions } from '../../src/local-github/local-github.ts';
import type { Seed } from '../../src/local-github/seed.ts';
import { referee } from '../support/referee.ts';

export const APP_ID = 4711;
export const WEBHOOK_SECRET = 'the secret of this test run';
const START = Temporal.Instant.from('2026-03-01T10:00:00Z');

const KEYS = generateKeyPairSync('rsa', { modulusLength: 2048 });
/** PKCS#1, as GitHub hands keys out. */
export const PRIVATE_KEY = KEYS.privateKey.export({ type: 'pkcs1', format: 'pem' });

export const SHOP = '/repos/acme/shop';

export const WORLD: Seed = {
  users: ['ada', 'maud', 'will', 'tria', 'reed', 'mel', 'stranger'].map((login) => ({ login })),
  organisations: [
    { login: 'acme', owners: ['ada'], members: ['mel'], teams: [{ slug: 'ops', members: ['mel', 'ada'] }] },
  ],
  repositories: [
    {
      owner: 'acme',
      name: 'shop',
      labels: ['incident', { name: 'sev1', color: 'b60205', description: 'Everything is down' }],
      files: { '.github/incident.yml': 'severities: [sev1]\n', 'docs/runbook.md': '# Runbook\n' },
      collaborators: { maud: 'maintain', will: 'write', tria: 'triage', reed: 'read' },
    },
    { owner: 'acme', name: 'vault', private: true, labels: ['incident'], collaborators: { will: 'write' } },
  ],
};

interface Delivery {
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly payload: Record<string, unknown>;
}

/** What a test sees; the fields are new for each test. */
export interface Bench {
  readonly github: LocalGitHub;
  received: Delivery[];
  /** What the receiver answers next, 202 by default. */
  receiverStatus: number;
  /** Lines the local GitHub wrote. */
  log: string[];
  judged(): number;
  as(login: string): Actor;
  /** One HTTP request with any credential. */
  http(
    authorization: string | null,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<ActorAnswer>;
  /** The App's installation token for acme, with fewer permissions if told. */
  token(permissions?: Record<string, string>): Promise<string>;
  /** A request by the App's installation at acme. */
  asBot(method: string, path: string, body?: unknown): Promise<ActorAnswer>;
  /** `event.action` of every webhook, when all have arrived. */
  events(): Promise<string[]>;
}

export function useBench(options: LocalGitHubOptions = {}): Bench {
  const book = referee();
  let receiver: Server | null = null;
  let github: LocalGitHub | null = null;
  const bench: Bench = {
    get github() {
      if (!github) throw new Error('the local GitHub stands only while a test runs');
      return github;
    },
    received: [],
    receiverStatus: 202,
    log: [],
    judged: () => book.judged,
    as: (login) => bench.github.as(login),
    http: async (...args) => request(bench.github.url, ...args),
    token: async (permissions) => createToken(bench, permissions),
    asBot: async (method, path, body) => bench.http(`token ${await bench.token()}`, method, path, body),
    events: async () => {
      await bench.github.settled();
      return bench.received.map(({ headers, payload }) =>
        [headers['x-github-event'], payload['action']]
          .flatMap((part) => (typeof part === 'string' ? part : []))
          .join('.'),
      );
    },
  };
  beforeEach(async () => {
    bench.received = [];
    bench.receiverStatus = 202;
    bench.log = [];
    receiver = createServer((message, response) => {
      void readDelivery(message, bench).then(() => response.writeHead(bench.receiverStatus).end('noted'));
    });
    const port = await listening(receiver);
    const app = {
      id: APP_ID,
      slug: 'muster',
      privateKey: PRIVATE_KEY,
      webhook_url: `http://127.0.0.1:${port}/hook`,
      webhook_secret: WEBHOOK_SECRET,
    };
    github = await startLocalGitHub({
      seed: { ...WORLD, app },
      now: START,
      onExchange: book.check,
      log: (line) => bench.log.push(line),
      ...options,
    });
    await bench.github.settled();
    bench.received = [];
  });
  afterEach(async () => {
    await bench.github.close();
    receiver?.closeAllConnections();
    receiver?.close();
    book.verify();
  });
  return bench;
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A JSON Web Token of the App; claims and key can be wrong. */
export function jwt(claims: Record<string, unknown> = {}, key = PRIVATE_KEY): string {
  const now = Math.floor(Date.now() / 1000);
  const head = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode({ iat: now - 30, exp: now + 540, iss: String(APP_ID), ...claims })}`;
  return `${head}.${createSign('RSA-SHA256').update(head).sign(key, 'base64url')}`;
}

/** Starts a local GitHub that is closed after the test, also after one that failed: an open server would keep the run from ending. */
export function useExtraGitHub(): (options?: LocalGitHubOptions) => Promise<LocalGitHub> {
  const started: LocalGitHub[] = [];
  afterEach(async () => {
    for (const github of started.splice(0)) await github.close();
  });
  return async (options = {}) => {
    const github = await startLocalGitHub(options);
    started.push(github);
    return github;
  };
}

/** A field deep inside a JSON value; undefined where the way ends. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
  let found = value;
  for (const key of path)
    found = isRecord(found) || Array.isArray(found) ? Reflect.get(found, key) : undefined;
  return found;
}

/** One field of each item of a list. */
export function pluck(list: unknown, ...path: (string | number)[]): unknown[] {
  if (!Array.isArray(list)) throw new TypeError(`not a list: ${JSON.stringify(list)}`);
  return list.map((item) => at(item, ...path));
}

async function request(
  url: string,
  authorization: string | null,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<ActorAnswer> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { ...(authorization === null ? {} : { authorization }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = (response.headers.get('content-type') ?? '').startsWith('application/json');
  const parsed: unknown = json && text !== '' ? JSON.parse(text) : text;
  return { status: response.status, body: parsed, headers: Object.fromEntries(response.headers) };
}

async function createToken(bench: Bench, permissions?: Record<string, string>): Promise<string> {
  const installation = await bench.http(`Bearer ${jwt()}`, 'GET', '/orgs/acme/installation');
  const path = `/app/installations/${String(at(installation.body, 'id'))}/access_tokens`;
  const answer = await bench.http(`Bearer ${jwt()}`, 'POST', path, permissions ? { permissions } : undefined);
  return String(at(answer.body, 'token'));
}

async function readDelivery(
  message: NodeJS.ReadableStream & { headers: IncomingHttpHeaders },
  bench: Bench,
): Promise<void> {
  let text = '';
  for await (const chunk of message) text += String(chunk);
  bench.received.push({ headers: message.headers, text, payload: JSON.parse(text) });
}

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
