/**
 * Wall times in a zone. A local time that happens twice is the earlier one; one that never happens is refused (C6).
 */
import { compareInstants } from '../compare-instants.ts';
import type { Instant } from '../incident/record.ts';

/** How far ahead of the comment a time may lie and still mean "now": clocks differ (C6). */
const AHEAD_IS_NOW = Temporal.Duration.from({ seconds: 60 });
/** A bare time this little ahead is meant as future, not as yesterday (C6). */
const AHEAD_IS_FUTURE = Temporal.Duration.from({ minutes: 60 });

export type Placed =
  | { readonly at: Instant }
  | { readonly trouble: 'missing' | 'future'; readonly wall: Temporal.PlainDateTime };

function isWithin(from: Instant, to: Instant, most: Temporal.Duration): boolean {
  return compareInstants(to, from.add(most)) <= 0;
}

/** A stated date and time: never ahead of the comment by more than a minute. */
export function placeExplicit(wall: Temporal.PlainDateTime, zone: string, createdAt: Instant): Placed {
  return judge(wall.toZonedDateTime(zone, { disambiguation: 'earlier' }), wall, createdAt);
}

/**
 * The latest past occurrence of a bare time. Tomorrow is looked at as well: shortly before midnight `00:05` lies ahead, not 23 hours
 * back.
 */
export function placeBare(time: Temporal.PlainTime, zone: string, createdAt: Instant): Placed {
  const local = createdAt.toZonedDateTimeISO(zone);
  // no clock is moved by more than two hours, so before eight in the evening tomorrow is out of reach
  let wall = local
    .toPlainDate()
    .toPlainDateTime(time)
    .add({ days: local.hour < 20 ? 0 : 1 });
  let zoned = wall.toZonedDateTime(zone, { disambiguation: 'earlier' });
  while (!isWithin(createdAt, zoned.toInstant(), AHEAD_IS_FUTURE)) {
    wall = wall.subtract({ days: 1 });
    zoned = wall.toZonedDateTime(zone, { disambiguation: 'earlier' });
  }
  return judge(zoned, wall, createdAt);
}

/** `zoned` is `wall` in its zone; the two differ when the zone's clocks skip that time. */
function judge(zoned: Temporal.ZonedDateTime, wall: Temporal.PlainDateTime, createdAt: Instant): Placed {
  if (!zoned.toPlainDateTime().equals(wall)) return { trouble: 'missing', wall };
  const at = zoned.toInstant();
  if (compareInstants(at, createdAt) <= 0) return { at };
  return isWithin(createdAt, at, AHEAD_IS_NOW) ? { at: createdAt } : { trouble: 'future', wall };
}

/** Reads `YYYY-MM-DD`, one or two digits for month and day. Null when the calendar has no such day. */
export function calendarDate(text: string): Temporal.PlainDate | null {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  if (!(month >= 1 && month <= 12 && day >= 1)) return null;
  return day > Temporal.PlainYearMonth.from({ year, month }).daysInMonth
    ? null
    : Temporal.PlainDate.from({ year, month, day });
}

/** `2026-11-21 14:05 UTC`: what a time was read as, for refusals. Whole minutes, the zone by its id. */
export function describeTime(at: Instant, zone: string): string {
  const local = at.toZonedDateTimeISO(zone);
  return `${local.toPlainDate().toString()} ${local.toPlainTime().toString({ smallestUnit: 'minute' })} ${zone}`;
}
