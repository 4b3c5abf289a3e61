/**
 * Wakes the incidents whose time has come, by our clock: at the start, when the clock jumps, and once a second. Times are a column with an index, and
 * not delayed jobs: what is not due costs nothing, however much of it there is. Every replica looks; a time is used once, because it is moved on
 * under the lock of the incident's row in the transaction that wakes it.
 */
import type { Clock } from '../clock.ts';
import type { Instant } from '../core/incident/record.ts';
import type { Log } from '../log.ts';
import type { IncidentKey } from './incident-key.ts';
import { claimDue, dueIncidents } from './incident-row.ts';
import type { Store } from './store.ts';

const LOOK_MS = 1_000;
const DUE_AT_ONCE = 500;

/** After it was woken by its time, an incident that nobody set a new time for is looked at again: a run may have died on the way. */
const LEASE: Temporal.DurationLike = { minutes: 5 };

export interface DueWatch {
  /** Returns how many were woken. */
  look(now: Instant): Promise<number>;
  /** Looks that a start, a jump or a caller began and that are not over: there may be work that is not in the queue yet. */
  looking(): number;
  stop(): Promise<void>;
}

export function watchDue(
  store: Store,
  clock: Clock,
  wake: (key: IncidentKey) => Promise<void>,
  log: Log,
): DueWatch {
  const looks = new Set<Promise<number>>();
  const look = async (now: Instant): Promise<number> => {
    const one = wakeAllDue(store, wake, now);
    looks.add(one);
    try {
      return await one;
    } finally {
      looks.delete(one);
    }
  };
  let isFailing = false;
  const attempt = async (way: typeof look): Promise<void> => {
    try {
      await way(clock.now());
      isFailing = false;
    } catch (error) {
      if (!isFailing)
        log(`queue: cannot wake the incidents that are due, trying on each second: ${String(error)}`, 'warn');
      isFailing = true;
    }
  };
  let polling: Promise<void> | null = null;
  const poll = async (): Promise<void> => {
    await attempt(async (now) => wakeAllDue(store, wake, now));
    polling = null;
  };
  const timer = setInterval(() => {
    polling ??= poll();
  }, LOOK_MS);
  const stopListening = clock.onJump(() => void attempt(look));
  return {
    look,
    looking: () => looks.size,
    stop: async () => {
      clearInterval(timer);
      stopListening();
      await Promise.allSettled([...looks, polling]);
    },
  };
}

async function wakeAllDue(
  store: Store,
  wake: (key: IncidentKey) => Promise<void>,
  now: Instant,
): Promise<number> {
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
