/** Where a text stops being JSON; `JSON.parse` is the oracle for whether it does. */
import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { whereBroken } from '../../../src/cli/replay/json-syntax.ts';

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

test.each([
  [
    'a file cut in a text',
    '{\n "issue": {"title": "Chec',
    2,
    21,
    'issue.title',
    '"',
    'a text that ends with a double quote',
  ],
  ['a file cut after a comma', '{"comments": [1,\n2,', 2, 3, 'comments[2]', null, 'a value'],
  ['a file cut between entries', '{"comments": [{"id": 1}', 1, 24, 'comments[0]', null, '"," or "]"'],
  ['a comma too many', '[1, 2,]', 1, 7, '[2]', ']', 'a value'],
  ['a comma too many in an object', '{"a": 1,}', 1, 9, 'a', '}', 'a key in double quotes'],
  ['single quotes', "{'a': 1}", 1, 2, '', "'", 'a key in double quotes or "}"'],
  ['a missing colon', '{"a" 1}', 1, 6, 'a', '1', '":"'],
  ['two values', '{} {}', 1, 4, '', '{', 'nothing more'],
  ['no JSON at all', 'Not Found', 1, 1, '', 'N', 'a value'],
  ['a line break in a text', '["a\nb"]', 1, 2, '[0]', '"', 'a text that ends with a double quote'],
  ['the wrong bracket', '{"a": [1}', 1, 9, 'a[0]', '}', '"," or "]"'],
])('%s', (_name, text, line, column, path, read, expected) => {
  expect(whereBroken(text)).toEqual({ line, column, path, read, expected });
});

test('it agrees with JSON.parse on every text, whole or spoiled', () => {
  fc.assert(
    fc.property(
      fc.json(),
      fc.nat(),
      fc.constantFrom('', ',', '"', '}', '[', ' ', '\\', '1', 'e', '-'),
      (json, at, put) => {
        const cut = at % (json.length + 1);
        for (const text of [
          json,
          json.slice(0, cut),
          json.slice(0, cut) + put + json.slice(cut),
          json.slice(0, cut) + put + json.slice(cut + 1),
        ])
          expect([text, whereBroken(text) === null]).toEqual([text, parses(text)]);
      },
    ),
    { numRuns: 500 },
  );
});

test('no nesting is too deep and no text too long for it', () => {
  expect(whereBroken('['.repeat(200_000))).toMatchObject({ column: 200_001, read: null });
  expect(whereBroken(`["${'\\n'.repeat(500_000)}"`)).toMatchObject({ expected: '"," or "]"' });
});
