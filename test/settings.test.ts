import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import {
  derivedSecret,
  describeProblems,
  readSettings,
  type Settings,
  type SettingsProblem,
} from '../src/settings.ts';

const pem = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
  type: 'pkcs1',
  format: 'pem',
});
const good = { APP_ID: '123', PRIVATE_KEY: pem, WEBHOOK_SECRET: 'a-webhook-secret' };

function settingsOf(env: Record<string, string>): Settings {
  const result = readSettings(env);
  if (!('settings' in result)) throw new Error(JSON.stringify(result));
  return result.settings;
}

function problemsOf(env: Record<string, string>): readonly SettingsProblem[] {
  const result = readSettings(env);
  if (!('problems' in result)) throw new Error('no problems');
  return result.problems;
}

test('credentials alone are enough', () => {
  expect(settingsOf(good)).toEqual({
    app: { id: 123, privateKey: pem },
    webhookSecret: 'a-webhook-secret',
    github: { host: null, protocol: 'https' },
    port: 3000,
    host: 'localhost',
    logLevel: 'info',
    dataDir: './data',
    databaseUrl: null,
    documentSecrets: [derivedSecret('a-webhook-secret')],
    clockUrl: null,
    metrics: null,
    heartbeatUrl: null,
  });
});

test('everything can be set', () => {
  const env = {
    ...good,
    GHE_HOST: 'localhost:4600',
    GHE_PROTOCOL: 'http',
    PORT: '0',
    HOST: '0.0.0.0',
    LOG_LEVEL: 'warn',
    DATA_DIR: '/var/lib/muster',
    DATABASE_URL: 'postgres://muster:pw@db/muster',
    MUSTER_SECRET: 'the-new-secret-of-2026, the-old-secret-of-2025',
    MUSTER_CLOCK: 'http://127.0.0.1:4600/_clock',
    METRICS_PORT: '9464',
    METRICS_HOST: '10.0.0.7',
    HEARTBEAT_URL: 'https://monitor.example.com/ping/1',
  };
  expect(settingsOf(env)).toMatchObject({
    github: { host: 'localhost:4600', protocol: 'http' },
    port: 0,
    host: '0.0.0.0',
    logLevel: 'warn',
    dataDir: '/var/lib/muster',
    databaseUrl: 'postgres://muster:pw@db/muster',
    documentSecrets: ['the-new-secret-of-2026', 'the-old-secret-of-2025'],
    clockUrl: 'http://127.0.0.1:4600/_clock',
    metrics: { port: 9464, host: '10.0.0.7' },
    heartbeatUrl: 'https://monitor.example.com/ping/1',
  });
});

test('no credentials at all ask for the set-up page', () => {
  expect(readSettings({ PORT: '4000', WEBHOOK_SECRET: '' })).toEqual({
    setup: true,
    github: { host: null, protocol: 'https' },
    port: 4000,
    host: 'localhost',
    logLevel: 'info',
  });
});

describe('the private key', () => {
  test.each([
    ['PEM', { PRIVATE_KEY: pem }],
    ['PEM on one line', { PRIVATE_KEY: pem.replaceAll('\n', String.raw`\n`) }],
    ['base64', { PRIVATE_KEY: Buffer.from(pem).toString('base64') }],
  ])('is taken as %s', (_name, env) => {
    expect(settingsOf({ ...good, ...env }).app.privateKey).toBe(pem);
  });

  test('is read from a file', () => {
    const env = { APP_ID: '123', WEBHOOK_SECRET: 'a-webhook-secret', PRIVATE_KEY_PATH: '/keys/app.pem' };
    const result = readSettings(env, (path) => (path === '/keys/app.pem' ? pem : ''));
    expect(result).toMatchObject({ settings: { app: { privateKey: pem } } });
  });

  test('in a file that is not there names the path', () => {
    expect(problemsOf({ ...good, PRIVATE_KEY: '', PRIVATE_KEY_PATH: '/nowhere/app.pem' })).toEqual([
      {
        variable: 'PRIVATE_KEY_PATH',
        read: '/nowhere/app.pem',
        expected: 'the path of a readable PEM file with the RSA private key',
        example: './app.private-key.pem',
      },
    ]);
  });
});

test('all problems come at once, and none shows a secret', () => {
  const env = {
    APP_ID: 'my-app',
    PRIVATE_KEY: 'hunter2-key',
    WEBHOOK_SECRET: 'development',
    GHE_HOST: 'https://github.example.com/api',
    GHE_PROTOCOL: 'ftp',
    PORT: '70000',
    LOG_LEVEL: 'loud',
    DATABASE_URL: 'mysql://root:hunter2@db/muster',
    MUSTER_SECRET: 'hunter2',
    MUSTER_CLOCK: 'http://clock.example.com/',
    METRICS_PORT: 'on',
    HEARTBEAT_URL: 'http://monitor.example.com/hunter2',
  };
  const problems = problemsOf(env);
  expect(problems.map((problem) => problem.variable).toSorted()).toEqual(Object.keys(env).toSorted());
  expect(describeProblems(problems)).not.toContain('hunter2');
  expect(describeProblems(problems)).toContain(
    'PORT: read 70000, expected a port from 0 to 65535. Example: PORT=3000',
  );
  expect(problems.find((problem) => problem.variable === 'WEBHOOK_SECRET')?.read).toBe('(not shown)');
});

test.each(['WEBHOOK_SECRET', 'APP_ID', 'PRIVATE_KEY'])(
  '%s is missed when the others are there',
  (variable) => {
    expect(problemsOf({ ...good, [variable]: '' })).toMatchObject([{ variable, read: 'nothing' }]);
  },
);

test.each([
  'https://127.0.0.1:1/',
  'http://127.0.0.1.example.com/',
  'http://10.0.0.1/',
  'file:///etc/passwd',
  'nonsense',
])('the clock %s is refused', (url) => {
  expect(problemsOf({ ...good, MUSTER_CLOCK: url })).toMatchObject([{ variable: 'MUSTER_CLOCK' }]);
});

test('the derived secret is not the webhook secret', () => {
  expect(derivedSecret('a')).toMatch(/^[0-9a-f]{64}$/u);
  expect(derivedSecret('a')).not.toBe(derivedSecret('b'));
});
