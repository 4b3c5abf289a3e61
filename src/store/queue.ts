/**
 * The work queue: runs the reconciler for the incidents that something happened to. A job carries the incident's key and nothing else.
 *
 *   reconcile   policy key_strict_fifo, singleton key = the incident: at most one run of an incident at a time and one waiting, over all
 *               replicas. Jobs are upserted after the incident's row is locked; pg-boss's `send` and its other policies lose wake-ups or block.
 *   timer       policy short: at most one waiting per incident. It only says "look who is due"; who is due is decided by our clock.
 *   dead        copies of reconcile jobs that failed for good.
 *
 * pg-boss's own LISTEN is off: it wakes every worker for every job (see `nudge.ts`, which does that part).
 *
 * A run that throws is tried again with growing delays, then given up for a while (see `sweep.ts`). GitHub's refusals and limits are no reason
 * to throw: a run sets its next wake-up and returns.
 */
import { PgBoss } from 'pg-boss';
import { sql } from 'kysely';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Instant } from '../core/incident/record.ts';
import { type IncidentKey, keyText } from './incident-key.ts';
import { claimDue, dueIncidents, storeWakeAt, touchIncident } from './incident-row.ts';
import { RECONCILE, TIMER, WAKE_CHANNEL, createQueues, enqueue, jobs } from './job-queues.ts';
import type { Store } from './store.ts';
import { createNudge } from './nudge.ts';
import { recoverDeadRuns, sweepFailed, trimRecords } from './sweep.ts';

export interface Queue {
  /** There is something to do. Joins the open transaction: with it the wake-up is kept or forgotten. */
  wake(key: IncidentKey): Promise<void>;
  /**
   * Wakes the incident at `at` by our clock, replacing what was set before; null for never. A run that ends without calling this is woken
   * again after `LEASE` once its wake-up was used.
   */
  setWakeAt(key: IncidentKey, at: Instant | null): Promise<void>;
  /** Wakes every incident whose time has come; returns how many. The queue does so by itself at start, on timers, jumps and each minute. */
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
  /** Incidents that run side by side in this process. */
  readonly workers?: number;
  /** How long `stop` waits for runs to end. */
  readonly stopWithinMs?: number;
  /** Tries of a run after the first. */
  readonly retryLimit?: number;
}

/** What a run gets: it must hand the signal to every request, because a run that lost its claim is aborted. */
export type Run = (key: IncidentKey, signal: AbortSignal) => Promise<void>;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const SWEEP_MS = 10_000;
const DUE_AT_ONCE = 500;

/** After it was woken by its time, an incident that nobody set a new time for is looked at again: a run may have died on the way. */
const LEASE: Temporal.DurationLike = { minutes: 5 };

/** Opens the queue on the store's database and starts working at once. */
export async function openQueue(store: Store, clock: Clock, run: Run, options: QueueOptions): Promise<Queue> {
  const { log, workers = 8, stopWithinMs = 20_000, retryLimit = 5 } = options;
  const boss = new PgBoss({
    ...store.bossOptions,
    schedule: false,
    superviseIntervalSeconds: 10,
    monitorIntervalSeconds: 10,
    monitorVacuum: store.engine === 'postgres',
  });
  boss.on('error', (error) => {
    log(`queue: ${error.message}`, 'error');
  });
  boss.on('warning', (warning) => {
    log(`queue: ${warning.message}`, 'warn');
  });
  await boss.start();
  await createQueues(boss, retryLimit);

  const wake = async (key: IncidentKey) => enqueue(store, boss, key);

  const setWakeAt = async (key: IncidentKey, at: Instant | null) => {
    await store.transaction(async (db) => {
      await touchIncident(db, key);
      await storeWakeAt(db, key, at);
      const transaction = store.bossTransaction();
      if (at !== null) {
        const startAfter = Math.max(
          0,
          Math.ceil((at.epochMilliseconds - clock.now().epochMilliseconds) / 1_000),
        );
        await boss.upsert(TIMER, { ...key }, { singletonKey: keyText(key), startAfter, ...transaction });
        return;
      }
      const waiting = await boss.findJobs(TIMER, { key: keyText(key), queued: true, ...transaction });
      if (waiting.length > 0)
        await boss.deleteJob(
          TIMER,
          waiting.map((job) => job.id),
          transaction,
        );
    });
  };

  // counted, so that nobody takes the queue for idle while it is still finding out who is due
  const looking = new Set<Promise<number>>();
  const wakeDue = async (now: Instant): Promise<number> => {
    const look = wakeAllDue(store, wake, now);
    looking.add(look);
    try {
      return await look;
    } finally {
      looking.delete(look);
    }
  };
  const lookNow = () => {
    wakeDue(clock.now()).catch((error: unknown) => {
      log(
        `queue: could not wake the incidents that are due, trying again within a minute: ${String(error)}`,
        'warn',
      );
    });
  };

  if (store.engine === 'pglite') await recoverDeadRuns(store, boss, RECONCILE, wake);

  const nudge = createNudge((worker) => {
    boss.notifyWorker(worker);
  });
  const stopHearing = await store.listen(WAKE_CHANNEL, nudge.nudge, nudge.nudgeAll);
  for (let index = 0; index < workers; index += 1) {
    // two workers poll often: retries come without a notification
    const poll = { pollingIntervalSeconds: index < 2 ? 2 : 30 };
    let worker = '';
    worker = await boss.work<IncidentKey>(RECONCILE, poll, async ([job]) => {
      if (job === undefined) return;
      nudge.started(worker);
      try {
        await run(job.data, job.signal);
      } catch (error) {
        const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
        const incident = keyText(job.data);
        log(`reconcile ${incident}: ${reason}`, 'error', { incident });
        throw error;
      } finally {
        nudge.ended(worker);
      }
    });
    nudge.add(worker);
  }
  await boss.work(TIMER, { pollingIntervalSeconds: 1, batchSize: 50 }, async () => wakeDue(clock.now()));

  const minute = setInterval(lookNow, MINUTE_MS);
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
  const stopListening = clock.onJump(lookNow);
  await wakeDue(clock.now());

  return {
    wake,
    setWakeAt,
    wakeDue,
    isWoken: async (key) => (await boss.findJobs(RECONCILE, { key: keyText(key), queued: true })).length > 0,
    idle: async () => {
      const unlooked = looking.size;
      const { rows } = await sql<{ state: string; jobs: number }>`
        select state::text as state, count(*)::int as jobs from ${jobs} where name = ${RECONCILE} and state in ('created', 'retry', 'active')
        group by state`.execute(store.db);
      const count = (state: string) => rows.find((row) => row.state === state)?.jobs ?? 0;
      return { waiting: count('created') + count('retry') + unlooked, running: count('active') };
    },
    stop: async () => {
      clearInterval(minute);
      clearInterval(hour);
      clearInterval(sweep);
      stopListening();
      await stopHearing();
      await Promise.allSettled(looking);
      await boss.stop({ graceful: true, timeout: stopWithinMs, close: true });
    },
  };
}

async function wakeAllDue(store: Store, wake: Queue['wake'], now: Instant): Promise<number> {
  let woken = 0;
  for (;;) {
    const due = await dueIncidents(store.db, now, DUE_AT_ONCE);
    for (const key of due) {
      // one incident per transaction: locks of several would have to be taken in one order by everybody
      await store.transaction(async (db) => {
        if (await claimDue(db, key, now, now.add(LEASE))) {
          await wake(key);
          woken += 1;
        }
      });
    }
    if (due.length < DUE_AT_ONCE) return woken;
  }
}
