/**
 * What is wrong with an export, one line each: the JSON path, what was read, what was expected. Nothing of the file reaches a terminal but through
 * `quoted`, which takes control characters out.
 */
import type { z } from 'zod';
import { quoted } from '../../config/config-problem.ts';
import { whereBroken } from './json-syntax.ts';

type Path = readonly PropertyKey[];

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

/** What stands at the top of an export, in words that say where it comes from. */
const TOP: Readonly<Record<string, string>> = {
  '': 'an object with issue, comments and events',
  issue: 'an object: the issue as GitHub’s REST API gives it',
  comments: 'a list: the issue’s comments as GitHub’s REST API gives them',
  events: 'a list: the items of the issue’s timeline as GitHub’s REST API gives them',
  permissions: 'an object: a permission for each login, such as {"ana": "write"}',
  config: 'a text: the YAML of .github/muster.yml',
  self: 'a number: the id of Muster’s own account',
  now: 'an ISO 8601 time like 2026-11-21T14:05:00Z',
  journal: 'a list of journal entries',
};

function written(path: Path): string {
  const text = path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./u, '');
  return text === '' ? 'the file' : text;
}

/** Undefined for what has no such field. */
export function fieldOf(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const key of path) {
    value = fieldOf(value, key);
  }
  return value;
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : JSON.stringify(value);
}

function expected(issue: z.core.$ZodIssue, path: Path): string {
  const top = path.length > 1 ? undefined : TOP[String(path[0] ?? '')];
  if (top !== undefined) return top;
  if (issue.code === 'invalid_type') return TYPES[issue.expected] ?? issue.expected;
  if (issue.code === 'invalid_value') return `one of ${issue.values.map(String).join(', ')}`;
  if (issue.code !== 'invalid_union') return issue.message;
  if (path.at(-2) === 'labels') return 'a label: its name, or an object with its name';
  return path.at(-1) === 'kind' ? 'a kind of journal entry, such as judged or withdrawn' : issue.message;
}

/** `parent`: where the value that was checked stands in the file. */
export function explainIssue(issue: z.core.$ZodIssue, file: unknown, parent: Path): string {
  const path = [...parent, ...issue.path];
  return `${written(path)}: read ${shown(valueAt(file, path))}, expected ${expected(issue, path)}`;
}

export function explainSyntax(text: string, error: SyntaxError): string {
  if (text.trim() === '') return 'the file: read nothing, expected JSON';
  const broken = whereBroken(text);
  if (broken === null) return `the file: read no JSON: ${error.message}`;
  const { line, column, path, read } = broken;
  const where = `${path === '' ? 'the file' : path}: line ${line}, column ${column}`;
  const what = read === null ? 'the end of the file' : quoted(read);
  const cut = read === null ? '; the file was cut off' : '';
  return `${where}: read ${what}, expected ${broken.expected}${cut}`;
}
