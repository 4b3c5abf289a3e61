/**
 * The journal as an export may carry it: a list of entries in the core's own words, instants as ISO 8601 texts. It says what GitHub does not show:
 * verdicts, the former text of edited comments, who withdrew what.
 */
import { z } from 'zod';
import { PERMISSIONS } from '../../core/incident/account.ts';
import type { JournalEntry } from '../../core/incident/journal.ts';
import { Time } from '../../github/shapes.ts';

const Person = z.object({ id: z.number(), login: z.string(), isBot: z.boolean().default(false) });
const Words = z.string().nullable().default(null);

export const JournalJson = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('judged'),
    comment: z.number(),
    by: Person,
    permission: z.enum(PERMISSIONS),
    hash: z.string(),
    verdict: z.string().regex(/^(?:[arq]*|e)$/u, 'one letter for each command: a, r or q; or e alone'),
    at: Time,
    createdAt: Time,
    former: Words,
    standing: Words,
    commands: z.string().optional(),
  }),
  z.object({
    kind: z.literal('withdrawn'),
    comment: z.number(),
    by: Person.nullable().default(null),
    author: Person,
    createdAt: Time,
    at: Time,
    former: Words,
  }),
  z.object({
    kind: z.literal('restored'),
    document: z.string(),
    by: Person.nullable().default(null),
    at: Time,
  }),
  z.object({
    kind: z.literal('configured'),
    zone: z.string().refine(isZone, 'an IANA time zone such as Europe/Berlin'),
    prefixOnly: z.boolean(),
    at: Time,
  }),
  z.object({
    kind: z.literal('led'),
    number: z.number(),
    severity: z.string(),
    leader: Person.nullable().default(null),
    skipped: z.array(z.string()).default([]),
    at: Time,
  }),
  z.object({
    kind: z.literal('taken'),
    into: z.number(),
    comment: z.number(),
    by: Person,
    url: z.string(),
    at: Time,
  }),
  z.object({
    kind: z.literal('let-go'),
    into: z.number(),
    comment: z.number().nullable().default(null),
    at: Time,
  }),
  z.object({ kind: z.literal('joined'), part: z.number(), at: Time }),
  z.object({ kind: z.literal('left'), part: z.number(), at: Time }),
  z.object({ kind: z.literal('sent'), what: z.string(), at: Time }),
  z.object({ kind: z.literal('opened'), document: z.string(), number: z.number(), at: Time }),
]) satisfies z.ZodType<JournalEntry>;

function isZone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}
