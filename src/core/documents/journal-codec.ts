/**
 * The journal as it rides in our comments: compact arrays, about 130 bytes for a judged comment (E1, E3).
 *   { v: 1, a: [[id, login, 1 for a bot]…], e: [[letter, …]…] }
 * People are numbered in the order in which they appear; instants are seconds, with their fraction, or ISO text where milliseconds do not say them.
 * Reading never throws and drops nothing in silence: what cannot be read is named.
 */
import type { Account, Permission } from '../incident/account.ts';
import { PERMISSIONS } from '../incident/account.ts';
import type { JournalEntry } from '../incident/journal.ts';
import type { Instant } from '../incident/record.ts';

const VERSION = 1;

type Row = readonly (string | number | null)[];

function packInstant(at: Instant): number | string {
  const ms = at.epochMilliseconds;
  return BigInt(ms) * 1_000_000n === at.epochNanoseconds ? ms / 1000 : at.toString();
}

/** Rows without the nulls at their end. */
function trimmed(row: Row): Row {
  return row.slice(0, row.findLastIndex((value) => value !== null) + 1);
}

function rowOf(entry: JournalEntry, person: (who: Account | null) => number | null): Row {
  const at = packInstant(entry.at);
  switch (entry.kind) {
    case 'judged':
      return [
        'j',
        entry.comment,
        person(entry.by),
        PERMISSIONS.indexOf(entry.permission),
        entry.hash,
        entry.verdict,
        at,
        packInstant(entry.createdAt),
        entry.former,
        entry.standing,
        entry.commands ?? null,
      ];
    case 'withdrawn':
      return [
        'w',
        entry.comment,
        person(entry.by),
        person(entry.author),
        packInstant(entry.createdAt),
        at,
        entry.former,
      ];
    case 'restored':
      return ['r', entry.document, at, person(entry.by)];
    case 'configured':
      return ['c', entry.zone, entry.prefixOnly ? 1 : 0, at];
    case 'led':
      return [
        'l',
        entry.number,
        entry.severity,
        at,
        person(entry.leader),
        entry.skipped.length === 0 ? null : JSON.stringify(entry.skipped),
      ];
    case 'taken':
      return ['t', entry.into, entry.comment, person(entry.by), entry.url, at];
    case 'let-go':
      return ['g', entry.into, at, entry.comment];
    case 'joined':
      return ['p', entry.part, at];
    case 'left':
      return ['q', entry.part, at];
    case 'sent':
      return ['s', entry.what, at];
    case 'opened':
      return ['o', entry.document, entry.number, at];
    default:
      return entry satisfies never;
  }
}

/** Rows as they are added, with the people whom they name. */
export interface JournalWriter {
  readonly people: Row[];
  readonly rows: Row[];
  readonly add: (entry: JournalEntry) => void;
}

export function journalWriter(): JournalWriter {
  const people: Row[] = [];
  const rows: Row[] = [];
  const numbers = new Map<string, number>();
  const person = (who: Account | null): number | null => {
    if (who === null) return null;
    const row: Row = who.isBot ? [who.id, who.login, 1] : [who.id, who.login];
    const key = JSON.stringify(row);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, people.length);
    return people.push(row) - 1;
  };
  return { people, rows, add: (entry) => void rows.push(trimmed(rowOf(entry, person))) };
}

export function encodeJournal(entries: readonly JournalEntry[]): unknown {
  const { people, rows, add } = journalWriter();
  for (const entry of entries) add(entry);
  return { v: VERSION, a: people, e: rows };
}

export interface DecodedJournal {
  readonly entries: readonly JournalEntry[];
  /** One sentence for each thing that could not be read. */
  readonly problems: readonly string[];
}

/** Thrown inside only: why a row is none of ours. */
class Unreadable extends Error {}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new Unreadable('text is missing');
  return value;
}

function texts(value: unknown): readonly string[] {
  const json = text(value);
  try {
    const list: unknown = JSON.parse(json);
    if (isList(list)) return list.map(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new Unreadable('a list is missing');
}

function whole(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new Unreadable('a number is missing');
  return value;
}

function instant(value: unknown): Instant {
  try {
    if (typeof value === 'number') return Temporal.Instant.fromEpochMilliseconds(Math.round(value * 1000));
    return Temporal.Instant.from(text(value));
  } catch {
    throw new Unreadable('an instant is missing');
  }
}

function permission(value: unknown): Permission {
  const found = PERMISSIONS[whole(value)];
  if (found === undefined) throw new Unreadable('the permission is unknown');
  return found;
}

const orNull = <T>(value: unknown, read: (value: unknown) => T): T | null =>
  value === undefined || value === null ? null : read(value);

function entryOf(row: readonly unknown[], people: readonly (Account | null)[]): JournalEntry {
  const person = (value: unknown): Account => {
    const found = people[whole(value)];
    if (found === undefined || found === null) throw new Unreadable('the person is unknown');
    return found;
  };
  const [letter, first, second, third, fourth, fifth, sixth, seventh, eighth, ninth, tenth] = row;
  switch (letter) {
    case 'j':
      return {
        kind: 'judged',
        comment: whole(first),
        by: person(second),
        permission: permission(third),
        hash: text(fourth),
        verdict: text(fifth),
        at: instant(sixth),
        createdAt: instant(seventh),
        former: orNull(eighth, text),
        standing: orNull(ninth, text),
        ...(tenth === undefined || tenth === null ? {} : { commands: text(tenth) }),
      };
    case 'w':
      return {
        kind: 'withdrawn',
        comment: whole(first),
        by: orNull(second, person),
        author: person(third),
        createdAt: instant(fourth),
        at: instant(fifth),
        former: orNull(sixth, text),
      };
    case 'r':
      return { kind: 'restored', document: text(first), at: instant(second), by: orNull(third, person) };
    case 'c':
      return { kind: 'configured', zone: text(first), prefixOnly: second === 1, at: instant(third) };
    case 'l':
      return {
        kind: 'led',
        number: whole(first),
        severity: text(second),
        at: instant(third),
        leader: orNull(fourth, person),
        skipped: orNull(fifth, texts) ?? [],
      };
    case 't':
      return {
        kind: 'taken',
        into: whole(first),
        comment: whole(second),
        by: person(third),
        url: text(fourth),
        at: instant(fifth),
      };
    case 'g':
      return { kind: 'let-go', into: whole(first), at: instant(second), comment: orNull(third, whole) };
    case 'p':
      return { kind: 'joined', part: whole(first), at: instant(second) };
    case 'q':
      return { kind: 'left', part: whole(first), at: instant(second) };
    case 's':
      return { kind: 'sent', what: text(first), at: instant(second) };
    case 'o':
      return { kind: 'opened', document: text(first), number: whole(second), at: instant(third) };
    default:
      throw new Unreadable('its kind is unknown');
  }
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function accountOf(row: unknown): Account | null {
  if (!isList(row)) return null;
  const [id, login, bot] = row;
  return typeof id === 'number' && typeof login === 'string' ? { id, login, isBot: bot === 1 } : null;
}

/** Total: anything in, entries and problems out. */
export function decodeJournal(payload: unknown): DecodedJournal {
  if (payload === undefined || payload === null) return { entries: [], problems: [] };
  if (typeof payload !== 'object' || !('v' in payload) || !('a' in payload) || !('e' in payload)) {
    return { entries: [], problems: ['The journal has a form that Muster never wrote.'] };
  }
  const { v, a, e } = payload;
  if (v !== VERSION || !isList(a) || !isList(e)) {
    return { entries: [], problems: ['The journal was written by another version of Muster.'] };
  }
  const people = a.map(accountOf);
  const entries: JournalEntry[] = [];
  const problems: string[] = [];
  for (const [index, row] of e.entries()) {
    try {
      if (!isList(row)) throw new Unreadable('it is no list');
      entries.push(entryOf(row, people));
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      problems.push(`Entry ${index + 1} of the journal could not be read: ${error.message}.`);
    }
  }
  return { entries, problems };
}
