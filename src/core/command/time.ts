/**
 * Reads the time at the beginning of an argument (C6), against the comment's creation and never against a clock.
 *   time     := "at"? (clock | day clock | relative | "now")
 *   clock    := H:MM(:SS)? ("Z" | "UTC" | "GMT")?          after a date also ±HH:MM
 *   day      := YYYY-MM-DD ("T" or space) | "yesterday" | "today"
 *   relative := (number unit)+ "ago"
 * Words that merely begin with a number are text (`3 nodes down`); what plainly tries to be a time and is not (`25:99`, `14:05 CET`,
 * `2:05 pm`) is refused, because recording it as text would put the entry at the wrong minute without a word.
 */
import type { Instant } from '../incident/record.ts';
import type { ParseContext } from './command-spec.ts';
import { calendarDate, describeTime, placeBare, placeExplicit, type Placed } from './local-time.ts';
import { shorten, takeWord } from './words.ts';

export { describeTime } from './local-time.ts';

export type TimeRead =
  | { readonly kind: 'time'; readonly at: Instant; readonly rest: string }
  | { readonly kind: 'none' }
  /** `reason` quotes what was read. */
  | { readonly kind: 'refused'; readonly reason: string; readonly expected: string };

const EXPECTED_TIME = 'a time such as 14:05, 14:05Z, 2026-11-21 14:05, 10m ago or yesterday 23:50';

const END = String.raw`(?=$|\s|[,;.!?](?:\s|$)|:(?:\s|$))`;
const CLOCK = String.raw`(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?`;
const UTC = '(?:[ ]?(z|utc|gmt))?';
/** Only after a date: `14:05-09:30` without one is a span of time. It may stand apart, as git writes it. */
const OFFSET = String.raw`(?:[ ]?(z|utc|gmt)|[ ]?([+-]\d{2}):?(\d{2}))?`;
const UNIT = '(?:d|days?|h|hrs?|hours?|m|mins?|minutes?|s|secs?|seconds?)';

const NOW = new RegExp(`^now${END}`, 'iu');
const BARE = new RegExp(`^${CLOCK}${UTC}${END}`, 'iu');
const NAMED_DAY = new RegExp(`^(yesterday|today|tomorrow)[ ]+(?:at[ ]+)?${CLOCK}${UTC}${END}`, 'iu');
const DATED = new RegExp(
  String.raw`^(\d{4}-\d{2}-\d{2})(?:t|,?[ ]+(?:at[ ]+)?)${CLOCK}${OFFSET}${END}`,
  'iu',
);
const RELATIVE = new RegExp(`^((?:\\d{1,9}[ ]?${UNIT}[ ]?){1,4})ago${END}`, 'iu');

/** What can only have been meant as a time. */
const ATTEMPTS = [
  /^\d{1,2}:\d\S*/u,
  /^(?:yesterday|today|tomorrow)[ ]+(?:at[ ]+)?\d{1,2}:\d\S*/iu,
  /^\d{4}-\d{1,2}-\d{1,2}(?=$|[\sT,;:])(?:[T ]\d{1,2}:\d\S*)?/iu,
  /^\d{1,9}(?:[.,]\d{1,9})?[ ]?[a-z]{1,9}[ ]ago\b/iu,
  /^\d{1,2}[ ]?[ap]m\b/iu,
];

/** Read as local time these would be hours off; their offsets are ambiguous, so they are not guessed. */
const FOREIGN_ZONE =
  /^(?:[CEW]ES?T|BST|IST|MSK|[ECMP][DS]T|AK[DS]T|HST|JST|KST|HKT|SGT|AE[DS]T|AC[DS]T|AWST|NZ[DS]T)$/u;
const HALF_DAY = /^(?:am|pm|a\.m\.?|p\.m\.?)$/iu;

/** Reads a time at the start of `text`. `rest` is what follows, trimmed. */
export function parseTime(text: string, context: ParseContext): TimeRead {
  const start = text.trimStart();
  const at = /^at[ ]+/iu.exec(start);
  if (at !== null) {
    const read = readTime(start.slice(at[0].length), context);
    if (read.kind !== 'none') return read;
  }
  return readTime(start, context);
}

function readTime(text: string, context: ParseContext): TimeRead {
  const { createdAt } = context;
  const now = NOW.exec(text);
  if (now !== null) return { kind: 'time', at: createdAt, rest: after(text, now[0]) };

  const relative = RELATIVE.exec(text);
  if (relative !== null) {
    const at = subtract(createdAt, relative[1] ?? '');
    return at === null
      ? refuse(relative[0], 'lies too far back')
      : { kind: 'time', at, rest: after(text, relative[0]) };
  }

  const dated = DATED.exec(text);
  if (dated !== null) {
    const [whole, day = '', ...clock] = dated;
    const date = calendarDate(day);
    if (date === null) return refuse(whole, 'is not a date');
    return place(whole, text, clock, context, (time, zone) =>
      placeExplicit(date.toPlainDateTime(time), zone, createdAt),
    );
  }

  const named = NAMED_DAY.exec(text);
  if (named !== null) {
    const [whole, day = '', ...clock] = named;
    const days = { yesterday: -1, today: 0, tomorrow: 1 }[day.toLowerCase()] ?? 0;
    return place(whole, text, clock, context, (time, zone) =>
      placeExplicit(
        createdAt.toZonedDateTimeISO(zone).toPlainDate().add({ days }).toPlainDateTime(time),
        zone,
        createdAt,
      ),
    );
  }

  const bare = BARE.exec(text);
  if (bare !== null) {
    const [whole, ...clock] = bare;
    return place(whole, text, clock, context, (time, zone) => placeBare(time, zone, createdAt));
  }

  const attempt = ATTEMPTS.map((pattern) => pattern.exec(text)?.[0]).find((found) => found !== undefined);
  if (attempt === undefined) return { kind: 'none' };
  if (/^\d{4}-\d{1,2}-\d{1,2}$/u.test(attempt)) return refuse(attempt, 'is a date without a time');
  return refuse(attempt, 'is not a time I can read');
}

/** `clock` holds the groups of CLOCK and ZONE. */
function place(
  whole: string,
  text: string,
  clock: readonly (string | undefined)[],
  context: ParseContext,
  placeAt: (time: Temporal.PlainTime, zone: string) => Placed,
): TimeRead {
  const [hour = '', minute = '', second = '0', utc, offsetHour, offsetMinute] = clock;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59)
    return refuse(whole, 'is not a time of day');
  const offset = Number(offsetHour ?? 0);
  if (offset < -12 || offset > 14 || !/^(?:00|30|45)$/u.test(offsetMinute ?? '00')) {
    return refuse(whole, 'has an offset that no place uses');
  }
  const rest = after(text, whole);
  const { word } = takeWord(rest);
  if (utc === undefined && offsetHour === undefined && FOREIGN_ZONE.test(word)) {
    return refuse(
      `${whole} ${word}`,
      'names a zone by letters that several zones share',
      'the same time in UTC (14:05Z) or in the zone of this repository (14:05)',
    );
  }
  if (HALF_DAY.test(word))
    return refuse(`${whole} ${word}`, 'is a 12-hour time', 'a 24-hour time such as 14:05');

  const zone =
    utc !== undefined
      ? 'UTC'
      : offsetHour !== undefined
        ? `${offsetHour}:${offsetMinute ?? '00'}`
        : context.zone;
  const time = Temporal.PlainTime.from({
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
  });
  const placed = placeAt(time, zone);
  if ('at' in placed) return { kind: 'time', at: placed.at, rest };
  const local = `${placed.wall.toPlainDate().toString()} ${placed.wall.toPlainTime().toString({ smallestUnit: 'minute' })} ${zone}`;
  if (placed.trouble === 'missing') return refuse(whole, `reads as ${local}, which the clocks there skip`);
  return refuse(
    whole,
    `reads as ${local}, which lies ahead of this comment (${describeTime(context.createdAt, zone)})`,
    'a time that has passed',
  );
}

function refuse(read: string, reason: string, expected = EXPECTED_TIME): TimeRead {
  return { kind: 'refused', reason: `“${shorten(read, 40)}” ${reason}`, expected };
}

/** What follows the time, without the punctuation that closed it. */
function after(text: string, read: string): string {
  return text
    .slice(read.length)
    .replace(/^[,;.!?:]/u, '')
    .trim();
}

/** Null when it lies before the year 1970: nobody means that, and far enough back instants do not exist. */
function subtract(from: Instant, amounts: string): Instant | null {
  let seconds = 0;
  for (const [, count = '', unit = ''] of amounts.matchAll(/(\d+)[ ]?([a-z])/giu)) {
    seconds += Number(count) * ({ d: 86_400, h: 3_600, m: 60, s: 1 }[unit.toLowerCase()] ?? 0);
  }
  const milliseconds = from.epochMilliseconds - seconds * 1_000;
  return milliseconds < 0 ? null : from.subtract({ seconds });
}
