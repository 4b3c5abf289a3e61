/** One line of the table: what was measured, against which bar, and whether it holds. */
export type Verdict =
  | 'met'
  | 'missed'
  /** There is nothing to measure yet. */
  | 'not built yet'
  /** Something that it needs is not on this machine; the text says what. */
  | 'not measured'
  /** A figure without a bar. */
  | '–';

export interface Row {
  readonly what: string;
  /** `PGlite`, `PostgreSQL 15`, or `–` where no database is part of it. */
  readonly engine: string;
  readonly bar: string;
  readonly measured: string;
  readonly verdict: Verdict;
}

export interface Group {
  readonly title: string;
  /** How it was measured: what a reader needs to do it again. */
  readonly how: string;
  readonly rows: readonly Row[];
}

export const NO_BAR = '–';

export function verdict(isMet: boolean): Verdict {
  return isMet ? 'met' : 'missed';
}

/** `sorted` ascending; the nearest rank. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export function ascending(values: readonly number[]): number[] {
  return values.toSorted((a, b) => a - b);
}

export function median(values: readonly number[]): number {
  return percentile(ascending(values), 0.5);
}

/** Milliseconds for people. */
export function ms(time: number): string {
  if (time >= 10_000) return `${(time / 1_000).toFixed(1)} s`;
  if (time >= 1_000) return `${(time / 1_000).toFixed(2)} s`;
  return `${time.toFixed(time < 10 ? 1 : 0)} ms`;
}

/** A whole number with its thousands apart. */
export function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}
