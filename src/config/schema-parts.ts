/**
 * What the schema is made of: texts with a pattern and the words that say what was expected, sections that know their keys, and collections of entries
 * by id. Every message is a noun phrase, for `explainIssue` puts it into a sentence.
 */
import * as z from 'zod';

const ID = /^[a-z][a-z0-9-]{0,38}$/;
/** `.` stops at a line's end, so that these stay one line. */
const LINE_50 = /^\S(.{0,48}\S)?$/;
const LINE_80 = /^\S(.{0,78}\S)?$/;
export const LINE_200 = /^\S(.{0,198}\S)?$/;

const EXPECTED_ID = 'small letters, digits and hyphens, beginning with a letter, at most 39';

export const id = text(ID, EXPECTED_ID);
export const severityId = text(ID, "a severity's id, such as sev3");
export const title = text(LINE_80, 'one line of text, at most 80 characters');
export const label = text(LINE_50, "a label's name, at most 50 characters");
export const flag = z.boolean('true or false');
export const duration = text(
  /^[1-9][0-9]{0,2}[mh]$/,
  'a whole number of minutes or hours, such as 10m or 1h',
);

export function text(pattern: RegExp, expected: string): z.ZodString {
  return z.string(expected).regex(pattern, expected);
}

export function section<Shape extends z.ZodRawShape>(shape: Shape, expected: string) {
  const known = `one of ${Object.keys(shape).join(', ')}`;
  return z.strictObject(shape, { error: ({ code }) => (code === 'unrecognized_keys' ? known : expected) });
}

/** Entries by id, merged over those that stand already; `false` or `null` removes one. */
export function entries<Entry extends z.ZodType>(entry: Entry, expected: string) {
  const removal = z.union([entry, z.literal(false), z.null()]);
  const key = id.meta({ description: `Id: ${EXPECTED_ID}` });
  return z.record(key, removal, { error: ({ code }) => (code === 'invalid_key' ? EXPECTED_ID : expected) });
}
