import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { inert, inertCode, inertText, shorten } from '../../../src/core/documents/inert.ts';
import {
  type Phrase,
  phrase,
  blockquote,
  heading,
  list,
  paragraph,
  quoted,
  strong,
  struck,
  table,
  toMarkdown,
} from '../../../src/core/documents/markdown.ts';
import { documentDangers } from '../../support/document-dangers.ts';
import { flattenEmail, parseDocument } from '../../support/flatten-email.ts';
import { hostileText } from '../../support/hostile-text.ts';

/** Letters, digits and marks that a reader sees, in order: everything but space and what shows nothing. */
function visible(text: string): string {
  return text.toWellFormed().replaceAll(/[\p{Z}\p{C}\p{Default_Ignorable_Code_Point}\u2800]/gu, '');
}

const PLACES: readonly (readonly [string, (content: Phrase) => string])[] = [
  ['paragraph', (content) => toMarkdown([paragraph(content)])],
  [
    'quotes',
    (content) =>
      toMarkdown([paragraph(quoted(phrase(content)), ' and ', strong(content), ' ', struck(content))]),
  ],
  ['blockquote', (content) => toMarkdown([blockquote(content)])],
  ['heading', (content) => toMarkdown([heading(2, content)])],
  ['list', (content) => toMarkdown([list([content, content])])],
  [
    'table',
    (content) =>
      toMarkdown([
        table(
          ['A', 'B'],
          [
            [content, 'x'],
            ['y', content],
          ],
        ),
      ]),
  ],
];

describe('A3: user text in a document', () => {
  test.each(PLACES)('does nothing in a %s', (_, render) => {
    fc.assert(
      fc.property(hostileText, (text) => {
        for (const content of [inert(text), [inertCode(text)]]) {
          expect(documentDangers(render(content), { links: [] })).toEqual([]);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('breaks no table', () => {
    fc.assert(
      fc.property(hostileText, hostileText, (a, b) => {
        for (const make of [inert, (text: string) => [inertCode(text)]]) {
          const tree = parseDocument(
            toMarkdown([
              table(
                ['A', 'B'],
                [
                  [make(a), make(b)],
                  ['x', 'y'],
                ],
              ),
            ]),
          );
          const [only, ...rest] = 'children' in tree ? tree.children : [];
          expect(rest).toEqual([]);
          expect(only).toMatchObject({ type: 'table', children: { length: 3 } });
          const rows = only?.type === 'table' ? only.children : [];
          expect(rows.map((row) => row.children.length)).toEqual([2, 2, 2]);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('stays readable: what could be seen is seen, in order', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        fc.pre(!/\p{M}{7}/u.test(text));
        const markdown = toMarkdown([paragraph('x', inert(text), 'x')]);
        const shown = markdown.includes('<span>$</span>')
          ? markdown.replaceAll('<span>$</span>', '$')
          : markdown;
        expect(visible(flattenEmail(shown))).toBe(`x${visible(text)}x`);
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    ['@ben', '@\u200Bben'],
    ['acme/shop#3', 'acme/shop#\u200B3'],
    ['GH-12', 'GH-\u200B12'],
    ['deadbeefcafe1', 'deadbe\u200Befcafe\u200B1'],
    [':smile:', ':\u200Bsmile:'],
    ['at 08:51, host:8080', 'at 08:51, host:\u200B8080'],
    ['/resolved', '\u200B/resolved'],
    ['- /resolved', '- \u200B/resolved'],
    ['see /etc/hosts', 'see /etc/hosts'],
    ['https://a.example', 'https:\u200B//a.example'],
    ['www.a.example', 'www\u200B.a.example'],
    ['a\u202Eb\u200Bc', 'abc'],
    ['one\r\n\r\n  two', 'one two'],
  ])('reads %j as %j', (text, expected) => {
    expect(inertText(text)).toBe(expected);
  });

  test('a dollar opens no formula, and money stays as written', () => {
    expect(toMarkdown([paragraph(inert('$5, then $x$ and $`y`$'))])).toBe(
      '$5, then <span>$</span>x<span>$</span> and <span>$</span>\\`y\\`<span>$</span>',
    );
  });

  test('a commit stays no longer than six characters in one piece', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom(...'0123456789abcdefABCDEF'.split('')),
          minLength: 7,
          maxLength: 90,
        }),
        (hex) => {
          expect(
            Math.max(
              ...inertText(hex)
                .split('\u200B')
                .map((part) => part.length),
            ),
          ).toBeLessThan(7);
          expect(inertText(hex).replaceAll('\u200B', '')).toBe(hex);
        },
      ),
    );
  });

  test('shorten cuts between characters and says so', () => {
    expect(shorten('abcdef', 4)).toBe('abc…');
    expect(shorten('ab🧯cd', 4)).toBe('ab…');
    expect(shorten('abcd', 4)).toBe('abcd');
  });
});
