/** What an operator sees of a process at work: its metrics, its log, its heartbeat. */
import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { type MainProcess, freePort, startMain } from '../support/main-process.ts';
import { type ProcessWorld, openProcessWorld } from '../support/process-world.ts';
import { until } from '../support/until.ts';
import { commentEvent, signed } from '../support/webhooks.ts';

const Line = z.object({
  level: z.string(),
  message: z.string(),
  incident: z.string().optional(),
  delivery: z.string().optional(),
});

let world: ProcessWorld;
let watcher: Server;
let main: MainProcess;
let environment: Readonly<Record<string, string>>;
let figures: readonly string[];
let lines: readonly z.infer<typeof Line>[];
const beats: string[] = [];
const statuses: Record<string, number> = {};

const ask = async (port: number, path: string): Promise<Response> =>
  fetch(`http://127.0.0.1:${port}${path}`, { headers: { connection: 'close' } });

const Work = z.object({ waiting: z.number(), running: z.number() });

async function idle(port: number): Promise<void> {
  await until(async () => {
    const { waiting, running } = Work.parse(await (await ask(port, '/healthz')).json());
    return waiting + running === 0;
  });
}

/** One incident from its label to its board, a webhook that is nobody's business, and one with a wrong signature. */
beforeAll(async () => {
  world = await openProcessWorld();
  const { github, port } = world;
  watcher = createServer((request, response) => {
    beats.push(request.url ?? '');
    watcher.emit('beat');
    response.end('OK');
  }).listen(0, '127.0.0.1');
  await once(watcher, 'listening');
  const metricsPort = await freePort();
  environment = {
    ...world.environment,
    METRICS_HOST: '127.0.0.1',
    METRICS_PORT: String(metricsPort),
    HEARTBEAT_URL: `http://127.0.0.1:${(watcher.address() as AddressInfo).port}/ping/heart-beat-secret`,
    MUSTER_SECRET: 'document-secret-of-2026',
    LOG_LEVEL: 'trace',
  };
  const beat = once(watcher, 'beat');
  main = startMain(environment);
  await main.said('listening on');
  await beat;
  const issue = { title: 'Checkout fails', labels: ['incident'] };
  await github.as('prima').createIssue('acme', 'shop', issue);
  await main.said('add-assignees');
  await github.as('prima').createIssue('acme', 'shop', { title: 'Typo' });
  await github.settled();
  const wrong = signed('not the secret', 'issue_comment', commentEvent('created'));
  await fetch(world.webhookUrl, { method: 'POST', ...wrong });
  await idle(port);
  const metrics = `http://127.0.0.1:${metricsPort}/metrics`;
  figures = (await (await fetch(metrics)).text()).split('\n').filter((line) => line.startsWith('muster_'));
  for (const path of ['/metrics', '/readyz', '/livez']) statuses[path] = (await ask(port, path)).status;
  main.kill('SIGTERM');
  await main.ended();
  lines = main
    .out()
    .trimEnd()
    .split('\n')
    .map((line) => Line.parse(JSON.parse(line)));
}, 60_000);

afterAll(async () => {
  main.kill('SIGKILL');
  await main.ended();
  watcher.close();
  watcher.closeAllConnections();
  await world.close();
});

const figure = (series: string): number =>
  Number(
    figures
      .find((line) => line.startsWith(`${series} `))
      ?.split(' ')
      .at(-1),
  );

test('U5: it is alive and ready, and the door of the webhooks tells no figures', () => {
  expect(statuses).toEqual({ '/livez': 200, '/readyz': 200, '/metrics': 404 });
});

test('U5: metrics count what happened, from the webhook to the write', () => {
  expect(figure('muster_webhooks_total{outcome="unsigned"}')).toBe(1);
  expect(figure('muster_webhooks_total{outcome="stored"}')).toBeGreaterThan(0);
  expect(figure('muster_webhooks_total{outcome="dropped"}')).toBeGreaterThan(0);
  expect(figure('muster_effects_total{kind="create-comment",outcome="done"}')).toBe(1);
  expect(figure('muster_effects_total{kind="pin-comment",outcome="done"}')).toBe(1);
  expect(figure('muster_github_calls_total{method="POST",route="comments",status="201"}')).toBe(1);
  expect(figure('muster_github_calls_total{method="POST",route="tokens",status="201"}')).toBeGreaterThan(0);
  expect(figure('muster_reconcile_seconds_count{outcome="done"}')).toBeGreaterThan(0);
  expect(figure('muster_queue_up')).toBe(1);
  expect(figure('muster_given_up_incidents')).toBe(0);
  expect(figure('muster_resync_age_seconds')).toBeGreaterThanOrEqual(0);
});

test('U5: metrics tell what GitHub left of the budget of each installation', () => {
  const budgets = figures.filter((line) => line.startsWith('muster_github_budget_remaining{'));
  expect(budgets.filter((line) => !line.includes('installation="app"'))).toHaveLength(1);
  for (const line of budgets) expect(line).toMatch(/\{installation="(?:app|\d+)",resource="core"\} \d{4}$/u);
});

test('U5: metrics name no repository, person or incident', () => {
  expect(figures.length).toBeGreaterThan(20);
  expect(figures.filter((line) => /acme|shop|prima|checkout|typo/iu.test(line))).toEqual([]);
  const outside = figures.flatMap((line) => [...line.matchAll(/(\w+)="([^"]*)"/gu)].map((m) => m[1] ?? ''));
  expect(new Set(outside)).toEqual(
    new Set(['outcome', 'kind', 'method', 'route', 'status', 'le', 'state', 'installation', 'resource']),
  );
});

test('U5: lines of ingress and reconcile carry the ids of delivery and incident', () => {
  const stored = lines.filter((line) => /^ingress: .* \(issues\) stored$/u.test(line.message));
  expect(stored.length).toBeGreaterThan(0);
  for (const { message, delivery, incident } of stored) {
    expect(message).toContain(delivery ?? 'none');
    expect(incident).toMatch(/^\d+#1$/u);
  }
  const written = lines.filter((line) => line.message.includes('create-comment board'));
  expect(written.map((line) => line.incident)).toEqual([stored[0]?.incident]);
});

test('U5: no secret of a run appears in any line', () => {
  const key = (environment['PRIVATE_KEY'] ?? '')
    .split(String.raw`\n`)
    .filter((line) => /^[\w+/=]{20,}$/u.test(line));
  expect(key.length).toBeGreaterThan(10);
  const tokens = world.gate.tokens();
  expect(tokens.length).toBeGreaterThan(1);
  const secrets = [
    environment['WEBHOOK_SECRET'] ?? '',
    'document-secret-of-2026',
    'heart-beat-secret',
    ...key,
    ...tokens,
  ];
  const said = `${main.out()}${main.err()}`;
  expect(said.length).toBeGreaterThan(1_000);
  expect(secrets.filter((secret) => secret === '' || said.includes(secret))).toEqual([]);
});

test('U5: the heartbeat begins when all stands', () => {
  expect(beats).toEqual(['/ping/heart-beat-secret']);
});
