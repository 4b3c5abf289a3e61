import { beforeAll, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Command } from '../../../src/core/command/command.ts';
import { COMMANDS } from '../../../src/core/command/commands.ts';
import { parseComment } from '../../../src/core/command/parse-comment.ts';
import { anyText } from '../../support/any-text.ts';
import { CONTEXT, commandsIn } from './parsing.ts';

const examples = Object.values(COMMANDS).flatMap((spec) => spec.examples);
const command = fc.constantFrom(...examples, '/incident ack', '/severty', '   /ack');

const PIECES = [
  '/',
  '/ack',
  '/timeline ',
  '/comms external ',
  '/action ',
  '/role lead ',
  '/link ',
  '/channel ',
  '/incident ',
  '14:05',
  '10m ago',
  '2026-11-21 ',
  ' by ',
  'friday',
  ' @ben',
  ' me',
  'for:',
  'via ',
  '"',
  '`',
  '```',
  '>',
  '> ',
  '- ',
  '1. ',
  '#',
  '<!--',
  '-->',
  '<a ',
  '<div>',
  '\n',
  '\n\n',
  '\r\n',
  ' ',
  '    ',
  '\t',
  '\\',
  '---',
  '===',
  'On ',
  'wrote:',
  'From: ',
  'Sent: ',
  '\u200B',
  '\u202E',
  '\0',
  '😀',
];
const soup = fc.array(fc.oneof(fc.constantFrom(...PIECES), anyText(5)), {
  maxLength: 40,
});

/** Every free text of a command. */
const textOf = (parsed: Command) =>
  [parsed]
    .flatMap((one) => ['text' in one ? one.text : null, 'message' in one ? one.message : null])
    .filter((text) => text !== null);

describe('whatever stands in a comment', () => {
  test('C3: the parser answers, in order, with lines that exist', () => {
    fc.assert(
      fc.property(
        soup,
        fc.constantFrom('UTC', 'Europe/Berlin', 'Australia/Lord_Howe'),
        fc.boolean(),
        (pieces, zone, prefixOnly) => {
          const body = pieces.join('');
          const lines = body.split(/\r\n?|\n/u);
          const parsed = parseComment(body, { ...CONTEXT, zone, prefixOnly });
          let last = 0;
          for (const { line, read } of parsed) {
            expect(line).toBeGreaterThan(last);
            expect(lines[line - 1]?.trim().startsWith(read.replace(/…$/u, ''))).toBe(true);
            last = line;
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test('C2: an accepted text stood in the comment, line by line', () => {
    fc.assert(
      fc.property(soup, (pieces) => {
        const body = pieces.join('');
        for (const line of commandsIn(body)
          .flatMap(textOf)
          .flatMap((text) => text.split('\n')))
          expect(body).toContain(line);
      }),
      { numRuns: 2_000 },
    );
  });

  test('C2: the text of one line comes out as it went in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (written) => {
        const text = written.replace(/\s+/gu, ' ').trim();
        fc.pre(text !== '');
        expect(commandsIn(`/impact ${text}`)).toEqual([{ name: 'impact', text }]);
      }),
    );
  });

  test.each([
    ['a fence', (lines: string[]) => ['```', ...lines, '```']],
    ['indented code', (lines: string[]) => ['', ...lines.map((line) => `    ${line}`)]],
    ['a quote', (lines: string[]) => lines.map((line) => `> ${line}`)],
    ['a nested quote', (lines: string[]) => lines.map((line) => `  >> ${line}`)],
    ['an HTML comment', (lines: string[]) => ['<!--', ...lines, '-->']],
    ['a code span', (lines: string[]) => ['a ``b', ...lines, 'c`` d']],
    ['a list', (lines: string[]) => lines.map((line) => `- ${line}`)],
    ['a list item', (lines: string[]) => ['- a', ...lines.map((line) => `  ${line.trim()}`)]],
    ['quoted mail', (lines: string[]) => ['On 21 Nov 2026, Ben <b@x.example> wrote:', '', ...lines]],
    ['wrapped quoted mail', (lines: string[]) => ['On 21 Nov 2026, Ben', '<b@x.example> wrote:', ...lines]],
  ])('C1: commands in %s never come out', (_, wrap) => {
    fc.assert(
      fc.property(
        fc.array(command, { minLength: 1, maxLength: 5 }),
        fc.constantFrom('', 'talk\n\n'),
        (lines, before) => {
          expect(parseComment(before + wrap(lines).join('\n'), CONTEXT)).toEqual([]);
        },
      ),
    );
  });
});

const SIZE = 60_000;
const fill = (piece: string) => piece.repeat(Math.ceil(SIZE / piece.length)).slice(0, SIZE);

function elapsed(body: string): number {
  const from = performance.now();
  parseComment(body, CONTEXT);
  return performance.now() - from;
}

/** Whether 60 kB cost about what honest text of that size costs; a quadratic reader needs hundreds of times as much. */
function isLinear(body: string, honest: number): boolean {
  for (let round = 0; round < 4; round += 1) if (elapsed(body) < honest * 10) return true;
  return false;
}

describe('60 kB of one thing', () => {
  let honest = Infinity;
  beforeAll(() => {
    const text = fill('/timeline 14:05 something happened\n');
    for (let round = 0; round < 4; round += 1) honest = Math.min(honest, elapsed(text));
  });

  test.each([
    '>',
    '> ',
    '- ',
    '1. ',
    '* ',
    '- a\n',
    '> a\n',
    'a\n-\n',
    '`',
    '`a',
    '`` ` ',
    '<',
    '<!--',
    'a <!-- ',
    'a <?',
    'a <![CDATA[',
    '<a b="',
    '<a b ',
    '<a b=\'" ',
    '</a ',
    '<aa:',
    '```\n',
    '[',
    '*a_ ',
    '\\',
    '\\`',
    ' ',
    '\n',
    '\t',
    '\r',
    '\u00A0',
    '- -',
    'On 1 ',
    'On 1\n',
    'On 1 schrieb ',
    'From: a\n',
    '/ack\n',
    '/severty\n',
    '/action a @b by friday\n',
    '@a ',
    'me ',
    'by ',
    'for:a ',
    '1m ',
    '"',
    '1:1',
    '_',
  ])('C1: %j is read in linear time', (piece) => {
    const bodies = [`/ack\n${fill(piece)}`, `${fill(piece)}\n/ack`, `> ${fill(piece)}\n/ack`];
    const calls = ['/timeline', '/action', '/comms a', '/role', '/link', '/channel'].map(
      (name) => `${name} ${fill(piece)}`,
    );
    for (const body of [...bodies, ...calls]) expect(isLinear(body, honest)).toBe(true);
  });

  test('C1: open list items and blank lines are read in linear time', () => {
    expect(isLinear(`${'- '.repeat(SIZE / 4)}a${'\n'.repeat(SIZE / 2)}/ack`, honest)).toBe(true);
  });
});
