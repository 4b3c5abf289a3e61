/**
 * One YAML text as a plain value whose every key and value knows its place (K1).
 *
 * The value is built here instead of by the library, because a configuration comes from strangers: the library's test for unique keys takes
 * a time that grows with their square, and a dozen anchors can stand for gigabytes. Nothing here throws, and 64 kB of anything is read in
 * well under a second.
 */
import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Node, YAMLMap } from 'yaml';
import { oneLine, quoted } from './config-problem.ts';
import type { Complaint, ConfigProblem, Place } from './config-problem.ts';
import { explainSyntax } from './explain-syntax.ts';

export type Path = readonly (string | number)[];

export const MAX_BYTES = 64 * 1024;
/** No setting lies deeper than four levels; the rest is room for a mistake to be reported where it stands. */
const MAX_DEPTH = 12;
const MAX_ALIASES = 20;

export interface YamlSource {
  readonly name: string;
  /** Objects without prototype, arrays, scalars; null for a file that says nothing. */
  readonly value: unknown;
  readonly problems: readonly ConfigProblem[];
  /** A problem at a key or at its value; at the nearest parent when the path is not in the file. */
  problemAt(path: Path, part: 'key' | 'value', complaint: Complaint): ConfigProblem;
  /** The value's text as written, on one line; null when the path is not in the file. */
  textAt(path: Path): string | null;
}

export function parseYaml(name: string, text: string): YamlSource {
  const lines = new LineCounter();
  const spans = new Map<string, Record<'key' | 'value', Span>>();
  const problems: ConfigProblem[] = [];
  const whole: Span = [0, 0];

  const place = ([start, end]: Span): Place => {
    const from = lines.linePos(start);
    const to = lines.linePos(Math.max(start, end));
    return { line: from.line || 1, column: from.col || 1, endLine: to.line || 1, endColumn: to.col || 1 };
  };
  const problemAt: YamlSource['problemAt'] = (path, part, complaint) => {
    let known = path;
    while (known.length > 0 && !spans.has(keyOf(known))) known = known.slice(0, -1);
    const span = spans.get(keyOf(known))?.[known.length < path.length ? 'key' : part] ?? whole;
    return { source: name, ...place(span), path: written(path), ...complaint };
  };
  const textAt: YamlSource['textAt'] = (path) => {
    const span = spans.get(keyOf(path))?.value;
    return span === undefined ? null : text.slice(...span).trim();
  };
  const answer = (value: unknown): YamlSource => ({
    name,
    value,
    problems,
    problemAt,
    textAt,
  });

  if (Buffer.byteLength(text) > MAX_BYTES) {
    problems.push(problemAt([], 'value', tooLarge(Buffer.byteLength(text))));
    return answer(null);
  }
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
    uniqueKeys: false,
    logLevel: 'error',
  });
  for (const error of [...document.errors, ...document.warnings]) {
    const problem = { source: name, ...place(error.pos), path: '', ...explainSyntax(error, text) };
    // one mistake often makes the library speak twice of the same letter
    if (problems.at(-1)?.line !== problem.line || problems.at(-1)?.column !== problem.column)
      problems.push(problem);
    if (error.code === 'RESOURCE_EXHAUSTION') break;
  }
  if (problems.length > 0) return answer(null);

  const anchors = new Map<string, Node>();
  let aliases = 0;

  const complain = (path: Path, part: 'key' | 'value', complaint: Complaint): null => {
    problems.push(problemAt(path, part, complaint));
    return null;
  };
  const valueOf = (node: Node | null, path: Path): unknown => {
    if (path.length > MAX_DEPTH) return complain(path, 'value', TOO_DEEP);
    if (node === null) return null;
    if (isAlias(node)) {
      aliases += 1;
      const target = anchors.get(node.source);
      if (aliases > MAX_ALIASES)
        return aliases === MAX_ALIASES + 1 ? complain(path, 'value', TOO_MANY_ALIASES) : null;
      return target === undefined
        ? complain(path, 'value', unknownAlias(node.source))
        : valueOf(target, path);
    }
    if (node.anchor !== undefined) anchors.set(node.anchor, node);
    if (isMap(node)) return objectOf(node, path);
    if (isSeq(node)) return node.items.map((item, index) => entry(null, nodeOf(item), [...path, index]));
    return isScalar(node) ? node.value : null;
  };
  const entry = (key: Node | null, node: Node | null, path: Path): unknown => {
    const value = spanOf(node) ?? spanOf(key) ?? whole;
    spans.set(keyOf(path), { key: spanOf(key) ?? value, value });
    if (path.length > 1 && isBlank(node)) return complain(path, 'key', BLANK);
    return valueOf(node, path);
  };
  const objectOf = (map: YAMLMap, path: Path): Record<string, unknown> => {
    const object: Record<string, unknown> = Object.create(null);
    for (const item of map.items) {
      const [key, value] = [nodeOf(item.key), nodeOf(item.value)];
      const word = isScalar(key) ? String(key.value) : '';
      const inner = [...path, word];
      if (Object.hasOwn(object, word)) {
        const first = problemAt(inner, 'key', BLANK).line;
        problems.push({
          source: name,
          ...place(spanOf(key) ?? whole),
          path: written(inner),
          ...duplicateKey(word, first),
        });
      } else {
        object[word] = entry(key, value, inner);
        if (word === '__proto__') complain(inner, 'key', RESERVED_KEY);
      }
    }
    return object;
  };
  const root = spanOf(document.contents) ?? whole;
  spans.set(keyOf([]), { key: root, value: root });
  return answer(valueOf(document.contents, []));
}

type Span = readonly [start: number, end: number];

function nodeOf(item: unknown): Node | null {
  return isNode(item) ? item : null;
}

function spanOf(node: Node | null): Span | null {
  return node?.range ? [node.range[0], node.range[1]] : null;
}

/** `commands.open[1]`, counted from 0 as every tool does. */
function written(path: Path): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${oneLine(key)}`))
    .join('')
    .replace(/^\./u, '');
}

function keyOf(path: Path): string {
  return JSON.stringify(path);
}

/** Nothing stands after the colon, as against a written `null`. */
function isBlank(node: Node | null): boolean {
  return node === null || (isScalar(node) && node.value === null && (node.source ?? '') === '');
}

const BLANK: Complaint = {
  reason: 'Nothing stands after this key',
  expected: 'a value',
  cure: 'Write a value or remove the line; what may be removed is removed with false.',
};

const TOO_DEEP: Complaint = {
  reason: `This lies more than ${MAX_DEPTH} levels deep`,
  expected: 'at most four levels',
  cure: 'Check the indentation and the brackets.',
};

const TOO_MANY_ALIASES: Complaint = {
  reason: `The file uses more than ${MAX_ALIASES} aliases`,
  expected: `at most ${MAX_ALIASES} aliases (*name), counted as often as they are repeated by others`,
  cure: 'Write the values out.',
};

const RESERVED_KEY: Complaint = {
  reason: '"__proto__" may not be a key',
  expected: 'a key of the reference page',
  cure: 'Remove it.',
};

function unknownAlias(name: string): Complaint {
  return {
    reason: `The alias ${quoted(`*${name}`)} stands for nothing`,
    expected: 'an anchor of that name above it',
    cure: `Write the value out, or put it in quotes if it is meant as text: "*${name}".`,
  };
}

function duplicateKey(key: string, firstLine: number): Complaint {
  return {
    reason: `${quoted(key)} stands here a second time, after line ${firstLine}`,
    expected: 'each key once',
    cure: 'Put both together, or remove one.',
  };
}

function tooLarge(bytes: number): Complaint {
  return {
    reason: `The file has ${bytes} bytes`,
    expected: `at most ${MAX_BYTES} bytes`,
    cure: 'Shorten it.',
  };
}
