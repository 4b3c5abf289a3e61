import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { DEFAULT_POLICY } from '../../../src/config/default-policy.ts';
import { closingDocuments } from '../../../src/core/documents/closing.ts';
import { byteLength } from '../../../src/core/documents/markdown.ts';
import { writeBody } from '../../../src/core/documents/marker.ts';
import { DOCUMENT_BYTES, PAGE_BYTES, paged, pieces } from '../../../src/core/documents/overflow.ts';
import { renderScribe } from '../../../src/core/documents/scribe.ts';
import { CLOSED_LINKS, at, closedOutage, entry, viewOf } from '../../support/build-incident.ts';
import { createSigner } from '../../../src/signer.ts';
import { expectGolden } from '../../support/golden.ts';

const frame = (page: number, shown: string): string => `Page ${page}\n\n${shown}`;

function opens(more: object, policy = DEFAULT_POLICY): boolean {
  const view = viewOf({ ...closedOutage(), ...more }, { policy, asOf: at('09:00') });
  return closingDocuments(view).some((d) => d.key === 'postmortem');
}

const HEAD = '| h |\n| - |';

/** Up to forty rows of a table, of up to 20,000 bytes each. */
const table = fc
  .array(
    fc.record({
      length: fc.integer({ min: 1, max: 20_000 }),
      letter: fc.constantFrom('a', 'é', '漢', '🧯'),
    }),
    { maxLength: 40 },
  )
  .map((rows) =>
    rows.map(({ length, letter }, i) => `| ${i} ${letter.repeat(Math.ceil(length / byteLength(letter)))} |`),
  );

const rowsOf = (page: string): readonly string[] => page.split('\n').slice(4);

describe('X2: what is too long for a comment', () => {
  test('every row stands on exactly one page, in order, and no page is too large', () => {
    fc.assert(
      fc.property(table, (lines) => {
        const pages = paged(HEAD, lines, frame);
        expect(pages.flatMap(rowsOf)).toEqual(lines);
        expect(Math.max(...pages.map(byteLength))).toBeLessThanOrEqual(PAGE_BYTES);
        expect(pages.length).toBeGreaterThan(0);
      }),
      { numRuns: 30 },
    );
  });

  test('a page ends where the next row no longer fits', () => {
    fc.assert(
      fc.property(table, (lines) => {
        const pages = paged(HEAD, lines, frame);
        for (const [index, page] of pages.slice(0, -1).entries()) {
          const [next = ''] = rowsOf(pages[index + 1] ?? '');
          expect(byteLength(`${page}\n${next}`)).toBeGreaterThan(PAGE_BYTES);
        }
      }),
      { numRuns: 30 },
    );
  });

  test('a row added at the end leaves the pages before the last as they were', () => {
    fc.assert(
      fc.property(table, (lines) => {
        const before = paged(HEAD, lines.slice(0, -1), frame).slice(0, -1);
        expect(paged(HEAD, lines, frame).slice(0, before.length)).toEqual(before);
      }),
      { numRuns: 30 },
    );
  });

  test('a full page fits a comment with its marker', () => {
    const signer = createSigner(['secret']);
    const text = 'a'.repeat(PAGE_BYTES);
    const key = 'communications-issue:9999';
    const body = writeBody({ scope: '1234567890#2500', key, payload: {}, text }, signer);
    expect(byteLength(body)).toBeLessThanOrEqual(DOCUMENT_BYTES);
    expect(byteLength(body)).toBeGreaterThan(DOCUMENT_BYTES - 300);
  });

  test('pieces give the text back and cut no character', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme-composite', maxLength: 20 }),
        fc.integer({ min: 1, max: 900 }),
        (text, times) => {
          const long = text.repeat(times);
          expect(pieces(long).join('')).toBe(long);
          expect(pieces(long).every((piece) => piece.isWellFormed() && piece.length <= 3000)).toBe(true);
        },
      ),
    );
  });

  test('a long timeline goes to an issue: numbers and summary stay, nothing is lost', () => {
    const closed = closedOutage();
    const many = Array.from({ length: 2000 }, (_, i) =>
      entry('08:30', 'atul', 'comment', `Line ${i} of the talk`),
    );
    const links = new Map([
      ...CLOSED_LINKS,
      ['timeline-issue', { url: 'https://github.com/acme/shop/issues/44', number: 44 }],
    ]);
    const view = viewOf(
      { ...closed, timeline: [...closed.timeline.slice(0, 13), ...many, ...closed.timeline.slice(13)] },
      { links },
    );
    const { text, timelinePages } = renderScribe(view);
    expectGolden('scribe/overflow', text);
    expect((timelinePages ?? []).join('\n').match(/Line \d+ /gu)).toEqual(many.map((_, i) => `Line ${i} `));
    const documents = closingDocuments(view);
    expect(documents.map((d) => d.key)).toEqual([
      'scribe',
      'communications',
      'timeline-issue',
      ...(timelinePages ?? []).slice(1).map((_, i) => `timeline-issue:${i + 2}`),
      'postmortem',
    ]);
    expect(documents.find((d) => d.key === 'timeline-issue:2')).toMatchObject({
      kind: 'comment',
      on: 'timeline-issue',
    });
  });

  test('X3: a postmortem opens from the policy’s severity on, and not for a false alarm or a drill', () => {
    expect(opens({})).toBe(true);
    expect(opens({ severity: 'sev3' })).toBe(true);
    expect(opens({ severity: null })).toBe(true);
    expect(opens({ severity: 'sev4' })).toBe(false);
    expect(opens({ isFalseAlarm: true })).toBe(false);
    expect(opens({ isDrill: true })).toBe(false);
    expect(
      opens({ isDrill: true }, { ...DEFAULT_POLICY, postmortem: { fromSeverity: 'sev3', forDrills: true } }),
    ).toBe(true);
  });
});
