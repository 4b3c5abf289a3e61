/** What the process says when it cannot start: everything at once, with the cure, without secrets, and exit code 1. */
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { newDataFolder } from '../support/data-folder.ts';
import { type MainProcess, credentials, startMain } from '../support/main-process.ts';

const started: MainProcess[] = [];
const folders: string[] = [];
afterEach(async () => {
  for (const one of started) one.kill('SIGKILL');
  await Promise.all(started.splice(0).map((one) => one.ended()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function start(environment: Readonly<Record<string, string>>): MainProcess {
  const one = startMain(environment);
  started.push(one);
  return one;
}

async function dataFolder(): Promise<string> {
  const folder = await newDataFolder();
  folders.push(folder);
  return folder;
}

test('every wrong setting is told at once, each with what was expected and an example, and no secret is repeated', async () => {
  const main = start({
    APP_ID: 'my-app',
    PRIVATE_KEY: 'not-a-key-but-secret',
    WEBHOOK_SECRET: 'development',
    MUSTER_SECRET: 'too-short-secret-,short',
    DATABASE_URL: 'mysql://muster:hunter2@db/muster',
    PORT: '99999',
    LOG_LEVEL: 'loud',
    GHE_HOST: 'https://github.example.com/',
  });
  expect(await main.ended()).toBe(1);
  expect(main.out()).toBe('');
  const [head, ...lines] = main.err().trimEnd().split('\n');
  expect(head).toBe('Muster cannot start:');
  const named = lines.map((line) => line.split(':')[0] ?? '');
  expect(named.toSorted((x, y) => x.localeCompare(y))).toEqual([
    'APP_ID',
    'DATABASE_URL',
    'GHE_HOST',
    'LOG_LEVEL',
    'MUSTER_SECRET',
    'PORT',
    'PRIVATE_KEY',
    'WEBHOOK_SECRET',
  ]);
  for (const line of lines) expect(line).toMatch(/: read .+, expected .+\. Example: [A-Z_]+=./u);
  expect(main.err()).toContain("APP_ID: read my-app, expected the App's numeric id");
  expect(main.err()).toContain('DATABASE_URL: read (not shown)');
  expect(main.err()).not.toMatch(/not-a-key|too-short|hunter2/u);
});

test('half of the credentials is told as what is missing', async () => {
  const main = start({ APP_ID: '7' });
  expect(await main.ended()).toBe(1);
  expect(main.err()).toContain('WEBHOOK_SECRET: read nothing');
  expect(main.err()).toContain('PRIVATE_KEY: read nothing');
});

test('a port in use is named with its cure', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const main = start({ ...credentials().environment, PORT: String(port), DATA_DIR: await dataFolder() });
  expect(await main.ended()).toBe(1);
  other.close();
  expect(main.err()).toBe(
    `Muster cannot start: port ${port} on 127.0.0.1 is in use: stop what listens there, or set another PORT\n`,
  );
});

test('a host that is not of this machine is told as such', async () => {
  const main = start({
    ...credentials().environment,
    HOST: '192.0.2.1',
    PORT: '0',
    DATA_DIR: await dataFolder(),
  });
  expect(await main.ended()).toBe(1);
  expect(main.err()).toMatch(
    /^Muster cannot start: cannot listen on port 0 of 192\.0\.2\.1 \(EADDRNOTAVAIL\)/u,
  );
});

test('a database that does not answer is told with its address and without its password', async () => {
  const main = start({
    ...credentials().environment,
    PORT: '0',
    DATABASE_URL: 'postgres://muster:hunter2@localhost:1/muster',
  });
  expect(await main.ended()).toBe(1);
  expect(main.err()).toMatch(/^Muster cannot start: .*ECONNREFUSED 127\.0\.0\.1:1/u);
  expect(main.err()).not.toContain('hunter2');
});

test('a second process on the same folder ends, and says who holds it; the first works on', async () => {
  const environment = {
    ...credentials().environment,
    GHE_HOST: '127.0.0.1:1',
    GHE_PROTOCOL: 'http',
    PORT: '0',
    DATA_DIR: await dataFolder(),
  };
  const first = start(environment);
  const line = await first.said('listening on');
  const second = start(environment);
  expect(await second.ended()).toBe(1);
  expect(second.err()).toContain(
    `the data folder ${environment.DATA_DIR} is in use by process ${first.pid} since`,
  );
  expect(second.err()).toContain('set another DATA_DIR');
  const [url = ''] = /http:\/\/[\d.:]+/u.exec(line) ?? [];
  expect((await fetch(`${url}/healthz`, { headers: { connection: 'close' } })).status).toBe(200);
  first.kill('SIGTERM');
  expect(await first.ended()).toBe(0);
});
