/** What Prometheus reads. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Listener, listen } from '../../src/ingress/listener.ts';
import type { ApiBudget } from '../../src/meter.ts';
import { type Metrics, createMetrics } from '../../src/web/metrics.ts';
import { openMonitor } from '../../src/web/monitor.ts';
import type { Figures } from '../../src/web/vitals.ts';

let metrics: Metrics;
let listener: Listener;
let figures: Figures | null;
let now = 1_000;

beforeEach(async () => {
  figures = { waiting: 3, running: 1, oldestWaiting: 42.5, oldestRunning: 2, givenUp: 1, sinceResync: 1_800 };
  now = 1_000;
  metrics = createMetrics({ figures: async () => figures, now: () => now });
  listener = await listen([metrics.page], { host: '127.0.0.1', port: 0 }, () => undefined);
});
afterEach(async () => listener.close());

const page = async (): Promise<Response> =>
  fetch(`http://127.0.0.1:${listener.port}/metrics`, { headers: { connection: 'close' } });

/** Our own series, in order. */
async function series(): Promise<string[]> {
  const text = await (await page()).text();
  return text.split('\n').filter((line) => line.startsWith('muster_') && !/_(?:bucket|sum)\b/u.test(line));
}

const budgets = async () => (await series()).filter((line) => line.includes('budget'));

test('U5: webhooks, effects, calls and runs are counted', async () => {
  metrics.webhook('stored');
  metrics.webhook('stored');
  metrics.webhook('unsigned');
  metrics.effect('create-comment', 'done');
  metrics.effect('create-comment', 'doubtful');
  metrics.call({ installationId: 9, method: 'GET', route: 'issues', status: 200, budget: null });
  metrics.call({ installationId: 9, method: 'POST', route: 'comments', status: null, budget: null });
  metrics.run(0.2, 'done');
  metrics.run(3, 'done');
  metrics.run(70, 'failed');
  expect(await series()).toEqual([
    'muster_webhooks_total{outcome="stored"} 2',
    'muster_webhooks_total{outcome="unsigned"} 1',
    'muster_effects_total{kind="create-comment",outcome="done"} 1',
    'muster_effects_total{kind="create-comment",outcome="doubtful"} 1',
    'muster_github_calls_total{method="GET",route="issues",status="200"} 1',
    'muster_github_calls_total{method="POST",route="comments",status="none"} 1',
    'muster_reconcile_seconds_count{outcome="done"} 2',
    'muster_reconcile_seconds_count{outcome="failed"} 1',
    'muster_queue_up 1',
    'muster_queue_jobs{state="waiting"} 3',
    'muster_queue_jobs{state="running"} 1',
    'muster_queue_oldest_seconds{state="waiting"} 42.5',
    'muster_queue_oldest_seconds{state="running"} 2',
    'muster_given_up_incidents 1',
    'muster_resync_age_seconds 1800',
  ]);
  const text = await (await page()).text();
  expect(text).toContain('muster_reconcile_seconds_bucket{le="0.25",outcome="done"} 1');
  expect(text).toMatch(/^process_cpu_seconds_total /mu);
});

test('U5: a database that does not answer leaves no old figures', async () => {
  expect(await series()).toContain('muster_given_up_incidents 1');
  figures = null;
  expect(await series()).toEqual(['muster_queue_up 0']);
  figures = { waiting: 0, running: 0, oldestWaiting: 0, oldestRunning: 0, givenUp: 0, sinceResync: null };
  expect(await series()).toContain('muster_given_up_incidents 0');
  expect(await series()).not.toContainEqual(expect.stringContaining('resync'));
});

test('U5: the budget of an installation is what GitHub said last, until GitHub renews it', async () => {
  const budget: ApiBudget = { resource: 'core', limit: 5_000, remaining: 4_000, resetsAt: 1_600 };
  const call = { method: 'GET', route: 'issues', status: 200 };
  metrics.call({ ...call, installationId: 9, budget });
  metrics.call({ ...call, installationId: 9, budget: { ...budget, remaining: 3_999 } });
  metrics.call({ ...call, installationId: 9, budget: { ...budget, resource: 'graphql', remaining: 7 } });
  metrics.call({ ...call, installationId: null, budget: { ...budget, remaining: 4_998, resetsAt: 1_900 } });
  metrics.call({ ...call, installationId: 9, budget: null });
  expect(await budgets()).toEqual([
    'muster_github_budget_remaining{installation="9",resource="core"} 3999',
    'muster_github_budget_remaining{installation="9",resource="graphql"} 7',
    'muster_github_budget_remaining{installation="app",resource="core"} 4998',
    'muster_github_budget_limit{installation="9",resource="core"} 5000',
    'muster_github_budget_limit{installation="9",resource="graphql"} 5000',
    'muster_github_budget_limit{installation="app",resource="core"} 5000',
  ]);
  now = 1_600;
  expect(await budgets()).toEqual([
    'muster_github_budget_remaining{installation="app",resource="core"} 4998',
    'muster_github_budget_limit{installation="app",resource="core"} 5000',
  ]);
});

test('a port that is taken is told by its own variable', async () => {
  const settings = { metrics: { host: '127.0.0.1', port: listener.port }, heartbeatUrl: null };
  await expect(openMonitor(settings, () => undefined)).rejects.toThrow('set another METRICS_PORT');
});

test('the page only reads, and is all there is', async () => {
  const url = `http://127.0.0.1:${listener.port}`;
  expect((await page()).headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/u);
  expect((await fetch(`${url}/metrics`, { method: 'POST' })).status).toBe(405);
  expect((await fetch(`${url}/healthz`)).status).toBe(404);
});
