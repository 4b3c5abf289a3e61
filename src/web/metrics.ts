/**
 * Counts, and tells Prometheus: `GET /metrics` on a door of its own (METRICS_PORT), so that whoever may send webhooks may not read figures. Series are
 * bounded: labels come from closed lists and, for budgets, from installations that made a call within the hour. No name of a repository, a person or
 * an incident appears (A5).
 *
 * Counters are of this process; the queue is one over all replicas, so take its maximum over them and never the sum.
 */
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { answer, type Handler, pathOf } from '../ingress/listener.ts';
import type { ApiBudget, ApiCall, Meter } from '../meter.ts';
import type { Figures } from './vitals.ts';

export interface Metrics extends Meter {
  readonly page: Handler;
}

export interface MetricsOptions {
  /** Null while the process starts, or when the database does not answer. */
  readonly figures: () => Promise<Figures | null>;
  /** Seconds since 1970, for budgets that GitHub has renewed since. */
  readonly now: () => number;
}

const SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

export function createMetrics({ figures, now }: MetricsOptions): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const webhooks = new Counter({
    name: 'muster_webhooks_total',
    help: 'Webhooks by what was made of them.',
    labelNames: ['outcome'] as const,
    registers,
  });
  const effects = new Counter({
    name: 'muster_effects_total',
    help: 'Writes to GitHub by kind and what came of them.',
    labelNames: ['kind', 'outcome'] as const,
    registers,
  });
  const calls = new Counter({
    name: 'muster_github_calls_total',
    help: 'Calls of GitHub by method, class of route and status; status "none" got no answer.',
    labelNames: ['method', 'route', 'status'] as const,
    registers,
  });
  const runs = new Histogram({
    name: 'muster_reconcile_seconds',
    help: 'How long runs took.',
    labelNames: ['outcome'] as const,
    buckets: SECONDS,
    registers,
  });
  const budgets = budgetGauges(registers, now);
  const queue = queueGauges(registers);

  return {
    webhook: (outcome) => webhooks.inc({ outcome }),
    effect: (kind, outcome) => effects.inc({ kind, outcome }),
    call: (call) => {
      calls.inc({ method: call.method, route: call.route, status: call.status ?? 'none' });
      budgets.note(call);
    },
    run: (seconds, outcome) => runs.observe({ outcome }, seconds),
    page: async (request, response) => {
      if (pathOf(request) !== '/metrics') return false;
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        answer(response, 405, { error: 'expected GET' }, { allow: 'GET, HEAD' });
        return true;
      }
      queue.show(await figures());
      const text = Buffer.from(await registry.metrics());
      response
        .writeHead(200, { 'content-type': registry.contentType, 'content-length': text.length })
        .end(request.method === 'HEAD' ? undefined : text);
      return true;
    },
  };
}

function queueGauges(registers: Registry[]): { show(figures: Figures | null): void } {
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
  const isUp = gauge('muster_queue_up', '1 when the database and the queue answered this scrape.');
  const jobs = new Gauge({
    name: 'muster_queue_jobs',
    help: 'Jobs of all replicas by state.',
    labelNames: ['state'] as const,
    registers,
  });
  const oldest = new Gauge({
    name: 'muster_queue_oldest_seconds',
    help: 'Age of the oldest job by state; 0 without one.',
    labelNames: ['state'] as const,
    registers,
  });
  const givenUp = gauge(
    'muster_given_up_incidents',
    'Incidents whose runs failed through all tries and did not succeed since.',
  );
  const resync = gauge(
    'muster_resync_age_seconds',
    'Since the last resync of the App that came to its end began; absent before the first.',
  );
  return {
    show: (figures) => {
      isUp.set(figures === null ? 0 : 1);
      // an old figure would look like a good one
      for (const one of [jobs, oldest]) one.reset();
      for (const one of [givenUp, resync]) one.remove();
      if (figures === null) return;
      jobs.set({ state: 'waiting' }, figures.waiting);
      jobs.set({ state: 'running' }, figures.running);
      oldest.set({ state: 'waiting' }, figures.oldestWaiting);
      oldest.set({ state: 'running' }, figures.oldestRunning);
      givenUp.set(figures.givenUp);
      if (figures.sinceResync !== null) resync.set(figures.sinceResync);
    },
  };
}

/** What GitHub said last of each caller's budget, until it is renewed: from then on nothing is known until the next call. */
function budgetGauges(registers: Registry[], now: () => number): { note(call: ApiCall): void } {
  const labelNames = ['installation', 'resource'] as const;
  const known = new Map<string, ApiBudget & { readonly installation: string }>();
  const show = (gauge: Gauge<(typeof labelNames)[number]>, of: (budget: ApiBudget) => number) => {
    gauge.reset();
    for (const [name, budget] of known) {
      if (budget.resetsAt <= now()) known.delete(name);
      else gauge.set({ installation: budget.installation, resource: budget.resource }, of(budget));
    }
  };
  for (const [name, help, of] of [
    ['remaining', 'Calls that GitHub still takes this hour.', (budget: ApiBudget) => budget.remaining],
    ['limit', 'Calls that GitHub takes an hour.', (budget: ApiBudget) => budget.limit],
  ] as const) {
    const gauge: Gauge<(typeof labelNames)[number]> = new Gauge({
      name: `muster_github_budget_${name}`,
      help,
      labelNames,
      registers,
      collect: () => show(gauge, of),
    });
  }
  return {
    note: ({ installationId, budget }) => {
      if (budget === null) return;
      const installation = installationId === null ? 'app' : String(installationId);
      known.set(`${installation} ${budget.resource}`, { ...budget, installation });
    },
  };
}
