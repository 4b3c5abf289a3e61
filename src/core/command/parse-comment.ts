/**
 * Reads the commands of one issue comment.
 *   command := "/" name (space argument)?  |  "/incident" space name (space argument)?      at the start of a line
 * Up to three spaces may stand before the slash, and nothing else: Muster puts a zero-width space before the slashes of the user text it
 * repeats, so a line with an invisible character there is a copy of somebody's words and not an order. Text in code, quotes, list items,
 * headings, HTML and quoted e-mail is never a command (C1, C2). A line that names none of ours is left alone, since other bots live in
 * the same comments, unless one typo separates it from ours (C3). Total, and linear in the length of the comment.
 */
import type { ParsedCommand, Problem } from './command.ts';
import type { CommandSpec, ParseContext, Refusal } from './command-spec.ts';
import { COMMAND_NAMES, findCommand } from './commands.ts';
import { hiddenLines } from './hidden-lines.ts';
import { readMarkdownLines, type MarkdownLine } from './markdown-lines.ts';
import { nearMiss } from './near-miss.ts';
import { PREFIX, withPrefix } from './prefix.ts';
import { isSignature, quotedMailStart } from './quoted-mail.ts';
import { shorten, takeWord } from './words.ts';

export interface CommentContext extends ParseContext {
  /** Only `/incident <name>` counts (C1). */
  readonly prefixOnly: boolean;
}

/** What a line asks for, before its place is judged. */
type Call =
  | { readonly spec: CommandSpec; readonly argument: string }
  | { readonly spec: null; readonly refusal: Refusal };

const READ_LENGTH = 120;
const CALL = /^ {0,3}\/([a-z][a-z-]*[.,:;!?]?)(?:[ \t\u00A0]+(.*))?$/isu;

/** A line that may be one: nearly all comments are talk and have none. */
const MAYBE_CALL = /^ {0,3}\/[a-z]/imu;

export function parseComment(body: string, context: CommentContext): readonly ParsedCommand[] {
  if (!MAYBE_CALL.test(body)) return [];
  const source = body.replace(/\r\n?/gu, '\n').split('\n');
  const calls = new Map<number, Call>();
  for (const [index, line] of source.entries()) {
    const call = readCall(line, context.prefixOnly);
    if (call !== null) calls.set(index, call);
  }
  if (calls.size === 0) return [];

  const { lines, paragraphs } = readMarkdownLines(source);
  for (const paragraph of paragraphs) {
    for (const hidden of hiddenLines(paragraph)) calls.delete(hidden);
    for (const { line } of paragraph.underline === null ? [] : paragraph.lines) {
      const call = calls.get(line);
      if (paragraph.underline === '-' && call?.spec)
        calls.set(line, { spec: null, refusal: underlined(call.spec) });
      else calls.delete(line);
    }
  }
  for (const index of calls.keys()) {
    const line = lines[index];
    if (line?.kind !== 'text' || line.isListed) calls.delete(index);
  }
  const end = quotedMailStart(
    source,
    (line) => lines[line]?.kind !== 'code' && lines[line]?.isQuoted === false && !calls.has(line),
  );

  const parsed: ParsedCommand[] = [];
  for (const [index, call] of calls) {
    if (index >= end) break;
    const read = shorten((source[index] ?? '').trim(), READ_LENGTH);
    const isEnd = (line: number) => line >= end || calls.has(line);
    const outcome =
      call.spec === null
        ? call
        : call.spec.parse(
            call.spec.takesText
              ? withFollowing(call.argument, index, source, lines, isEnd)
              : call.argument.trim(),
            context,
          );
    const result =
      'command' in outcome
        ? { command: outcome.command }
        : { problem: problem(read, outcome.refusal, call.spec, context.prefixOnly) };
    parsed.push({ line: index + 1, read, result });
  }
  return parsed;
}

/** Null: the line is none of ours. */
function readCall(line: string, prefixOnly: boolean): Call | null {
  const [, word = '', argument = ''] = CALL.exec(line) ?? [];
  if (word === '') return null;
  if (word.toLowerCase() === PREFIX) return readPrefixed(argument);
  if (!prefixOnly) {
    const spec = findCommand(word);
    if (spec !== null) return { spec, argument };
  }
  const near = nearMiss(word.toLowerCase(), prefixOnly ? [PREFIX] : [...COMMAND_NAMES, PREFIX]);
  return near === null ? null : { spec: null, refusal: unknownWord(word, near) };
}

/** After `/incident` every word is meant for us, so an unknown one is a mistake. */
function readPrefixed(argument: string): Call {
  const { word, rest } = takeWord(argument);
  const bare = word.replace(/^\//u, '');
  const spec = findCommand(bare);
  if (spec !== null) return { spec, argument: rest };
  if (bare === '') return { spec: null, refusal: { reason: 'the command after /incident is missing' } };
  return { spec: null, refusal: unknownWord(bare, nearMiss(bare.toLowerCase(), COMMAND_NAMES)) };
}

/** A row of dashes below was meant as a divider, so its author is told; `===` is a heading on purpose and is left alone. */
function underlined(spec: CommandSpec): Refusal {
  return {
    reason: 'the dashes below make a heading of this line, and headings are not commands',
    expected: `a blank line before the dashes; ${spec.usage}`,
    example: spec.examples[0],
  };
}

function unknownWord(word: string, near: string | null): Refusal {
  const shown = `“${shorten(word, 40)}” is no command`;
  if (near === null) return { reason: shown };
  const spec = findCommand(near);
  const reason = `${shown}; did you mean “${near}”`;
  return spec === null ? { reason } : { reason, expected: spec.usage, example: spec.examples[0] };
}

/**
 * The argument with the lines below it: up to a blank line, the next command, a signature or an HTML comment. Code keeps its blank lines, a quote
 * loses its `>`.
 */
function withFollowing(
  first: string,
  index: number,
  source: readonly string[],
  lines: readonly MarkdownLine[],
  isEnd: (line: number) => boolean,
): string {
  const text = [first];
  for (let next = index + 1; next < source.length && !isEnd(next); next += 1) {
    const raw = source[next] ?? '';
    const line = lines[next];
    if (line === undefined || line.kind === 'comment') break;
    if (line.isQuoted) text.push(raw.replace(/^ {0,3}> ?/u, ''));
    else if ((line.kind !== 'code' && raw.trim() === '') || isSignature(raw)) break;
    else text.push(raw);
  }
  return text
    .map((line) => line.trimEnd())
    .join('\n')
    .trim();
}

/** Fills in what the row says, and writes commands in the form that works here. */
function problem(read: string, refusal: Refusal, spec: CommandSpec | null, prefixOnly: boolean): Problem {
  const shown = (text: string) => (prefixOnly ? withPrefix(text) : text);
  return {
    read,
    reason: shown(refusal.reason),
    expected: shown(refusal.expected ?? spec?.usage ?? 'the name of a command; /help lists them'),
    example: shown(refusal.example ?? spec?.examples[0] ?? '/incident help'),
  };
}
