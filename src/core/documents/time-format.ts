/**
 * Times as documents write them: `08:51` in the policy's zone, `24 Oct 23:50` where the incident spans days, the zone named once by whoever
 * lays out the document (C6). English month names of our own, so that no locale data changes a document.
 */
import type { Instant } from '../incident/record.ts';
import type { View } from './view.ts';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

export interface TimeFormat {
  /** `UTC`, or the IANA name. */
  readonly zone: string;
  /** `25 October 2026`, or `25 October to 2 November 2026`; empty without an instant. */
  readonly days: string;
  readonly time: (at: Instant) => string;
}

/** `25 October 2026`. */
export function longDate(date: {
  readonly day: number;
  readonly month: number;
  readonly year: number;
}): string {
  return `${date.day} ${MONTHS[date.month - 1] ?? ''} ${date.year}`;
}

/** `25 October 2026`, the day of an instant in a zone. */
export function dayOf(at: Instant, zone: string): string {
  return longDate(at.toZonedDateTimeISO(zone));
}

function clock(at: Temporal.ZonedDateTime): string {
  const time = `${String(at.hour).padStart(2, '0')}:${String(at.minute).padStart(2, '0')}`;
  if (at.offsetNanoseconds === 0) return time;
  // In the hour that a change of the clock repeats, the wall time alone would not say which.
  const wall = at.toPlainDateTime();
  const isTwice = !wall
    .toZonedDateTime(at.timeZoneId, { disambiguation: 'earlier' })
    .equals(wall.toZonedDateTime(at.timeZoneId, { disambiguation: 'later' }));
  return isTwice ? `${time} (${at.offset})` : time;
}

/** The first and the last day, each as much as the other does not say. */
function range(first: Temporal.PlainDate, last: Temporal.PlainDate): string {
  if (first.equals(last)) return longDate(first);
  const start = first.year === last.year ? longDate(first).replace(/ \d+$/u, '') : longDate(first);
  return `${start} to ${longDate(last)}`;
}

/** The first and the last of them; by whole milliseconds, which tell days apart and are far quicker to compare. */
function ends(instants: Iterable<Instant | null>): readonly (Instant | undefined)[] {
  let [first, last]: (Instant | undefined)[] = [];
  let [low, high] = [Infinity, -Infinity];
  for (const at of instants) {
    if (at === null) continue;
    const ms = at.epochMilliseconds;
    if (ms < low) [first, low] = [at, ms];
    if (ms > high) [last, high] = [at, ms];
  }
  return [first, last];
}

/** The format for a document that shows these instants. */
export function timeFormat(zone: string, instants: Iterable<Instant | null>): TimeFormat {
  const [first, last] = ends(instants).map((at) => at?.toZonedDateTimeISO(zone).toPlainDate());
  const isOneDay = first === undefined || last === undefined || first.equals(last);
  const known = new Map<number, string>();
  const written = (at: Instant): string => {
    const local = at.toZonedDateTimeISO(zone);
    if (isOneDay) return clock(local);
    const month = (MONTHS[local.month - 1] ?? '').slice(0, 3);
    return `${local.day} ${month}${first.year === last.year ? '' : ` ${local.year}`} ${clock(local)}`;
  };
  return {
    zone,
    days: first === undefined || last === undefined ? '' : range(first, last),
    time: (at) => {
      // no zone has been off UTC by parts of a minute since 1972, so all of a minute reads the same
      const minute = Math.floor(at.epochMilliseconds / 60_000);
      const before = known.get(minute);
      if (before !== undefined) return before;
      const text = written(at);
      known.set(minute, text);
      return text;
    },
  };
}

/** `25 October 2026, UTC`: said once in each document. */
export function zoneWords({ days, zone }: TimeFormat): string {
  return days === '' ? zone : `${days}, ${zone}`;
}

const KNOWN = new WeakMap<View['incident'], TimeFormat>();

/**
 * One format for all documents of an incident, so that a time reads the same wherever it stands. Remembered by incident, because every row of a
 * long timeline asks.
 */
export function timesOf({ incident, policy }: Pick<View, 'incident' | 'policy'>): TimeFormat {
  const known = KNOWN.get(incident);
  if (known?.zone === policy.zone) return known;
  const found = timeFormat(policy.zone, [
    ...Object.values(incident.instants),
    incident.phaseSince,
    incident.closedAt,
    ...incident.timeline.map((entry) => entry.occurredAt),
    ...incident.communications.map((c) => c.at),
    ...incident.holdings.flatMap((h) => [h.from, h.to]),
  ]);
  KNOWN.set(incident, found);
  return found;
}

/**
 * `52 min`, `1 h 12 min`, `3 d 2 h`. Seconds only below ten minutes, where they matter; `0 min` for nothing.
 */
export function durationText(duration: Temporal.Duration): string {
  const total = Math.round(duration.total('seconds'));
  const seconds = total % 60;
  if (total < 600 && seconds > 0) {
    return total < 60 ? `${seconds} s` : `${Math.floor(total / 60)} min ${seconds} s`;
  }
  const minutes = Math.round(total / 60);
  const hours = Math.floor(minutes / 60);
  if (hours === 0) return `${minutes} min`;
  if (hours < 48) return units([hours, 'h'], [minutes % 60, 'min']);
  return units([Math.floor(hours / 24), 'd'], [hours % 24, 'h']);
}

function units(...parts: readonly (readonly [number, string])[]): string {
  return parts
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ');
}

/** The same between two instants. */
export function spanText(from: Instant, to: Instant): string {
  return durationText(from.until(to));
}

/** `1 entry`, `17 entries`, `2,431 entries`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${String(count).replaceAll(/\B(?=(?:\d{3})+$)/gu, ',')} ${count === 1 ? one : many}`;
}

/** `once`, `twice`, `3 times`. */
export function timesWords(count: number): string {
  return count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`;
}
