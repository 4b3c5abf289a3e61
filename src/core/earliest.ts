/** When to look again is the earliest of what is due. */
import { compareInstants } from './compare-instants.ts';
import type { Instant } from './incident/record.ts';

/** Null when there is none. */
export function earliest(...instants: readonly (Instant | null)[]): Instant | null {
  const known = instants.filter((instant) => instant !== null);
  return known.toSorted(compareInstants)[0] ?? null;
}
