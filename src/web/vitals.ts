/** Whether all is well: the database answers, the queue moves, GitHub lets us in. One place for readiness and heartbeat to ask. */
import { setTimeout } from 'node:timers/promises';
import type { QueueFigures } from '../store/queue-figures.ts';
import type { GitHubAccess } from './github-access.ts';

/** A database that takes longer is as good as none: probes give up as well. */
const WITHIN_MS = 2_000;

/** Longer than all tries of a run with their delays, and shorter than people's patience. */
const OLDEST_SECONDS = 10 * 60;

/** Null where the database does not answer in time. */
export async function figuresWithin(
  read: () => Promise<QueueFigures>,
  withinMs = WITHIN_MS,
): Promise<QueueFigures | null> {
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

/** What is wrong, in a few words, or null. `figures` null: the process is not ready, or the database does not answer. */
export function complaintOf(
  figures: QueueFigures | null,
  github: Pick<GitHubAccess, 'complaint'>,
): string | null {
  if (figures === null) return 'the database does not answer';
  const { givenUp } = figures;
  if (givenUp > 0) return `runs of ${givenUp} ${givenUp === 1 ? 'incident' : 'incidents'} were given up`;
  if (figures.oldestWaiting > OLDEST_SECONDS) {
    return `the oldest job waits for ${Math.round(figures.oldestWaiting / 60)} minutes`;
  }
  return github.complaint();
}
