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

export function toInstant(column: Date): Instant;
export function toInstant(column: Date | null): Instant | null;
export function toInstant(column: Date | null): Instant | null {
  return column === null ? null : Temporal.Instant.fromEpochMilliseconds(column.getTime());
}

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
