/**
 * Whether all is well: the database answers, the queue moves, resyncs come to their end, GitHub lets us in. One place for readiness, metrics and
 * heartbeat to ask.
 */
import { setTimeout } from 'node:timers/promises';
import { loadCheckpoint } from '../store/checkpoints.ts';
import { type QueueFigures, queueFigures } from '../store/queue-figures.ts';
import type { Database } from '../store/tables.ts';
import type { GitHubAccess } from './github-access.ts';

export interface Figures extends QueueFigures {
  /** Seconds since the last resync of the App that came to its end began; null when none did yet. */
  readonly sinceResync: number | null;
}

/** Rejects when the database does not answer. */
export async function readFigures(db: Database, now: Temporal.Instant): Promise<Figures> {
  const figures = await queueFigures(db);
  const resynced = await loadCheckpoint(db, 'failed-deliveries');
  return { ...figures, sinceResync: resynced === null ? null : now.since(resynced).total('seconds') };
}

/** A database that takes longer is as good as none: probes give up as well. */
const WITHIN_MS = 2_000;

/** Null where the database does not answer in time. */
export async function figuresWithin(
  read: () => Promise<Figures>,
  withinMs = WITHIN_MS,
): Promise<Figures | null> {
  const done = new AbortController();
  try {
    return await Promise.race([
      read(),
      setTimeout(withinMs, null, { signal: done.signal }).catch(() => null),
    ]);
  } catch {
    return null;
  } finally {
    done.abort();
  }
}

/** Longer than all tries of a run with their delays, and shorter than people's patience. */
const OLDEST_SECONDS = 10 * 60;
/** Resyncs are hourly: two in a row went wrong. */
const RESYNC_SECONDS = 3 * 60 * 60;

/**
 * What is wrong, in a few words, or null. `figures` null: the process is not ready, or the database does not answer. `upFor`: seconds since the process
 * is ready; nobody resynced while nobody ran.
 */
export function complaintOf(
  figures: Figures | null,
  upFor: number,
  github: Pick<GitHubAccess, 'complaint'>,
): string | null {
  if (figures === null) return 'the database does not answer';
  const { givenUp, oldestWaiting, sinceResync } = figures;
  if (givenUp > 0) return `runs of ${givenUp} ${givenUp === 1 ? 'incident' : 'incidents'} were given up`;
  if (oldestWaiting > OLDEST_SECONDS)
    return `the oldest job waits for ${Math.round(oldestWaiting / 60)} minutes`;
  if (Math.min(sinceResync ?? Infinity, upFor) > RESYNC_SECONDS)
    return 'no resync came to its end for 3 hours';
  return github.complaint();
}
