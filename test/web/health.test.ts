import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { listen, type Listener } from '../../src/ingress/listener.ts';
import { createHealth } from '../../src/web/health.ts';

const FIGURES = { waiting: 0, running: 0, oldestWaiting: 0, oldestRunning: 0, givenUp: 0, sinceResync: 60 };

let listener: Listener;
let url: string;
let isDraining = false;
let doesStoreAnswer = true;
let counts: { waiting: number; running: number } | null = null;

beforeAll(async () => {
  const health = createHealth({
    queue: () => (counts === null ? null : { idle: async () => counts ?? { waiting: 0, running: 0 } }),
    isDraining: () => isDraining,
    figures: async () => (doesStoreAnswer ? FIGURES : null),
  });
  listener = await listen([health], { host: '127.0.0.1', port: 0 }, () => undefined);
  url = `http://127.0.0.1:${listener.port}`;
});

afterAll(async () => listener.close());

test('it says that the process starts', async () => {
  counts = null;
  const response = await fetch(`${url}/healthz`);
  expect([response.status, await response.json()]).toEqual([503, { status: 'starting' }]);
  expect((await fetch(`${url}/livez`)).status).toBe(200);
});

test('it counts the work, and tells nothing else', async () => {
  counts = { waiting: 3, running: 1 };
  const response = await fetch(`${url}/healthz?x=1`);
  expect([response.status, await response.json()]).toEqual([200, { status: 'ok', waiting: 3, running: 1 }]);
});

const ask = async (path: string): Promise<[number, unknown]> => {
  const response = await fetch(`${url}${path}`);
  return [response.status, await response.json()];
};

test('U5: it is ready while webhooks can be stored: not while it starts, not while it drains, not without a database', async () => {
  counts = null;
  expect(await ask('/readyz')).toEqual([503, { status: 'starting' }]);
  counts = { waiting: 3, running: 1 };
  expect(await ask('/readyz')).toEqual([200, { status: 'ready' }]);
  doesStoreAnswer = false;
  expect(await ask('/readyz')).toEqual([503, { status: 'the database does not answer' }]);
  doesStoreAnswer = true;
  isDraining = true;
  expect(await ask('/readyz')).toEqual([503, { status: 'draining' }]);
  expect(await ask('/livez')).toEqual([200, { status: 'ok' }]);
  expect((await ask('/healthz'))[0]).toBe(200);
});

test('it only reads', async () => {
  expect((await fetch(`${url}/healthz`, { method: 'POST' })).status).toBe(405);
});
