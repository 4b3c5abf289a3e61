/**
 * Lists the rules of docs/rules.md, each with the tests that show it: `npm run rules`. Exits 1 when a claimed rule has no test, or when a test names
 * a rule that does not exist.
 *   rule := "- **" id "** " text           claimed, but for those under the heading "Begun"
 *   test := "C2: …" | "C1, C2: …" | "… (C2)" | "… (C1, C2)" in the title of a test or of a group of tests
 * Titles are taken from the sources, so that a skipped run cannot hide a missing test. A title that is put together at run time counts by what the
 * source says of it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface Rule {
  readonly id: string;
  readonly text: string;
  /** Claimed rules need a test; begun ones may have some. */
  readonly isClaimed: boolean;
}

export interface TestTitle {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly title: string;
}

export interface RulesReport {
  readonly lines: readonly string[];
  readonly problems: readonly string[];
}

const ID = '[A-Z]\\d{1,2}';
const IDS = `${ID}(?:(?:, | and |/)${ID})*`;
const NAMED_FIRST = new RegExp(`^(${IDS}):`, 'u');
const NAMED_INSIDE = new RegExp(`\\((${IDS})\\)`, 'gu');

/** `test('…',`, `describe('…',`, `test.each(…)('…',`; a skipped or commented one is none. */
const TITLE =
  /(?:(?<![\w.])(?:test|it|describe)\(|[\]`>)\w]\)\(|`\()\s*(?:'((?:\\.|[^'\\])*)'|"((?:\\.|[^"\\])*)"|`((?:\\.|[^`\\])*)`)\s*,/gmu;

export function readRules(markdown: string): readonly Rule[] {
  const rules: Rule[] = [];
  let isClaimed = true;
  for (const line of markdown.split('\n')) {
    if (line.startsWith('## ')) isClaimed = line.trim() !== '## Begun';
    const match = new RegExp(`^- \\*\\*(${ID})\\*\\* (.*)$`, 'u').exec(line);
    if (match !== null) rules.push({ id: match[1] ?? '', text: match[2] ?? '', isClaimed });
  }
  return rules;
}

export function readTitles(file: string, source: string): readonly TestTitle[] {
  const found: TestTitle[] = [];
  for (const match of source.matchAll(TITLE)) {
    const title = match[1] ?? match[2] ?? match[3] ?? '';
    const start = source.indexOf(title, match.index);
    const begin = source.lastIndexOf('\n', start) + 1;
    if (!/^\s*(?:\/\/|\*)/u.test(source.slice(begin, start))) {
      found.push({ file, line: source.slice(0, start).split('\n').length, title });
    }
  }
  return found;
}

export function idsIn(title: string): readonly string[] {
  const lists = [NAMED_FIRST.exec(title)?.[1], ...[...title.matchAll(NAMED_INSIDE)].map((m) => m[1])];
  return [...new Set(lists.flatMap((list) => list?.match(new RegExp(ID, 'gu')) ?? []))];
}

export function report(rules: readonly Rule[], titles: readonly TestTitle[]): RulesReport {
  const lines: string[] = [];
  const problems: string[] = [];
  const named = titles.map((title) => ({ ...title, ids: idsIn(title.title) }));
  for (const { id, text, isClaimed } of rules) {
    const tests = named.filter(({ ids }) => ids.includes(id));
    lines.push(`${id}  ${text}${isClaimed ? '' : ' [begun]'}`);
    lines.push(...tests.map(({ file, line, title }) => `      ${file}:${line}  ${title}`));
    if (isClaimed && tests.length === 0) problems.push(`${id} is claimed and no test names it`);
  }
  const ids = rules.map(({ id }) => id);
  for (const id of new Set(ids.filter((one, index) => ids.indexOf(one) !== index))) {
    problems.push(`${id} is defined twice`);
  }
  for (const { file, line, ids: claimed } of named) {
    for (const id of claimed) {
      if (!ids.includes(id)) problems.push(`${file}:${line} names ${id}, which no rule defines`);
    }
  }
  return { lines, problems };
}

/** Everything from one repository; throws when it has no docs/rules.md. */
export function rulesOf(repository: string): RulesReport {
  const test = path.join(repository, 'test');
  const titles = readdirSync(test, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .toSorted()
    .flatMap((file) =>
      readTitles(
        path.posix.join('test', file.replaceAll(path.sep, '/')),
        readFileSync(path.join(test, file), 'utf8'),
      ),
    );
  return report(readRules(readFileSync(path.join(repository, 'docs/rules.md'), 'utf8')), titles);
}

if (import.meta.main) {
  const { lines, problems } = rulesOf(process.argv[2] ?? path.join(import.meta.dirname, '..'));
  console.log(lines.join('\n'));
  if (problems.length > 0) {
    console.error(`\n${problems.join('\n')}`);
    process.exitCode = 1;
  }
}
