/**
 * Chance with a seed (xorshift128, seeded by splitmix): the same seed throws the same dice. Each part of a run has dice of its own, so that what people
 * do depends on the seed alone and not on how many requests the replicas happened to make.
 */
export interface Dice {
  /** From 0, below 1. */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** Throws on an empty list. */
  pick<T>(list: readonly T[]): T;
  /** By weight; weights of 0 never. Throws when all are. */
  weighted<T>(list: readonly (readonly [weight: number, value: T])[]): T;
  /** A word that no text holds by accident, nor does anything change in it: no hexadecimal, no digit, no word of a language. */
  word(): string;
}

const LETTERS = 'ghjkmnpqrtvwxyz';
const WORD_LENGTH = 10;

/** Mixes a number well enough for a seed to differ in all bits from its neighbour's. */
function splitmix(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
}

function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}

/** `name` tells the parts of a run apart. */
export function throwDice(seed: number, name: string): Dice {
  const fill = splitmix((seed ^ hashOf(name)) >>> 0);
  let [x, y, z, w] = [fill(), fill(), fill(), fill() | 1];
  const next = (): number => {
    const t = x ^ (x << 11);
    [x, y, z] = [y, z, w];
    w = (w ^ (w >>> 19) ^ t ^ (t >>> 8)) >>> 0;
    return w / 0x1_0000_0000;
  };
  const between = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  const pick = <T>(list: readonly T[]): T => {
    const found = list[Math.floor(next() * list.length)];
    if (found === undefined) throw new RangeError('nothing to pick from');
    return found;
  };
  return {
    next,
    between,
    pick,
    chance: (probability) => next() < probability,
    weighted: (list) => {
      let left = next() * list.reduce((sum, [weight]) => sum + weight, 0);
      for (const [weight, value] of list) {
        if (weight > 0 && left < weight) return value;
        left -= weight;
      }
      const last = list.findLast(([weight]) => weight > 0);
      if (last === undefined) throw new RangeError('nothing has a weight');
      return last[1];
    },
    word: () => Array.from({ length: WORD_LENGTH }, () => LETTERS[between(0, LETTERS.length - 1)]).join(''),
  };
}
