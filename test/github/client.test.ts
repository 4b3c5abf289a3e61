/** Our own identity is asked for at the first need, and GitHub may be down just then; what writes can be held back before it goes out. */
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { applyEffect } from '../../src/github/apply.ts';
import { type GitHubApp, type Watch, openGitHub } from '../../src/github/client.ts';
import { TryLater } from '../../src/reconcile/effect.ts';
import { readSettings } from '../../src/settings.ts';

const KEY = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
  type: 'pkcs1',
  format: 'pem',
});
const TOKEN = JSON.stringify({ token: 'a token', expires_at: '2999-01-01T00:00:00Z', permissions: {} });

let status = 200;
/** Method and path of every request that came. */
const came: string[] = [];
const server = createServer((request, response) => {
  came.push(`${request.method} ${request.url}`);
  const body = request.url?.endsWith('/access_tokens') === true ? TOKEN : '{"message":"no","data":{}}';
  response.writeHead(status, { 'content-type': 'application/json' }).end(body);
});
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function open(watch: Watch = {}): GitHubApp {
  const read = readSettings({
    APP_ID: '7',
    PRIVATE_KEY: KEY,
    WEBHOOK_SECRET: 'a secret of the test',
    GHE_HOST: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    GHE_PROTOCOL: 'http',
    LOG_LEVEL: 'silent',
  });
  if (!('settings' in read)) throw new Error(JSON.stringify(read));
  return openGitHub(read.settings, watch);
}

test('E2: an outage while Muster asks who it is means later, and not a run that failed', async () => {
  const github = open();
  status = 502;
  await expect(github.self()).rejects.toBeInstanceOf(TryLater);
  status = 401;
  await expect(github.self()).rejects.toMatchObject({ status: 401 });
});

test('E2: a mutation of GraphQL is held back like any write, and a query is not', async () => {
  status = 201;
  const octokit = await open({
    beforeWrite: () => {
      throw new Error('the claim is lost');
    },
  }).installation(1);
  const place = { owner: 'acme', repo: 'shop', number: 1 };
  const minimise = {
    kind: 'minimise-comment',
    document: 'reminder:severity',
    id: 7,
    nodeId: 'IC_7',
  } as const;
  const react = { kind: 'react', comment: 7, content: '+1' } as const;
  await octokit.graphql('query editors($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: ['IC_7'] });
  came.length = 0;
  for (const effect of [minimise, react])
    await expect(applyEffect(octokit, place, effect)).rejects.toThrow(effect.kind);
  expect(came).toEqual([]);
});
