import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { idsIn, readRules, readTitles, rulesOf } from '../../scripts/rules.ts';

let folder = '';

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A repository with these rules and one file of tests; titles are put in here, so that this file itself claims nothing. */
function repository(rules: string, ...titles: readonly string[]): string {
  folder = mkdtempSync(path.join(os.tmpdir(), 'muster-rules-'));
  mkdirSync(path.join(folder, 'docs'));
  mkdirSync(path.join(folder, 'test/core'), { recursive: true });
  writeFileSync(path.join(folder, 'docs/rules.md'), rules);
  writeFileSync(path.join(folder, 'test/core/one.test.ts'), titles.map(written).join(''));
  return folder;
}

const written = (title: string): string => `test('${title}', () => {});\n`;

const TWO =
  '# Rules\n\n- **Z1** The first.\n  And more.\n- **Z2** The second.\n\n## Begun\n\n- **Z3** The third.\n';

test('every rule is listed with its tests', () => {
  const { lines, problems } = rulesOf(repository(TWO, 'Z1: a', 'b (Z1, Z2)', 'c'));
  expect(problems).toEqual([]);
  expect(lines).toEqual([
    'Z1  The first.',
    '      test/core/one.test.ts:1  Z1: a',
    '      test/core/one.test.ts:2  b (Z1, Z2)',
    'Z2  The second.',
    '      test/core/one.test.ts:2  b (Z1, Z2)',
    'Z3  The third. [begun]',
  ]);
});

test('a claimed rule without a test, and a test of a rule that is not there, are problems', () => {
  expect(rulesOf(repository(TWO, 'Z1: a', 'Z9: b', 'Z3: c')).problems).toEqual([
    'Z2 is claimed and no test names it',
    'test/core/one.test.ts:2 names Z9, which no rule defines',
  ]);
});

test('a rule that is defined twice is a problem', () => {
  expect(rulesOf(repository('- **Z1** One.\n- **Z1** Two.\n', 'Z1: a')).problems).toEqual([
    'Z1 is defined twice',
  ]);
});

test('a rule is one item of the list', () => {
  expect(readRules('- **Z1** One\n- Z2 two\n**Z3** three\n')).toEqual([
    { id: 'Z1', text: 'One', isClaimed: true },
  ]);
});

test.each([
  ['one line', "  test('a', () => {});", 'a'],
  ['a group', 'describe("a", () => {', 'a'],
  ['several lines', "test(\n  'a',\n  () => {},\n);", 'a'],
  ['a table', "test.each([\n  ['x'],\n])('a %s', (x) => {});", 'a %s'],
  ['a made table', "test.each(rows.map((row) => [row]))(\n  'a %s',", 'a %s'],
  ['a name for a table', "test.each(ROWS)('a %s', () => {});", 'a %s'],
  ['an apostrophe', String.raw`test('it\'s', () => {});`, String.raw`it\'s`],
])('a title is found in %s', (_name, source, title) => {
  expect(readTitles('one.test.ts', source)).toMatchObject([{ title }]);
});

test.each([
  "test.skip('a', () => {});",
  "// test('a', () => {});",
  " * test('a', () => {});",
  "pattern.test('a', 1)",
  "test(name, 'a')",
])('%s is no test', (source) => {
  expect(readTitles('one.test.ts', source)).toEqual([]);
});

test.each([
  ['Z1: a', ['Z1']],
  ['Z1, Z12: a', ['Z1', 'Z12']],
  ['Z1 and Z2: a', ['Z1', 'Z2']],
  ['a (Z1) b (Z2, Z3)', ['Z1', 'Z2', 'Z3']],
  ['Z1: a (Z1)', ['Z1']],
  ['a Z1 b', []],
  ['answers HTTP2: a', []],
  ['a (see Z1)', []],
])('the ids of "%s"', (title, ids) => {
  expect(idsIn(title)).toEqual(ids);
});
