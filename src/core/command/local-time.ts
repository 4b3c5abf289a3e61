/**
 * Wall times in a zone. A local time that happens twice is the earlier one; one that never happens is refused (C6).
 */
import type { Instant } from '../incident/record.ts';

/** Null when the zone's clocks skip this time. */
export function instantOfWallTime(wall: Temporal.PlainDateTime, zone: string): Instant | null {
  const zoned = wall.toZonedDateTime(zone, { disambiguation: 'earlier' });
  return zoned.toPlainDateTime().equals(wall) ? zoned.toInstant() : null;
}

/** How far ahead of the comment a time may lie and still mean "now": clocks differ (C6). */
const AHEAD_IS_NOW = Temporal.Duration.from({ seconds: 60 });
/** A bare time this little ahead is meant as future, not as yesterday (C6). */
const AHEAD_IS_FUTURE = Temporal.Duration.from({ minutes: 60 });

export type Placed =
  | { readonly at: Instant }
  | { readonly trouble: 'missing' | 'future'; readonly wall: Temporal.PlainDateTime };

function isWithin(from: Instant, to: Instant, most: Temporal.Duration): boolean {
  return Temporal.Instant.compare(to, from.add(most)) <= 0;
}

/** A stated date and time: never ahead of the comment by more than a minute. */
export function placeExplicit(wall: Temporal.PlainDateTime, zone: string, createdAt: Instant): Placed {
  const at = instantOfWallTime(wall, zone);
  if (at === null) return { trouble: 'missing', wall };
  if (Temporal.Instant.compare(at, createdAt) <= 0) return { at };
  return isWithin(createdAt, at, AHEAD_IS_NOW) ? { at: createdAt } : { trouble: 'future', wall };
}

/**
 * The latest past occurrence of a bare time. Tomorrow is looked at as well: shortly before midnight `00:05` lies ahead, not 23 hours
 * back.
 */
export function placeBare(time: Temporal.PlainTime, zone: string, createdAt: Instant): Placed {
  const today = createdAt.toZonedDateTimeISO(zone).toPlainDate();
  for (const days of [1, 0, -1]) {
    const wall = today.add({ days }).toPlainDateTime(time);
    const nominal = wall.toZonedDateTime(zone, { disambiguation: 'earlier' }).toInstant();
    if (Temporal.Instant.compare(nominal, createdAt) > 0 && !isWithin(createdAt, nominal, AHEAD_IS_FUTURE))
      continue;
    return placeExplicit(wall, zone, createdAt);
  }
  return { trouble: 'missing', wall: today.add({ days: -1 }).toPlainDateTime(time) };
}

/** `2026-11-21 14:05 UTC`: what a time was read as, for refusals. Whole minutes, the zone by its id. */
export function describeTime(at: Instant, zone: string): string {
  const local = at.toZonedDateTimeISO(zone);
  return `${local.toPlainDate().toString()} ${local.toPlainTime().toString({ smallestUnit: 'minute' })} ${zone}`;
}
