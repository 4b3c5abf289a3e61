/**
 * Where a text stops being JSON, for people: line, column and path. `JSON.parse` decides whether it does; this only looks for the place, because
 * its messages give none for the commonest case, a file that was cut off. Linear, and without recursion, so that no nesting is too deep.
 */

export interface Broken {
  /** Counted from 1. */
  readonly line: number;
  readonly column: number;
  /** `comments[3].body`; empty at the top. */
  readonly path: string;
  /** The character there, or null at the end of the text. */
  readonly read: string | null;
  readonly expected: string;
}

interface Frame {
  readonly isList: boolean;
  /** Of the entry at hand. */
  index: number;
  key: string;
}

const SPACE = /[ \t\n\r]*/uy;
/** Between the quotes stands anything from the space on, but for the quote and the backslash. */
const TEXT =
  /"[ !#-\u005B\u005D-\u{10FFFF}]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[ !#-\u005B\u005D-\u{10FFFF}]*)*"/uy;
const WORD = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|(?:true|false|null)(?!\w)/uy;

/** What may come next. */
type Turn = 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'comma or end' | 'nothing';

const EXPECTED: { readonly [T in Turn]: string } = {
  value: 'a value',
  'value or end': 'a value or "]"',
  key: 'a key in double quotes',
  'key or end': 'a key in double quotes or "}"',
  colon: '":"',
  'comma or end': '"," or "}"',
  nothing: 'nothing more',
};

function match(pattern: RegExp, text: string, from: number): string | null {
  pattern.lastIndex = from;
  return pattern.exec(text)?.[0] ?? null;
}

function pathOf(frames: readonly Frame[]): string {
  return frames
    .map((frame) => (frame.isList ? `[${frame.index}]` : frame.key === '' ? '' : `.${frame.key}`))
    .join('')
    .replace(/^\./u, '');
}

/** Null when the whole text is JSON. */
export function whereBroken(text: string): Broken | null {
  const frames: Frame[] = [];
  let turn: Turn = 'value';
  let at = 0;

  const isInList = (): boolean => frames.at(-1)?.isList === true;
  const wanted = (): string => (turn === 'comma or end' && isInList() ? '"," or "]"' : EXPECTED[turn]);
  const broken = (expected = wanted()): Broken => {
    const before = text.slice(0, at);
    const line = before.split('\n').length;
    const read = text[at] ?? null;
    return { line, column: at - before.lastIndexOf('\n'), path: pathOf(frames), read, expected };
  };
  const afterValue = (): Turn => (frames.length === 0 ? 'nothing' : 'comma or end');
  const close = (): void => {
    frames.pop();
    turn = afterValue();
    at += 1;
  };

  for (;;) {
    at += match(SPACE, text, at)?.length ?? 0;
    const frame = frames.at(-1);
    const letter = text[at];
    if (letter === undefined) return turn === 'nothing' ? null : broken();
    if (turn === 'key' || turn === 'key or end') {
      if (letter === '}' && turn === 'key or end') {
        close();
        continue;
      }
      if (letter !== '"') return broken();
      const key = match(TEXT, text, at);
      if (key === null) return broken('a key that ends with a double quote');
      if (frame !== undefined) frame.key = String(JSON.parse(key));
      at += key.length;
      turn = 'colon';
    } else if (turn === 'colon') {
      if (letter !== ':') return broken();
      at += 1;
      turn = 'value';
    } else if (turn === 'comma or end') {
      if (letter === (isInList() ? ']' : '}')) close();
      else if (letter === ',' && frame !== undefined) {
        at += 1;
        if (frame.isList) frame.index += 1;
        turn = frame.isList ? 'value' : 'key';
      } else return broken();
    } else if (turn === 'nothing') {
      return broken();
    } else if (letter === ']' && turn === 'value or end') {
      close();
    } else if (letter === '{' || letter === '[') {
      frames.push({ isList: letter === '[', index: 0, key: '' });
      turn = letter === '[' ? 'value or end' : 'key or end';
      at += 1;
    } else {
      const value = match(letter === '"' ? TEXT : WORD, text, at);
      if (value === null)
        return broken(letter === '"' ? 'a text that ends with a double quote' : EXPECTED[turn]);
      at += value.length;
      turn = afterValue();
    }
  }
}
