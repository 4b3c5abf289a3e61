/**
 * The known word somebody probably meant (C, K1). Counts dropped, added, changed and swapped letters; half of a word may not be wrong, so a
 * short word is never answered with an unrelated one. Words that differ in their number only (`sev0`, `sev1`) differ on purpose.
 * Looser than `nearMiss`, which decides whether a line is meant for us at all: a key in our own file always is.
 */

/** Case and `_` against `-` do not count as mistakes. Null when nothing is near; the first of equals otherwise. */
export function nearest(word: string, known: readonly string[]): string | null {
  const read = plain(word);
  let best: string | null = null;
  let bestDistance = Math.min(3, Math.ceil(read.length / 2));
  for (const candidate of known) {
    if (stem(candidate) === stem(word) && candidate !== word && /\d$/.test(word)) continue;
    const distance = editDistance(read, plain(candidate));
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

function plain(word: string): string {
  return word.toLowerCase().replaceAll(/[\s_-]+/gu, '-');
}

function stem(word: string): string {
  return plain(word).replace(/\d+$/, '');
}

/** Optimal string alignment. Words whose lengths differ by more than three are not compared: their distance is given as that difference. */
function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 3) return Math.abs(a.length - b.length);
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const isSame = a[row - 1] === b[column - 1];
      const isSwapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current[column] = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (isSame ? 0 : 1),
        isSwapped ? at(beforeLast, column - 2) + 1 : Infinity,
      );
    }
    [beforeLast, last] = [last, current];
  }
  return at(last, b.length);
}

function at(distances: readonly number[], column: number): number {
  return distances[column] ?? Infinity;
}
