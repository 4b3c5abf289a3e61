/**
 * The one way in which text of people enters a document (A3). What comes out reads as it was written and does nothing: it mentions nobody,
 * links nothing, shows no image, breaks no table, hides no text, and carries no command, not even when an e-mail client quotes the document
 * back as plain text.
 *
 * Escaping is left to the serialiser; what GitHub acts upon after markdown (`@`, `#`, `GH-`, commit ids, emoji names, bare URLs) survives any
 * escape, so a U+200B is put where the pattern would otherwise match. `$` is the exception: GitHub's mathematics ignores zero-width characters, and
 * its manual asks for `<span>$</span>`.
 */
import type { Html, InlineCode, PhrasingContent } from 'mdast';

/** Splits what would otherwise act; invisible, and not a word character to any of GitHub's patterns. */
const SPLIT = '\u200B';

/**
 * Characters that show nothing or turn the direction of what follows: zero-width, bidi, fillers, tags, controls, annotations. The two selectors
 * that only choose between a letter's and a picture's form stay.
 */
const HIDDEN = /(?![\uFE0E\uFE0F])\p{Default_Ignorable_Code_Point}|(?![\t\n])\p{Cc}|[\uFFF9-\uFFFB]/gu;

const LINE_BREAKS = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/gu;

/** More than this many marks on one letter are drawn over the lines around it. */
const PILED_MARKS = /(\p{M}{6})\p{M}+/gu;

/** One line of visible ASCII, single-spaced: nothing below would change it. */
const PLAIN = /^[!-~]+(?: [!-~]+)*$/u;

/** Visible text on lines of single-spaced words; no line is empty. */
function lines(text: string): readonly string[] {
  if (PLAIN.test(text)) return [text];
  return text
    .toWellFormed()
    .replaceAll(LINE_BREAKS, '\n')
    .replaceAll(HIDDEN, '')
    .replaceAll(PILED_MARKS, '$1')
    .replaceAll(/[\t\p{Zs}\u2800]+/gu, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

const RULES: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  // Mentions, org/repo@sha, e-mail addresses; issues, org/repo#3.
  [/[@#]/gu, `$&${SPLIT}`],
  [/GH-/giu, `$&${SPLIT}`],
  // A run of seven or more could be a commit: none stays longer than six.
  [/[0-9a-f]{7,}/giu, ''],
  // Bare URLs.
  [/:(?=\/\/)/gu, `:${SPLIT}`],
  [/www(?=\.)/giu, `$&${SPLIT}`],
  [/\b(?:mailto|xmpp):/giu, `$&${SPLIT}`],
  // Emoji names; a time of day (08:51) stays whole, so that it can be copied.
  [/:(?=[\w+-])(?!(?<=\d:)\d\d(?![\w:+-]))/gu, `:${SPLIT}`],
];

/** What each of the rules needs; most lines have none of it. Seven as three and four, because the engine looks for that in a third of the time. */
const MAYBE_ACTING = /[@#:]|gh-|www\./iu;
const MAYBE_COMMIT = /[0-9a-f]{3}[0-9a-f]{4}/iu;

function splitHex(run: string): string {
  return run.replaceAll(/.{6}(?=.)/gu, `$&${SPLIT}`);
}

/** One line in which nothing acts, but which may still begin with a command. */
function split(line: string): string {
  if (!MAYBE_ACTING.test(line) && !MAYBE_COMMIT.test(line)) return line;
  let result = line;
  for (const [pattern, replacement] of RULES) {
    result =
      replacement === '' ? result.replaceAll(pattern, splitHex) : result.replaceAll(pattern, replacement);
  }
  return result;
}

/** One line, neutralised but not yet escaped for markdown. */
function neutral(line: string): string {
  // A command in what an e-mail client makes of it: also behind marks that a flattened list, quote or emphasis loses.
  return split(line).replace(/^([^\p{L}\p{N}/]*|\d{1,9}[.)][^\p{L}\p{N}/]*)\//u, `$1${SPLIT}/`);
}

const BREAK: Html = { type: 'html', value: '<br>' };
const DOLLAR: Html = { type: 'html', value: '<span>$</span>' };

/** A `$` before a digit is money and opens nothing that could close; any other could begin a formula. */
function withDollars(line: string): readonly PhrasingContent[] {
  if (!line.includes('$')) return [{ type: 'text', value: line }];
  return line
    .split(/(\$(?!\d))/u)
    .filter((part) => part !== '')
    .map((part) => (part === '$' ? DOLLAR : { type: 'text', value: part }));
}

/** Text of people as content of a paragraph, heading, quote or table cell; line breaks become `<br>`. Empty when nothing visible is left. */
export function inert(text: string): PhrasingContent[] {
  const found: PhrasingContent[] = [];
  for (const line of lines(text)) {
    if (found.length > 0) found.push(BREAK);
    found.push(...withDollars(neutral(line)));
  }
  return found;
}

/** Text without what hides or disguises, lines trimmed, empty ones dropped; it may still act, and is for a look at what it says. */
export function plainText(text: string): string {
  return lines(text).join('\n');
}

/** The same as one line of plain text, where markdown does not apply: the title of an issue. */
export function inertText(text: string): string {
  return lines(text).map(neutral).join(' ');
}

function codeOf(value: string): InlineCode {
  // GitHub's tables take `\\|` for the end of the cell, so a backslash before a pipe is split too.
  return { type: 'inlineCode', value: value.replaceAll(/\\(?=\|)/gu, `\\${SPLIT}`) };
}

/** The same as code, on one line. */
export function inertCode(text: string): InlineCode {
  return codeOf(inertText(text));
}

/** A command to be copied, as code on one line: it keeps its slash, so it must stand behind words of ours. */
export function exampleCode(text: string): InlineCode {
  return codeOf(lines(text).map(split).join(' '));
}

/**
 * At most `length` characters of text, cut between characters and marked with an ellipsis. For the board, which must stay short however much
 * people write; the records keep everything.
 */
export function shorten(text: string, length: number): string {
  const line = lines(text).join('\n');
  if (line.length <= length) return line;
  const cut = line
    .slice(0, length - 1)
    .toWellFormed()
    .replace(/\uFFFD$/u, '');
  return `${cut.trimEnd()}…`;
}
