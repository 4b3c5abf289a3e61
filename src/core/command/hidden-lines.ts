/**
 * Lines of a paragraph that begin inside something a reader does not take for text: a code span, an HTML comment, a tag, that was opened on an
 * earlier line. Linear: a search for an end that failed once is not repeated, and backtick runs are counted beforehand.
 */
import { TAG } from './markdown-blocks.ts';
import type { Paragraph } from './markdown-lines.ts';

/** Lines of the comment, counted from 0. */
export function hiddenLines(paragraph: Paragraph): ReadonlySet<number> {
  const hidden = new Set<number>();
  const text = paragraph.lines.map((line) => line.text).join('\n');
  if (paragraph.lines.length < 2 || !/[`<]/.test(text)) return hidden;

  const scanner = new InlineScanner(text);
  let start = 0;
  for (const [index, line] of paragraph.lines.entries()) {
    if (index > 0 && scanner.covers(start)) hidden.add(line.line);
    start += line.text.length + 1;
  }
  return hidden;
}

/** Beginning and end of what is neither text nor markdown inside a paragraph, in CommonMark's order of trial. */
const RAW_HTML: readonly (readonly [begins: RegExp, end: string])[] = [
  [/<!---?>/y, ''],
  [/<!--/y, '-->'],
  [/<\?/y, '?>'],
  [/<!\[CDATA\[/y, ']]>'],
  [/<![a-z]/iy, '>'],
];
const INLINE_TAG = new RegExp(TAG, 'iy');
const AUTOLINK = /<[a-z][a-z0-9+.-]{1,31}:[^\s<>]*>/iy;
const ESCAPE = /\\[!-/:-@[-`{-~]/y;

class InlineScanner {
  readonly #text: string;
  /** Where runs of each length stand, in order. */
  readonly #runs = new Map<number, number[]>();
  readonly #lost = new Set<string>();
  #at = 0;
  /** The last span found. */
  #from = 0;
  #to = 0;

  constructor(text: string) {
    this.#text = text;
    for (const run of text.matchAll(/`+/g)) {
      const known = this.#runs.get(run[0].length);
      if (known === undefined) this.#runs.set(run[0].length, [run.index]);
      else known.push(run.index);
    }
    for (const positions of this.#runs.values()) positions.reverse();
  }

  /** Whether a place lies inside a span. Ask in rising order. */
  covers(place: number): boolean {
    while (this.#at <= place && this.#to <= place) {
      if (this.#at >= this.#text.length) return false;
      this.#step();
    }
    return this.#from < place && place < this.#to;
  }

  #step(): void {
    const character = this.#text[this.#at];
    if (character === '\\') this.#at += matchLength(ESCAPE, this.#text, this.#at) || 1;
    else if (character === '`') this.#span(...this.#codeSpan());
    else if (character === '<') this.#span(...this.#html());
    else this.#at += 1;
  }

  #span(length: number, isSpan: boolean): void {
    if (isSpan) {
      this.#from = this.#at;
      this.#to = this.#at + length;
    }
    this.#at += length;
  }

  #codeSpan(): [number, boolean] {
    let length = 1;
    while (this.#text[this.#at + length] === '`') length += 1;
    const closers = this.#runs.get(length) ?? [];
    while (closers.length > 0 && (closers.at(-1) ?? 0) < this.#at + length) closers.pop();
    const closer = closers.at(-1);
    return closer === undefined ? [length, false] : [closer + length - this.#at, true];
  }

  #html(): [number, boolean] {
    for (const [begins, end] of RAW_HTML) {
      const length = matchLength(begins, this.#text, this.#at);
      if (length === 0) continue;
      if (end === '') return [length, true];
      if (this.#lost.has(end)) continue;
      const found = this.#text.indexOf(end, this.#at + length);
      if (found !== -1) return [found + end.length - this.#at, true];
      this.#lost.add(end);
    }
    const length =
      matchLength(AUTOLINK, this.#text, this.#at) || matchLength(INLINE_TAG, this.#text, this.#at);
    return length === 0 ? [1, false] : [length, true];
  }
}

function matchLength(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}
