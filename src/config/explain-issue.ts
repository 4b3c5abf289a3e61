/**
 * A zod issue as a problem of the file. The schema's messages are noun phrases that say what was expected; this adds what was read and what
 * to write instead.
 */
import * as z from 'zod';
import { quoted } from './config-problem.ts';
import type { ConfigProblem } from './config-problem.ts';
import { nearest } from './nearest.ts';
import { configSchema } from './schema.ts';
import { schemaAt } from './schema-walk.ts';
import type { Path, YamlSource } from './yaml-source.ts';

type Issue = z.core.$ZodIssue;

/** YAML 1.1 took these for booleans, YAML 1.2 does not, and people remember the former. */
const FORMER_BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['yes', true],
  ['on', true],
  ['no', false],
  ['off', false],
]);

export function explainIssue(source: YamlSource, issue: Issue, parent: Path = []): readonly ConfigProblem[] {
  const path = [...parent, ...issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))];
  if (issue.code === 'invalid_union') return explainUnion(source, issue, path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownKey(source, [...path, key], key, issue.message));
  }
  if (issue.code === 'invalid_key') {
    return [
      source.problemAt(path, 'key', {
        reason: `${quoted(String(path.at(-1)))} cannot be an id`,
        expected: issue.message,
        cure: `Write ${quoted(idFrom(String(path.at(-1))))}.`,
      }),
    ];
  }
  return [source.problemAt(path, 'value', wrongValue(source, path, issue))];
}

/** Something or its removal: unless it is no such thing at all, the problem lies within. */
function explainUnion(
  source: YamlSource,
  issue: Extract<Issue, { code: 'invalid_union' }>,
  path: Path,
): readonly ConfigProblem[] {
  const [first] = issue.errors;
  if (first?.some((inner) => inner.path.length > 0 || inner.code === 'unrecognized_keys')) {
    return first.flatMap((inner) => explainIssue(source, inner, path));
  }
  const expected = `${first?.[0]?.message ?? 'a value'}, or false`;
  return [
    source.problemAt(path, 'value', {
      reason: reasonFor(source, path),
      expected,
      cure: 'Write one of these, or remove the line.',
    }),
  ];
}

/** The list of known keys is the issue's message: `one of title, duty`. */
function unknownKey(source: YamlSource, path: Path, key: string, expected: string): ConfigProblem {
  const near = nearest(key, wordsOf(expected));
  return source.problemAt(path, 'key', {
    reason: `${quoted(key)} is not a key here`,
    expected,
    cure: near === null ? 'Remove it, or move it where it belongs.' : `Did you mean "${near}"?`,
  });
}

function wrongValue(
  source: YamlSource,
  path: Path,
  issue: Issue,
): Pick<ConfigProblem, 'reason' | 'expected' | 'cure'> {
  return {
    reason: reasonFor(source, path),
    expected: issue.message,
    cure: cureFor(source.textAt(path) ?? '', path, issue),
  };
}

function cureFor(text: string, path: Path, issue: Issue): string {
  if (issue.code === 'invalid_type') {
    const former = FORMER_BOOLEANS.get(text.toLowerCase());
    if (issue.expected === 'boolean' && former !== undefined) return `Write ${former}.`;
    const asText = schemaAt(configSchema, path);
    if (issue.expected === 'string' && asText !== null && z.safeParse(asText, text).success)
      return `Put it in quotes: ${quoted(text)}.`;
    if (issue.expected === 'array' && /^[\w./-]+$/u.test(text)) return `Put it in brackets: [${text}].`;
  }
  if (issue.code === 'invalid_value') {
    const near = nearest(text.replace(/^["']?\/?/u, '').replace(/["']$/u, ''), wordsOf(issue.message));
    if (near !== null) return `Did you mean "${near}"?`;
  }
  if (path.length === 0 && /^\w+:\S/.test(text)) return 'Write a space after the colon.';
  return path.length === 0 ? 'Write keys with their values.' : 'Write it in that form, or remove the line.';
}

function reasonFor(source: YamlSource, path: Path): string {
  const text = source.textAt(path);
  if (text === null || text === '') return 'Nothing stands here';
  return `${/^(["']).*\1$/.test(text) ? quoted(text.slice(1, -1)) : quoted(text)} cannot stand here`;
}

function wordsOf(expected: string): readonly string[] {
  return expected.replace(/^one of /u, '').split(', ');
}

/** The nearest thing to what was written that may be an id. */
function idFrom(word: string): string {
  const id = word
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .replace(/^[^a-z]+/u, '')
    .slice(0, 39)
    .replace(/-+$/u, '');
  return id === '' ? 'a-word' : id;
}
