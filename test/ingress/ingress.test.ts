import { createHmac } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { createIngress, type Delivery, type Outcome } from '../../src/ingress/ingress.ts';
import { listen, type Listener } from '../../src/ingress/listener.ts';
import { commentEvent, signed } from '../support/webhooks.ts';

const SECRET = 'a-webhook-secret';
const PATH = '/api/github/webhooks';
let listener: Listener;
let url: string;
let delivered: Delivery[] = [];
let deliver: ((delivery: Delivery) => Promise<Outcome>) | null = null;
const lines: string[] = [];
const log = (line: string) => {
  lines.push(line);
};

beforeAll(async () => {
  const ingress = createIngress({ secret: SECRET, deliver: () => deliver, log });
  listener = await listen([ingress], { host: '127.0.0.1', port: 0 }, log);
  url = `http://127.0.0.1:${listener.port}`;
});

beforeEach(() => {
  delivered = [];
  deliver = async (delivery) => {
    delivered.push(delivery);
    return { kind: 'stored' };
  };
});

afterAll(async () => listener.close());

async function post(
  init: RequestInit,
  path = PATH,
): Promise<{ status: number; text: string; headers: Headers }> {
  const response = await fetch(`${url}${path}`, { method: 'POST', ...init });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

const good = () => signed(SECRET, 'issue_comment', commentEvent('created'));

test('a signed delivery is handed on and answered 202', async () => {
  expect(await post(good())).toMatchObject({ status: 202, text: '{"outcome":"stored"}\n' });
  expect(delivered).toMatchObject([
    { id: '72d3162e-cc78-11e3-81ab-4c9367dc0958', event: 'issue_comment', payload: commentEvent('created') },
  ]);
});

test('202 comes only when the delivery is durable', async () => {
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
  deliver = async () => {
    ask();
    return promise;
  };
  let isAnswered = false;
  const answer = post(good()).then((response) => {
    isAnswered = true;
    return response;
  });
  await asked;
  expect(isAnswered).toBe(false);
  resolve({ kind: 'stored' });
  expect((await answer).status).toBe(202);
});

test.each([
  ['no signature', (headers: Record<string, string>) => delete headers['x-hub-signature-256']],
  [
    'a wrong signature',
    (headers: Record<string, string>) => (headers['x-hub-signature-256'] = `sha256=${'0'.repeat(64)}`),
  ],
  ['half a signature', (headers: Record<string, string>) => (headers['x-hub-signature-256'] = 'sha256=00')],
  [
    'the old SHA-1 header only',
    (headers: Record<string, string>) => {
      delete headers['x-hub-signature-256'];
      headers['x-hub-signature'] = `sha1=${'0'.repeat(40)}`;
    },
  ],
])('%s is refused (A2)', async (_name, spoil) => {
  const { headers, body } = good();
  spoil(headers);
  expect(await post({ headers, body })).toMatchObject({ status: 401 });
  expect(delivered).toEqual([]);
});

test('the signature is checked before anything is parsed', async () => {
  const { headers } = good();
  const answer = await post({ headers, body: 'not JSON, hunter2' });
  expect(answer.status).toBe(401);
  expect(answer.text).not.toContain('hunter2');
});

test('a signed body that is not JSON is refused without repeating it', async () => {
  const body = 'payload=hunter2';
  const { headers } = signed(SECRET, 'issue_comment', 0);
  const answer = await post({ headers: { ...headers, 'x-hub-signature-256': sign(body) }, body });
  expect(answer.status).toBe(400);
  expect(answer.text).toContain('expected a JSON body');
  expect(answer.text).not.toContain('hunter2');
});

test.each(['x-github-event', 'x-github-delivery'])('without %s it is refused', async (name) => {
  const { headers, body } = good();
  delete headers[name];
  expect(await post({ headers, body })).toMatchObject({ status: 400 });
});

test('a payload that is not in the shape of GitHub is refused with the place', async () => {
  deliver = async () => ({ kind: 'malformed', problem: 'issue.number: expected number' });
  const answer = await post(good());
  expect(answer).toMatchObject({ status: 400 });
  expect(answer.text).toContain('issue.number: expected number');
});

test('an announced body that is too large is not read', async () => {
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
  const request = httpRequest(`${url}${PATH}`, {
    method: 'POST',
    headers: { 'content-length': 26 * 1024 * 1024 },
  });
  request.on('response', (response) => {
    resolve(response.statusCode);
    request.destroy();
  });
  request.on('error', reject);
  request.flushHeaders();
  expect(await promise).toBe(413);
});

test('a body that grows too large is cut off', async () => {
  const { promise, resolve } = Promise.withResolvers<number | undefined>();
  const request = httpRequest(`${url}${PATH}`, {
    method: 'POST',
    headers: { 'transfer-encoding': 'chunked' },
  });
  request.on('response', (response) => {
    resolve(response.statusCode);
    request.destroy();
  });
  request.on('error', () => undefined);
  const chunk = Buffer.alloc(1024 * 1024);
  for (let megabytes = 0; megabytes < 27; megabytes += 1) request.write(chunk);
  expect(await promise).toBe(413);
});

test('while it starts it asks to come back', async () => {
  deliver = null;
  const answer = await post(good());
  expect(answer.status).toBe(503);
  expect(answer.headers.get('retry-after')).toBe('5');
});

test('a delivery that could not be stored is answered 503, so that GitHub lists it as failed', async () => {
  deliver = async () => {
    throw new Error('disk full');
  };
  const answer = await post(good());
  expect(answer.status).toBe(503);
  expect(answer.text).not.toContain('disk full');
  expect(lines.at(-1)).toContain('disk full');
});

test('only POST, only here', async () => {
  const get = await fetch(`${url}${PATH}`);
  expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST']);
  expect((await post(good(), '/')).status).toBe(404);
});

test('an empty secret is a bug', () => {
  expect(() => createIngress({ secret: '', deliver: () => null, log: () => undefined })).toThrow('secret');
});

function sign(body: string): string {
  return `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`;
}
