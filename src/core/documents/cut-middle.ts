/**
 * What is too long keeps its beginning and its end: how a story began and how it ended say more than its middle.
 */
export interface MiddleCut<T> {
  readonly first: readonly T[];
  /** How many are left out between the two. */
  readonly left: number;
  readonly last: readonly T[];
}

/** At most `most` items; all of them stand in `first` when they fit. */
export function cutMiddle<T>(items: readonly T[], most: number): MiddleCut<T> {
  if (items.length <= most) return { first: items, left: 0, last: [] };
  const last = Math.floor(most / 2);
  const first = most - last;
  return {
    first: items.slice(0, first),
    left: items.length - most,
    last: items.slice(items.length - last),
  };
}
