/** Our own identity is asked for at the first need, and GitHub may be down just then. */
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { openGitHub } from '../../src/github/client.ts';
import { TryLater } from '../../src/reconcile/effect.ts';
import { readSettings } from '../../src/settings.ts';

let status = 200;
const server = createServer((_, response) => {
  response.writeHead(status, { 'content-type': 'application/json' }).end('{"message":"no"}');
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

test('E2: an outage while Muster asks who it is means later, and not a run that failed', async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const read = readSettings({
    APP_ID: '7',
    PRIVATE_KEY: privateKey.export({ type: 'pkcs1', format: 'pem' }),
    WEBHOOK_SECRET: 'a secret of the test',
    GHE_HOST: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    GHE_PROTOCOL: 'http',
    LOG_LEVEL: 'silent',
  });
  if (!('settings' in read)) throw new Error(JSON.stringify(read));
  const github = openGitHub(read.settings);
  status = 502;
  await expect(github.self()).rejects.toBeInstanceOf(TryLater);
  status = 401;
  await expect(github.self()).rejects.toMatchObject({ status: 401 });
});
