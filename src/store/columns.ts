/**
 * How values pass between the code and PostgreSQL. Instants are timestamptz with whole milliseconds. JSON is written as text on both engines
 * (`pg` would turn a JavaScript array into a PostgreSQL one). PostgreSQL stores neither NUL nor half a surrogate pair, and GitHub's users can
 * type both: such a character becomes U+FFFD, else one comment could never be stored.
 */
import type { Instant } from '../core/incident/record.ts';

export function toColumn(instant: Instant): Date;
export function toColumn(instant: Instant | null): Date | null;
export function toColumn(instant: Instant | null): Date | null {
  return instant === null ? null : new Date(instant.epochMilliseconds);
}

/** A column, or what PostgreSQL's JSON makes of it; smaller parts of a millisecond are left out of both. */
export function toInstant(column: Date | string): Instant;
export function toInstant(column: Date | string | null): Instant | null;
export function toInstant(column: Date | string | null): Instant | null {
  if (column === null) return null;
  const time =
    typeof column === 'string' ? Temporal.Instant.from(column).epochMilliseconds : column.getTime();
  return Temporal.Instant.fromEpochMilliseconds(time);
}

/** A row inside of PostgreSQL's JSON. Ids stay numbers: GitHub's are far below 2^53. */
export type InJson<Row> = {
  readonly [K in keyof Row]: Row[K] extends Date | null ? string | Extract<Row[K], null> : Row[K];
};

/** Text that PostgreSQL can keep. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\u{FFFD}');
}

/** JSON text for a jsonb column; instants become ISO 8601. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'string' ? storable(inner) : inner,
  );
}
