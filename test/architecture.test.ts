/**
 * The house rules over src/: imports point one way, core is pure, files are small and named after what they hold. Linters check most of this one
 * file at a time; the directions between folders are checked here, from the import statements themselves.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';

const SRC = path.join(import.meta.dirname, '../src');

/** What each folder, or file at the top, may import from the others. What is not listed here does not exist yet: add a row with its reason. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  config: ['core'],
  store: ['core', 'clock.ts', 'log.ts'],
  // the gateway is reconcile's port: github implements it and knows its words
  reconcile: ['core', 'config', 'store', 'clock.ts', 'log.ts', 'meter.ts'],
  github: ['core', 'config', 'reconcile', 'meter.ts', 'settings.ts'],
  ingress: ['core', 'config', 'store', 'clock.ts', 'log.ts', 'meter.ts'],
  paging: ['core', 'config', 'clock.ts'],
  web: ['core', 'config', 'store', 'ingress', 'reconcile', 'clock.ts', 'log.ts', 'meter.ts'],
  // serves anybody who speaks HTTP, and is known by nobody but the command line
  'local-github': [],
  cli: ['core', 'config', 'github', 'store', 'local-github', 'clock.ts', 'settings.ts', 'signer.ts'],
  'log.ts': [],
  'meter.ts': [],
  'clock.ts': ['log.ts'],
  'settings.ts': ['log.ts'],
  'signer.ts': ['core'],
  'compose.ts': [
    'config',
    'github',
    'ingress',
    'paging',
    'reconcile',
    'store',
    'web',
    'clock.ts',
    'log.ts',
    'settings.ts',
    'signer.ts',
  ],
  'main.ts': ['compose.ts', 'log.ts', 'settings.ts'],
};

/** Packages core may use: pure functions over text and trees (`mdast` is types only). */
const PURE_PACKAGES = /^(?:mdast(?:-[a-z-]+)?|micromark-[a-z-]+|liquidjs)$/u;

const IMPURE =
  /\b(?:async|await|setTimeout|setInterval|Promise|fetch)\b|\bprocess\.|\bDate\.now\b|\bnew Date\(\)|\bTemporal\.Now\b|\bMath\.random\b/u;

/**
 * The players of a chaos run judge Muster without a line of it, else both could be wrong in the same way. Beside their own folder they see the local
 * GitHub, which imports nothing of Muster's, and these, which import nothing at all.
 */
const PLAYERS = 'cli/chaos/players/';
const PLAYERS_SEE = ['cli/chaos/dice.ts', 'cli/chaos/faults.ts', 'cli/chaos/finding.ts'];

const VAGUE_NAMES = ['utils', 'util', 'helpers', 'helper', 'common', 'manager', 'types', 'index', 'misc'];

const MOST_LINES = 300;

interface Source {
  /** From src/, with `/`. */
  readonly file: string;
  readonly text: string;
}

/** Comments and quoted text out, so that words in them count for nothing. Import statements go with them. */
function codeOf(text: string): string {
  return text
    .replace(/\/\*.*?\*\//gsu, '')
    .replace(/(?<!:)\/\/.*$/gmu, '')
    .replace(/'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/gu, "''");
}

function importsOf({ text }: Source): readonly string[] {
  const statements = text.matchAll(
    /^(?:import|export)\b(?:[^'";]*?\bfrom)?\s*'([^']+)'|\bimport\('([^']+)'\)/gmu,
  );
  return [...statements].map((match) => match[1] ?? match[2] ?? '');
}

/** The folder under src/, or the file at its top. */
function placeOf(file: string): string {
  return file.split('/')[0] ?? file;
}

function playersMayImport(target: string): boolean {
  return (
    [PLAYERS, 'local-github/'].some((folder) => target.startsWith(folder)) || PLAYERS_SEE.includes(target)
  );
}

/** What an import in the players' folder, or in what they see, must not reach. */
function playersBreach(file: string, target: string, reached: string): readonly string[] {
  if (PLAYERS_SEE.includes(file)) return [`${file} imports ${target}: the players see it`];
  const isFine = target.startsWith('.') ? playersMayImport(reached) : target.startsWith('node:');
  return file.startsWith(PLAYERS) && !isFine
    ? [`${file} imports ${target}: players know nothing of Muster`]
    : [];
}

function breaches(source: Source): readonly string[] {
  const { file, text } = source;
  const here = placeOf(file);
  const allowed = MAY_IMPORT[here];
  if (allowed === undefined) return [`${file}: ${here} is no place that MAY_IMPORT knows`];

  const found: string[] = [];
  for (const target of importsOf(source)) {
    const reached = path.posix.join(path.posix.dirname(file), target);
    found.push(...playersBreach(file, target, reached));
    if (target.startsWith('.')) {
      const there = placeOf(reached);
      if (there !== here && !allowed.includes(there)) found.push(`${file} imports ${there}, ${here} may not`);
      if (!target.endsWith('.ts')) found.push(`${file}: ${target} does not end in .ts`);
    } else if (here === 'core' && !PURE_PACKAGES.test(target)) {
      found.push(`${file} imports ${target}: core is pure`);
    }
  }
  const code = codeOf(text);
  const impure = here === 'core' ? IMPURE.exec(code) : null;
  if (impure !== null) found.push(`${file} says ${impure[0]}: core is pure`);
  if (/^export default\b/mu.test(code)) found.push(`${file} has a default export`);
  if (/^export \*/mu.test(code)) found.push(`${file} passes on another file's exports`);

  const lines = text.split('\n').length - 1;
  if (lines > MOST_LINES) found.push(`${file} has ${lines} lines: past ${MOST_LINES} it is two files`);
  const name = path.posix.basename(file, '.ts');
  if (VAGUE_NAMES.includes(name)) found.push(`${file}: ${name} says nothing about what it holds`);
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/u.test(name)) found.push(`${file} is not named in kebab-case`);
  return found;
}

function sources(): readonly Source[] {
  return readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => ({
      file: file.replaceAll(path.sep, '/'),
      text: readFileSync(path.join(SRC, file), 'utf8'),
    }));
}

test('imports point one way, core is pure, files are small and well named', () => {
  const all = sources();
  expect(all.length).toBeGreaterThan(100);
  expect(all.flatMap(breaches)).toEqual([]);
});

test('the map of directions has no way back', () => {
  const reached = (from: string, seen = new Set<string>()): ReadonlySet<string> => {
    for (const next of MAY_IMPORT[from] ?? []) {
      if (!seen.has(next)) {
        seen.add(next);
        reached(next, seen);
      }
    }
    return seen;
  };
  expect(Object.keys(MAY_IMPORT).filter((place) => reached(place).has(place))).toEqual([]);
});

test.each([
  ['an import upwards', 'core/fold.ts', "import type { Policy } from '../config/schema.ts';\n"],
  ['one over several lines', 'store/queue.ts', "import {\n  diff,\n} from '../reconcile/diff.ts';\n"],
  ['one that is awaited', 'ingress/deliver.ts', "const github = await import('../github/client.ts');\n"],
  ['the local GitHub in the app', 'compose.ts', "import { serve } from './local-github/server.ts';\n"],
  ['a folder nobody knows', 'services/incident.ts', 'export const one = 1;\n'],
  ['Node in core', 'core/fold.ts', "import { readFileSync } from 'node:fs';\n"],
  ['a package with effects in core', 'core/fold.ts', "import { Kysely } from 'kysely';\n"],
  ['waiting in core', 'core/fold.ts', 'export async function fold() {}\n'],
  ['a clock in core', 'core/fold.ts', 'const now = Temporal.Now.instant();\n'],
  ['chance in core', 'core/fold.ts', 'const id = Math.random();\n'],
  ['a default export', 'store/queue.ts', 'export default function open() {}\n'],
  ['a barrel', 'store/store.ts', "export * from './queue.ts';\n"],
  ['a file that is too long', 'store/queue.ts', 'const one = 1;\n'.repeat(MOST_LINES + 1)],
  ['a vague name', 'store/utils.ts', 'export const one = 1;\n'],
  ['another case', 'store/jobQueue.ts', 'export const one = 1;\n'],
  [
    'core among players',
    'cli/chaos/players/crew.ts',
    "import { fold } from '../../../core/incident/fold.ts';\n",
  ],
  [
    'what sees core among players',
    'cli/chaos/players/crew.ts',
    "import { compare } from '../check/compare.ts';\n",
  ],
  ['anything at all in what players see', 'cli/chaos/dice.ts', "import { seed } from './players/cast.ts';\n"],
])('%s is seen', (_name, file, text) => {
  expect(breaches({ file, text })).toHaveLength(1);
});

test.each([
  ['words in comments', 'core/fold.ts', '/** It never awaits: no await, no process.env. */\n// async\n'],
  ['words in texts', 'core/fold.ts', "const text = 'await the process.';\n"],
  [
    'what lies below',
    'reconcile/look.ts',
    "import type { Policy } from '../core/policy.ts';\nimport './diff.ts';\n",
  ],
  ['pure packages', 'core/fold.ts', "import { gfmToMarkdown } from 'mdast-util-gfm';\n"],
  [
    'what players see',
    'cli/chaos/players/crew.ts',
    "import type { Dice } from '../dice.ts';\nimport { act } from './incident-play.ts';\nimport type { Actor } from '../../../local-github/actor.ts';\n",
  ],
])('%s are fine', (_name, file, text) => {
  expect(breaches({ file, text })).toEqual([]);
});
