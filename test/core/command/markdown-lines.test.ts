import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { parseComment } from '../../../src/core/command/parse-comment.ts';
import { ackLinesByParser } from './markdown-oracle.ts';

const context = { createdAt: Temporal.Instant.from('2026-11-21T14:30:00Z'), zone: 'UTC', prefixOnly: false };

const ackLines = (body: string) =>
  parseComment(body, context).flatMap(({ line, result }) => ('command' in result ? [line] : []));

const PIECES = [
  '',
  'text',
  '/ack',
  '```',
  '````',
  '~~~',
  '``` js',
  '`',
  '``',
  'a ` b',
  '``x`',
  '\\`',
  '# a',
  '#a',
  '===',
  '---',
  '***',
  '- - -',
  '<!--',
  '-->',
  '<!-- a -->',
  'a <!-- b',
  'b --> c',
  '<div>',
  '</div>',
  'x<span>',
  '<a',
  'b="c">',
  '<a b="',
  '">',
  'x <b y',
  '<?',
  '?>',
  '<pre>',
  'x </pre>',
  '<!A',
  '>',
  '    code',
  '<https://a`b>',
  '\tx',
  '<![CDATA[',
  ']]>',
];

/**
 * Pieces that open, close, nest and interrupt one another. Lists that begin with another number than 1 or an empty item are not among
 * them: micromark takes `2)` and `-` for text after indented code and in a quote that interrupts a paragraph, cmark, which GitHub runs, does not. Nor are lone tags such as `<span>`: whether they may
 * interrupt a lazy line, micromark decides by the depth of nesting.
 */
const line = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('/ack', ' /ack', '  /ack', '   /ack', '    /ack') },
  { weight: 3, arbitrary: fc.constantFrom('', 'text', '  ', '   text', '     text') },
  {
    weight: 4,
    arbitrary: fc
      .tuple(
        fc.constantFrom('', '', ' ', '  ', '   ', '    '),
        fc.array(fc.constantFrom('> ', '>', '- ', '* ', '1. ', '1) ', '-  ', '-     '), { maxLength: 3 }),
        fc.constantFrom(...PIECES),
      )
      .map((parts) => parts.flat().join(''))
      .filter((text) => !/(?:^|[ >])(?:[-*]|1[.)])\s*$/.test(text)),
  },
);

describe('C1: what is code, HTML, a heading or a list item', () => {
  test('C1: the scanner and a real markdown parser agree on random documents', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 9 }), (lines) => {
        const body = lines.join('\n');
        expect(ackLines(body)).toEqual(ackLinesByParser(body));
      }),
      { numRuns: Number(process.env['FC_RUNS'] ?? 3_000) },
    );
  });
});
