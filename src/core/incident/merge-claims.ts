/**
 * Keeps what other incidents say about this one in its own journal (D6, E1): who took it in, and that they let it go. Without it, after a loss of the
 * database, an incident that is read before the one it is part of would stand for itself again, and be reopened.
 */
import type { JournalEntry } from './journal.ts';
import { chainFrom } from './neighbour.ts';
import type { IncidentRecord, Instant } from './record.ts';
import type { State } from './state.ts';

type Taken = JournalEntry & { kind: 'taken' };
type LetGo = JournalEntry & { kind: 'let-go' };

/** Of those who took this incident in and did not let it go. */
export function standingClaims(journal: readonly JournalEntry[]): readonly Taken[] {
  const standing = new Map<number, Taken>();
  for (const entry of journal) {
    if (entry.kind === 'taken') standing.set(entry.comment, entry);
    if (entry.kind === 'let-go' && entry.comment !== null) standing.delete(entry.comment);
  }
  return [...standing.values()];
}

/** After all that the record holds; GitHub's clock ticks in whole seconds. */
export function afterAll({ issue, comments, events, journal }: IncidentRecord): Instant {
  const all = [
    issue.createdAt,
    ...comments.flatMap((c) => [c.updatedAt, ...(c.deleted === null ? [] : [c.deleted.at])]),
    ...(events ?? []).map((e) => e.at),
    ...journal.map((e) => e.at),
  ];
  const newest = all.reduce((max, at) => Math.max(max, Math.floor(at.epochMilliseconds / 1000)), 0);
  return Temporal.Instant.fromEpochMilliseconds((newest + 1) * 1000);
}

/** Claims that are new, and those that are gone: the comment was deleted, or says something else now. */
export function claimsOwed(record: IncidentRecord): readonly (Taken | LetGo)[] {
  const { issue, journal, neighbours } = record;
  if (neighbours === undefined) return [];
  const standing = standingClaims(journal);
  const made = [...neighbours.values()].flatMap((other) =>
    (other?.claims ?? [])
      .filter(({ part }) => part === issue.number)
      .map((claim) => ({ into: other?.number ?? 0, claim })),
  );
  const known = new Set(standing.map(({ comment }) => comment));
  const taken = made
    .filter(({ claim }) => !known.has(claim.comment))
    .map(({ into, claim }): Taken => {
      const { comment, by, url } = claim;
      return { kind: 'taken', into, comment, by, url, at: claim.at };
    });
  const still = new Set(made.map(({ claim }) => claim.comment));
  const gone = standing
    .filter(({ into, comment }) => neighbours.has(into) && !still.has(comment))
    .map(({ into, comment }): LetGo => ({ kind: 'let-go', into, comment, at: afterAll(record) }));
  return [...taken, ...gone];
}

/**
 * Two that were merged into each other in the same moment, each before the other's was known: the one with the lowest number of the circle stands for
 * itself again, for good.
 */
export function circleBroken(record: IncidentRecord, { merge }: Pick<State, 'merge'>): LetGo | null {
  const { issue, neighbours } = record;
  if (merge === null || neighbours === undefined) return null;
  const chain = chainFrom(merge.into, (number) => neighbours.get(number));
  const back = chain.indexOf(issue.number);
  const isLowest = back > 0 && chain.slice(0, back).every((number) => number > issue.number);
  return isLowest ? { kind: 'let-go', into: merge.into, comment: merge.claim, at: afterAll(record) } : null;
}
