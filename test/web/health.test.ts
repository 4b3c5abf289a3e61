import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { listen, type Listener } from '../../src/ingress/listener.ts';
import { createHealth } from '../../src/web/health.ts';

let listener: Listener;
let url: string;
let counts: { waiting: number; running: number } | null = null;

beforeAll(async () => {
  const health = createHealth(() =>
    counts === null ? null : { idle: async () => counts ?? { waiting: 0, running: 0 } },
  );
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

test('it only reads', async () => {
  expect((await fetch(`${url}/healthz`, { method: 'POST' })).status).toBe(405);
});
