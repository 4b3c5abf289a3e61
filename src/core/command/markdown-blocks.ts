/**
 * How CommonMark's blocks begin and end on one line. Each function looks at one line from its first character that is no space, in time linear
 * in it.
 */

export interface Fence {
  readonly mark: '`' | '~';
  readonly length: number;
}

export function opensFence(rest: string): Fence | null {
  const mark = rest.charAt(0);
  if (mark !== '`' && mark !== '~') return null;
  let length = 0;
  while (rest[length] === mark) length += 1;
  if (length < 3 || (mark === '`' && rest.includes('`', length))) return null;
  return { mark, length };
}

export function closesFence(rest: string, fence: Fence): boolean {
  let length = 0;
  while (rest[length] === fence.mark) length += 1;
  return length >= fence.length && rest.slice(length).trim() === '';
}

/** What ends an HTML block: text that its last line contains, or a blank line. */
export type HtmlEnd = RegExp | 'blank';

const BLOCK_NAMES =
  'address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul';

/** The seven kinds in CommonMark's order, without the seventh. */
const HTML_BLOCKS: readonly (readonly [RegExp, HtmlEnd])[] = [
  [/^<(?:script|pre|style|textarea)(?:\s|>|$)/i, /<\/(?:script|pre|style|textarea)>/i],
  [/^<!--/, /-->/],
  [/^<\?/, /\?>/],
  [/^<![a-z]/i, />/],
  [/^<!\[CDATA\[/, /\]\]>/],
  [new RegExp(`^</?(?:${BLOCK_NAMES})(?:\\s|/?>|$)`, 'i'), 'blank'],
];

const ATTRIBUTE = String.raw`\s+[a-z_:][\w.:-]*(?:\s*=\s*(?:[^\s"'=<>${'`'}]+|'[^']*'|"[^"]*"))?`;
/** An opening or closing tag, as HTML inside a paragraph and as the seventh kind of block. */
export const TAG = String.raw`<(?:[a-z][a-z0-9-]*(?:${ATTRIBUTE})*\s*/?|/[a-z][a-z0-9-]*\s*)>`;
const LONE_TAG = new RegExp(`^${TAG}\\s*$`, 'i');

/** `inParagraph`: the seventh kind, any other tag alone on its line, does not interrupt one. */
export function opensHtml(rest: string, inParagraph: boolean): HtmlEnd | null {
  if (!rest.startsWith('<')) return null;
  const known = HTML_BLOCKS.find(([begins]) => begins.test(rest));
  if (known !== undefined) return known[1];
  return !inParagraph && LONE_TAG.test(rest) ? 'blank' : null;
}

/** Asked of the first line too; a blank line ends the other kind before it is asked. */
export function closesHtml(rest: string, end: HtmlEnd): boolean {
  return end !== 'blank' && end.test(rest);
}

export interface ListMarker {
  readonly length: number;
  /** Between the marker and the text. */
  readonly spaces: number;
  /** Nothing follows on the line. */
  readonly isBlank: boolean;
  /** In the middle of a paragraph only `-` and `1.` with text begin a list. */
  readonly mayInterrupt: boolean;
}

const MARKER = /(?:[-+*]|\d{1,9}[.)])(?=[ \t]|$)/y;

/** `line` has no tabs before its text. */
export function listMarker(line: string, at: number): ListMarker | null {
  MARKER.lastIndex = at;
  const marker = MARKER.exec(line)?.[0];
  if (marker === undefined) return null;
  let end = at + marker.length;
  while (line[end] === ' ' || line[end] === '\t') end += 1;
  const isBlank = end === line.length;
  const isFirst = !/^\d/.test(marker) || Number.parseInt(marker, 10) === 1;
  return {
    length: marker.length,
    spaces: end - at - marker.length,
    isBlank,
    mayInterrupt: isFirst && !isBlank,
  };
}

/**
 * From where on the rest of the line is a thematic break (`***`, `- - -`): every place from there on that has three marks left, so the third
 * mark from the end is the last. Past the end when there is none.
 */
export function ruleTail(line: string): number {
  let at = line.length - 1;
  let mark: string | null = null;
  let marks = 0;
  let first = line.length;
  for (; at >= 0; at -= 1) {
    const character = line.charAt(at);
    if (character === ' ' || character === '\t') continue;
    if (mark === null && '*-_'.includes(character)) mark = character;
    if (character !== mark) break;
    marks += 1;
    first = at;
  }
  return marks >= 3 ? first : line.length;
}
