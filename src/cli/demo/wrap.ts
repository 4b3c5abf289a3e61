/** Text for a terminal of fixed width, as far as a line of it can be measured without asking the terminal. */

/** Columns: two for a picture such as 👍, none for what is invisible. */
export function columns(text: string): number {
  let sum = 0;
  for (const letter of text) {
    if (/\p{Mn}|\p{Cf}/u.test(letter)) continue;
    sum += /\p{Emoji_Presentation}/u.test(letter) ? 2 : 1;
  }
  return sum;
}

/** Lines of at most `width` columns, broken at spaces; a word that is longer is broken where it must be. */
export function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap((paragraph) => wrapLine(paragraph, width));
}

function wrapLine(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((w) => pieces(w, width))) {
    if (line === '') line = word;
    else if (columns(line) + 1 + columns(word) <= width) line += ` ${word}`;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

function pieces(word: string, width: number): string[] {
  if (columns(word) <= width) return [word];
  const found: string[] = [];
  let piece = '';
  for (const letter of word) {
    if (piece !== '' && columns(piece) + columns(letter) > width) {
      found.push(piece);
      piece = '';
    }
    piece += letter;
  }
  return [...found, piece];
}

/** Filled with spaces at the right. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columns(text)));
}
