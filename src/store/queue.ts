/**
 * The work queue: runs the reconciler for the incidents that something happened to. A job carries the incident's key and nothing else.
 *
 *   reconcile   policy key_strict_fifo, singleton key = the incident: at most one run of an incident at a time and one waiting, over all
 *               replicas. Jobs are upserted after the incident's row is locked; pg-boss's `send` and its other policies lose wake-ups or block.
 *   dead        copies of reconcile jobs that failed for good.
 *
 * pg-boss's own LISTEN is off: it wakes every worker for every job (see `nudge.ts`, which does that part).
 *
 * A run that throws is tried again with growing delays, then given up for a while (see `sweep.ts`). GitHub's refusals and limits are no reason
 * to throw: a run sets its next wake-up and returns.
 */
import { type Job, PgBoss } from 'pg-boss';
import { sql } from 'kysely';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Instant } from '../core/incident/record.ts';
import { ClaimLost, underClaim } from './claim.ts';
import { type IncidentKey, keyText } from './incident-key.ts';
import { COMPARING, RECONCILE, WAKE_CHANNEL, createQueues, enqueue, jobs } from './job-queues.ts';
import type { Store } from './store.ts';
import { createNudge } from './nudge.ts';
import { seldom } from './seldom.ts';
import { send, statement } from './statement.ts';
import { recoverDeadRuns, sweepFailed, trimRecords } from './sweep.ts';
import { LOOK_SECONDS, POLL_SECONDS } from './takeover.ts';
import { setWakeAt } from './wake-at.ts';
import { watchDue } from './watch-due.ts';

/** As pg-boss counts its states. */
const waiting = statement(
  (_db, { name }: { readonly name: string }) =>
    sql`select id from ${jobs} where name = ${sql.lit(RECONCILE)} and singleton_key = ${name} and state < 'active'`,
);

export interface Queue {
  /** There is something to do. Joins the open transaction: with it the wake-up is kept or forgotten. */
  wake(key: IncidentKey): Promise<void>;
  /** The same, in a transaction that has touched the incident. */
  wakeTouched(key: IncidentKey): Promise<void>;
  /**
   * Wakes the incident at `at` by our clock, replacing what was set before; null for never. A run that ends without calling this is woken
   * again after `LEASE` once its wake-up was used.
   */
  setWakeAt(key: IncidentKey, at: Instant | null): Promise<void>;
  /** Wakes every incident whose time has come; returns how many. The queue does so by itself (`watch-due.ts`). */
  wakeDue(now: Instant): Promise<number>;
  /** Whether the incident was woken again and waits for its next run. */
  isWoken(key: IncidentKey): Promise<boolean>;
  /** Jobs that wait (also for their next try) and runs that are going on, over all replicas. */
  idle(): Promise<{ waiting: number; running: number }>;
  /** Takes no more work, lets runs end for as long as the options allow, then aborts them. */
  stop(): Promise<void>;
}

export interface QueueOptions {
  readonly log: Log;
  /** Incidents that run side by side in this process; one comparison comes on top. */
  readonly workers?: number;
  /** How long `stop` waits for runs to end. */
  readonly stopWithinMs?: number;
  /** Tries of a run after the first. */
  readonly retryLimit?: number;
}

/** What a run gets. The signal tells that its claim is lost, or that the process stops; `claim.ts` keeps a run that did not hear it from writing. */
export type Run = (key: IncidentKey, signal: AbortSignal) => Promise<void>;

const MINUTE_SECONDS = 60;
const HOUR_MS = 3_600_000;
const SWEEP_MS = 10_000;
/** How often finished jobs that are old enough are deleted; pg-boss would do it once a day. */
const TIDY_SECONDS = 600;
/** Workers are nudged; this is for one that missed it. */
const OWN_POLL_SECONDS = 30;
/** One worker more does nothing but compare, so often: incidents that never end must not stop that for good. */
const COMPARING_POLL_SECONDS = 2;

/** Opens the queue on the store's database and starts working at once. */
export async function openQueue(store: Store, clock: Clock, run: Run, options: QueueOptions): Promise<Queue> {
  const { log, workers = 8, stopWithinMs = 20_000, retryLimit = 5 } = options;
  const boss = new PgBoss({
    ...store.bossOptions,
    schedule: false,
    // the only process of an embedded database finds its own dead runs at the start; the look costs a count of all jobs
    superviseIntervalSeconds: store.engine === 'postgres' ? LOOK_SECONDS : MINUTE_SECONDS,
    monitorIntervalSeconds: store.engine === 'postgres' ? LOOK_SECONDS : MINUTE_SECONDS,
    maintenanceIntervalSeconds: TIDY_SECONDS,
    monitorVacuum: store.engine === 'postgres',
  });
  const trouble = seldom(log);
  boss.on('error', (error) => trouble(error, 'error'));
  boss.on('warning', ({ message }) => trouble(new Error(message), 'warn'));
  await boss.start();
  await createQueues(boss, retryLimit);

  const wake = async (key: IncidentKey) => enqueue(store, boss, key, false);

  const due = watchDue(store, clock, wake, log);
  if (store.engine === 'pglite') await recoverDeadRuns(store, boss, RECONCILE, wake);

  const nudge = createNudge((worker) => {
    boss.notifyWorker(worker);
  });
  const stopHearing = await store.listen(WAKE_CHANNEL, nudge.nudge, nudge.nudgeAll);
  const work = async (job: Job<IncidentKey>) => {
    try {
      await underClaim(store, job, async () => run(job.data, job.signal));
    } catch (error) {
      const incident = keyText(job.data);
      if (error instanceof ClaimLost || job.signal.aborted) {
        log(`queue: a run of ${incident} was left to another: ${String(error)}`, 'warn', { incident });
      } else {
        const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
        log(`reconcile ${incident}: ${reason}`, 'error', { incident });
      }
      throw error;
    }
  };
  for (let index = 0; index < workers; index += 1) {
    let worker = '';
    worker = await boss.work<IncidentKey>(
      RECONCILE,
      { pollingIntervalSeconds: OWN_POLL_SECONDS },
      async ([job]) => {
        if (job === undefined) return;
        nudge.started(worker);
        try {
          await work(job);
        } finally {
          nudge.ended(worker);
        }
      },
    );
    nudge.add(worker);
  }
  await boss.work<IncidentKey>(
    RECONCILE,
    { pollingIntervalSeconds: COMPARING_POLL_SECONDS, maxPriority: COMPARING },
    async ([job]) => {
      if (job !== undefined) await work(job);
    },
  );
  const poll = setInterval(nudge.nudge, POLL_SECONDS * 1_000);

  const hour = setInterval(() => {
    trimRecords(store, clock.now()).catch((error: unknown) => {
      log(`queue: trim: ${String(error)}`, 'warn');
    });
  }, HOUR_MS);
  const sweep = setInterval(() => {
    sweepFailed(store, boss, RECONCILE, clock.now(), log).catch((error: unknown) => {
      log(`queue: sweep: ${String(error)}`, 'warn');
    });
  }, SWEEP_MS);
  await due.look(clock.now());

  return {
    wake,
    wakeTouched: async (key) => enqueue(store, boss, key, true),
    setWakeAt: async (key, at) => setWakeAt(store.db, key, at),
    wakeDue: async (now) => due.look(now),
    isWoken: async (key) => (await send(store.db, waiting({ name: keyText(key) }))).length > 0,
    idle: async () => {
      const unlooked = due.looking();
      const { rows } = await sql<{ state: string; jobs: number }>`
        select state::text as state, count(*)::int as jobs from ${jobs} where name = ${RECONCILE} and state in ('created', 'retry', 'active')
        group by state`.execute(store.db);
      const count = (state: string) => rows.find((row) => row.state === state)?.jobs ?? 0;
      return { waiting: count('created') + count('retry') + unlooked, running: count('active') };
    },
    stop: async () => {
      clearInterval(poll);
      clearInterval(hour);
      clearInterval(sweep);
      await due.stop();
      await stopHearing();
      await boss.stop({ graceful: true, timeout: stopWithinMs, close: true });
    },
  };
}
