/** Everything by which an operator sees this process, behind one door for `compose.ts`: figures, health, metrics, heartbeat. */
import { type Clock, systemClock } from '../clock.ts';
import { listen } from '../ingress/listener.ts';
import type { Handler, Listener } from '../ingress/listener.ts';
import type { Log } from '../log.ts';
import { type Meter, noMeter } from '../meter.ts';
import type { Queue } from '../store/queue.ts';
import type { Store } from '../store/store.ts';
import { createGitHubAccess } from './github-access.ts';
import { createHealth } from './health.ts';
import { type Heartbeat, startHeartbeat } from './heartbeat.ts';
import { createMetrics } from './metrics.ts';
import { complaintOf, figuresWithin, readFigures } from './vitals.ts';

export interface MonitorSettings {
  readonly metrics: { readonly host: string; readonly port: number } | null;
  readonly heartbeatUrl: string | null;
}

/** What there is to look at, once it stands. */
export interface Monitored {
  readonly store: Pick<Store, 'db'>;
  readonly queue: Pick<Queue, 'idle'>;
  readonly clock: Clock;
}

export interface Monitor {
  readonly meter: Meter;
  readonly health: Handler;
  /** Where metrics are served; null when they are not. */
  readonly metricsPort: number | null;
  /** Everything stands: ready from now on, and the heartbeat begins. */
  begin(monitored: Monitored): void;
  /** Not ready any more, and no heartbeat; metrics go on. */
  drain(): Promise<void>;
  close(): Promise<void>;
  /** Measures a run. */
  timed(run: () => Promise<void>): Promise<void>;
}

/** Rejects when the port of the metrics is taken. */
export async function openMonitor(settings: MonitorSettings, log: Log): Promise<Monitor> {
  let monitored: Monitored | null = null;
  let isDraining = false;
  let heartbeat: Heartbeat | null = null;
  const now = (): Temporal.Instant => (monitored?.clock ?? systemClock).now();
  const figures = async () => {
    const seen = monitored;
    return seen === null ? null : figuresWithin(async () => readFigures(seen.store.db, now()));
  };
  const github = createGitHubAccess({ now });
  const metrics =
    settings.metrics === null ? null : createMetrics({ figures, now: () => now().epochMilliseconds / 1_000 });
  let began = now();
  const complaint = async () => complaintOf(await figures(), now().since(began).total('seconds'), github);
  const counted: Meter = metrics ?? noMeter;
  const meter: Meter = {
    ...counted,
    call: (call) => {
      github.call(call);
      counted.call(call);
    },
  };
  const door: Listener | null =
    metrics === null || settings.metrics === null
      ? null
      : await listen([metrics.page], settings.metrics, log, { host: 'METRICS_HOST', port: 'METRICS_PORT' });

  return {
    meter,
    metricsPort: door?.port ?? null,
    health: createHealth({ queue: () => monitored?.queue ?? null, isDraining: () => isDraining, figures }),
    begin: (stands) => {
      monitored = stands;
      began = now();
      if (settings.heartbeatUrl === null) return;
      heartbeat = startHeartbeat({ url: settings.heartbeatUrl, complaint, log });
    },
    drain: async () => {
      isDraining = true;
      await heartbeat?.stop();
    },
    close: async () => door?.close(),
    timed: async (run) => {
      const started = performance.now();
      const tell = (outcome: 'done' | 'failed') => meter.run((performance.now() - started) / 1_000, outcome);
      try {
        await run();
      } catch (error) {
        tell('failed');
        throw error;
      }
      tell('done');
    },
  };
}
