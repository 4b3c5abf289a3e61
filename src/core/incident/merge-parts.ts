/**
 * Whom an incident took in, kept in its own journal (D6, E1). A part says of itself what it is part of; without the way down, a whole that is read first after
 * a loss of the database would know nothing of what was said on its parts, and ask for it again.
 */
import type { JournalEntry } from './journal.ts';
import { afterAll } from './merge-claims.ts';
import { partsOf } from './merge-join.ts';
import type { IncidentRecord } from './record.ts';

type PartEntry = JournalEntry & { kind: 'joined' | 'left' };

/** Numbers of those that joined and did not leave. */
export function standingParts(journal: readonly JournalEntry[]): ReadonlySet<number> {
  const standing = new Set<number>();
  for (const entry of journal) {
    if (entry.kind === 'joined') standing.add(entry.part);
    if (entry.kind === 'left') standing.delete(entry.part);
  }
  return standing;
}

/** Parts that are new, and those that are parts no longer. One that nobody has read yet stays. */
export function partsOwed(record: IncidentRecord): readonly PartEntry[] {
  const { issue, journal, neighbours } = record;
  if (neighbours === undefined) return [];
  const standing = standingParts(journal);
  const parts = new Set(partsOf(issue.number, neighbours.values()).map(({ number }) => number));
  const joined = [...parts.difference(standing)];
  const left = [...standing.difference(parts)].filter((part) => neighbours.has(part));
  if (joined.length + left.length === 0) return [];
  const at = afterAll(record);
  return [
    ...joined.map((part): PartEntry => ({ kind: 'joined', part, at })),
    ...left.map((part): PartEntry => ({ kind: 'left', part, at })),
  ];
}

/** Parts of which the story is to be read first. */
export function partsUnknown({ journal, neighbours }: IncidentRecord): readonly number[] {
  if (neighbours === undefined) return [];
  return [...standingParts(journal)].filter((part) => !neighbours.has(part));
}
