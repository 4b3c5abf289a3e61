/**
 * "Did you mean": a word is a near miss when one typo (a letter more, less, changed, or two neighbours swapped) separates it from a
 * known one (C3).
 */

/** The first known word that is one typo away; null for none, and for a known word itself. */
export function nearMiss(word: string, known: readonly string[]): string | null {
  if (known.includes(word)) return null;
  return known.find((candidate) => isOneTypo(word, candidate)) ?? null;
}

function isOneTypo(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1;
  const left = a.slice(head, a.length - tail);
  const right = b.slice(head, b.length - tail);
  if (left.length <= 1 && right.length <= 1) return true;
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
}
