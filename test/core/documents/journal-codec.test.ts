import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { decodeJournal, encodeJournal } from '../../../src/core/documents/journal-codec.ts';
import { pageJournal } from '../../../src/core/documents/journal-pages.ts';
import { PERMISSIONS } from '../../../src/core/incident/account.ts';
import type { JournalEntry } from '../../../src/core/incident/journal.ts';
import { anyText } from '../../support/any-text.ts';
import { account, at } from '../../support/build-incident.ts';

const person = fc.constantFrom(...['prima', 'sylvain', 'alerts[bot]'].map(account));
const id = fc.integer({ min: 0, max: 2 ** 45 });
const instant = fc.oneof(
  fc
    .integer({ min: 1_700_000_000, max: 1_900_000_000 })
    .map((s) => Temporal.Instant.fromEpochMilliseconds(s * 1000)),
  fc
    .integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 })
    .map((ms) => Temporal.Instant.fromEpochMilliseconds(ms)),
  fc
    .bigInt({ min: 1_700_000_000_000_000_000n, max: 1_900_000_000_000_000_000n })
    .map((ns) => Temporal.Instant.fromEpochNanoseconds(ns)),
);
const text = anyText(200);
const entry: fc.Arbitrary<JournalEntry> = fc.oneof(
  fc.record({
    kind: fc.constant('judged' as const),
    comment: id,
    by: person,
    permission: fc.constantFrom(...PERMISSIONS),
    hash: fc.string({ unit: fc.constantFrom('a', '0', 'f'), minLength: 16, maxLength: 16 }),
    verdict: fc.constantFrom('', 'a', 'ar', 'q', 'e'),
    at: instant,
    createdAt: instant,
    former: fc.option(text),
    standing: fc.option(text),
    commands: fc.constantFrom('severity take', '? +400', undefined),
  }),
  fc.record({
    kind: fc.constant('withdrawn' as const),
    comment: id,
    by: fc.option(person),
    author: person,
    createdAt: instant,
    at: instant,
    former: fc.option(text),
  }),
  fc.record({ kind: fc.constant('restored' as const), document: text, by: fc.option(person), at: instant }),
  fc.record({ kind: fc.constant('configured' as const), zone: text, prefixOnly: fc.boolean(), at: instant }),
  fc.record({
    kind: fc.constant('led' as const),
    number: id,
    severity: text,
    leader: fc.option(person),
    skipped: fc.array(text, { maxLength: 3 }),
    at: instant,
  }),
  fc.record({
    kind: fc.constant('taken' as const),
    into: id,
    comment: id,
    by: person,
    url: text,
    at: instant,
  }),
  fc.record({ kind: fc.constant('let-go' as const), into: id, comment: fc.option(id), at: instant }),
  fc.record({ kind: fc.constantFrom('joined' as const, 'left' as const), part: id, at: instant }),
  fc.record({ kind: fc.constant('sent' as const), what: text, at: instant }),
  fc.record({ kind: fc.constant('opened' as const), document: text, number: id, at: instant }),
);
const journal = fc.array(entry, { maxLength: 30 });

/** Instants as text, so that entries can be compared. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function size(entries: readonly JournalEntry[]): number {
  const json = new TextEncoder().encode(JSON.stringify({ journal: encodeJournal(entries) }));
  return json.toBase64({ omitPadding: true }).length;
}

function judged(comment: number): JournalEntry {
  return {
    kind: 'judged',
    comment,
    by: account('sylvain'),
    permission: 'write',
    hash: '0123456789abcdef',
    verdict: 'a',
    at: at('08:10'),
    createdAt: at('08:09'),
    former: null,
    standing: null,
    commands: 'timeline',
  };
}

describe('E1: the journal in our comments', () => {
  test('what was written is read, through JSON', () => {
    fc.assert(
      fc.property(journal, (entries) => {
        const read = decodeJournal(plain(encodeJournal(entries)));
        expect(read.problems).toEqual([]);
        expect(plain(read.entries)).toEqual(plain(entries));
      }),
    );
  });

  test('anything in, entries and problems out', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.array(fc.jsonValue()), (any, rows) => {
        expect(decodeJournal(any).entries).toEqual(expect.any(Array));
        const { entries, problems } = decodeJournal({ v: 1, a: [[1, 'prima']], e: rows });
        expect(entries.length + problems.length).toBe(rows.length);
      }),
    );
  });

  test('a damaged row is named and takes no other with it', () => {
    const good: JournalEntry = { kind: 'sent', what: 'pin', at: at('08:00') };
    const read = decodeJournal({
      v: 1,
      a: [],
      e: [['s', 'pin', at('08:00').epochMilliseconds / 1000], ['j', 1, 7], ['z']],
    });
    expect(plain(read.entries)).toEqual(plain([good]));
    expect(read.problems).toEqual([
      'Entry 2 of the journal could not be read: the person is unknown.',
      'Entry 3 of the journal could not be read: its kind is unknown.',
    ]);
    expect(decodeJournal({ v: 2, a: [], e: [] }).problems).toHaveLength(1);
  });

  test('a judged comment costs about 130 bytes', () => {
    expect(size(Array.from({ length: 100 }, (_, i) => judged(3_456_789_000 + i))) / 100).toBeLessThan(135);
  });

  test('pages hold every entry once, in order, within their budgets; full ones never change', () => {
    fc.assert(
      fc.property(
        journal,
        entry,
        fc.integer({ min: 0, max: 3000 }),
        fc.integer({ min: 1500, max: 3000 }),
        (entries, next, board, page) => {
          const pages = pageJournal(entries, board, page);
          expect(pages.flat()).toEqual(entries);
          // A single entry may be larger than a page; the board takes none that is too large for it.
          const over = pages.filter(
            (held, index) => size(held) > (index === 0 ? board : page) && held.length > (index === 0 ? 0 : 1),
          );
          expect(over).toEqual([]);
          const later = pageJournal([...entries, next], board, page);
          expect(later.slice(0, pages.length - 1)).toEqual(pages.slice(0, -1));
          expect(later[pages.length - 1]?.slice(0, pages.at(-1)?.length)).toEqual(pages.at(-1));
        },
      ),
    );
  });
});
