/**
 * Words of a command's argument. All functions are linear, also on hostile text: no pattern here can look twice at a run of spaces.
 */

/** First word and what follows it, both trimmed; two empty strings for an empty text. */
export function takeWord(text: string): { readonly word: string; readonly rest: string } {
  const start = text.trimStart();
  const end = start.search(/\s/u);
  return end === -1
    ? { word: start, rest: '' }
    : { word: start.slice(0, end), rest: start.slice(end).trim() };
}

/** Last word and what stands before it, trimmed at its end. */
export function takeLastWord(text: string): { readonly word: string; readonly before: string } {
  const end = text.trimEnd();
  let start = end.length;
  while (start > 0 && !/\s/u.test(end.charAt(start - 1))) start -= 1;
  return { word: end.slice(start), before: end.slice(0, start).trimEnd() };
}

/**
 * One word or a quoted phrase: `slack`, `"status page"`, `'status page'`. A colon or comma after it is not part of it. Null when there is none,
 * or the quote is empty or never ends: half a name would be recorded as the whole.
 */
export function takeWordOrQuoted(text: string): { readonly value: string; readonly rest: string } | null {
  const start = text.trimStart();
  const quoted = /^["“”]([^"“”\n]*)["“”][:,]?/u.exec(start) ?? /^'([^'\n]*)'[:,]?(?=\s|$)/u.exec(start);
  if (quoted !== null) {
    const value = (quoted[1] ?? '').trim();
    return value === '' ? null : { value, rest: start.slice(quoted[0].length).trim() };
  }
  if (/^["“”]/u.test(start)) return null;
  const { word, rest } = takeWord(start);
  const value = withoutTrailing(word, ':,');
  return value === '' ? null : { value, rest };
}

/** `word` without the given characters at its end. */
export function withoutTrailing(word: string, characters: string): string {
  let end = word.length;
  while (end > 0 && characters.includes(word.charAt(end - 1))) end -= 1;
  return word.slice(0, end);
}

/** At most `length` UTF-16 units, cut between characters and marked with `…`. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, length - 1);
  const splitsPair = /[\uD800-\uDBFF]$/.test(cut);
  return `${splitsPair ? cut.slice(0, -1) : cut}…`;
}
