/**
 * Wakes sleeping queue workers, as few as needed. pg-boss wakes all of them for each job that comes: with eight workers that is eight fetches
 * per job, which on PGlite's single connection kept deliveries waiting three times as long. Here a new job nudges one idle worker, a worker that
 * got a job nudges one more (there may be others), and a worker that is done looks again by itself.
 */
export interface Nudge {
  readonly add: (worker: string) => void;
  /** There may be a job. */
  readonly nudge: () => void;
  readonly nudgeAll: () => void;
  /** The worker got a job. */
  readonly started: (worker: string) => void;
  /** It is done; call before pg-boss puts it to sleep. */
  readonly ended: (worker: string) => void;
}

/** `notify` makes a worker fetch at once, or right after what it is doing. */
export function createNudge(notify: (worker: string) => void): Nudge {
  // in the order in which they became idle
  const idle = new Set<string>();
  const nudge = () => {
    const [worker] = idle;
    if (worker === undefined) return;
    // to the end of the row: the next job is for the next one
    idle.delete(worker);
    idle.add(worker);
    notify(worker);
  };
  return {
    add: (worker) => {
      idle.add(worker);
    },
    nudge,
    nudgeAll: () => {
      for (const worker of idle) notify(worker);
    },
    started: (worker) => {
      idle.delete(worker);
      nudge();
    },
    ended: (worker) => {
      idle.add(worker);
      notify(worker);
    },
  };
}
