/**
 * The other incidents of the repository, for a run (D6): as their own runs published them, and, where somebody names one that never was, as GitHub shows
 * the issue. What this incident shows to them is published at the end of the run.
 */
import { consider } from '../core/incident/consider.ts';
import type { JournalEntry } from '../core/incident/journal.ts';
import { standingClaims } from '../core/incident/merge-claims.ts';
import { standingParts } from '../core/incident/merge-parts.ts';
import type { Neighbour } from '../core/incident/neighbour.ts';
import type { Policy } from '../core/policy.ts';
import { confirmClaim } from '../store/claim.ts';
import { type IncidentKey, keyText } from '../store/incident-key.ts';
import { touchIncident } from '../store/incident-row.ts';
import { isPublished, loadNeighbours, publishNeighbour } from '../store/neighbours.ts';
import type { StoredIncident } from '../store/load-incident.ts';
import type { Database } from '../store/tables.ts';
import { NotThere } from './gateway.ts';
import type { Looked } from './look.ts';
import { markFound } from './mark-found.ts';
import { ownDocuments } from './own-documents.ts';
import type { Performance } from './perform.ts';
import type { Ports } from './ports.ts';

/** Those that matter to this incident; others are asked for by `lookUpNeighbour`. */
export async function neighboursOf(
  { store }: Pick<Ports, 'store'>,
  key: IncidentKey,
  journal: readonly JournalEntry[],
): Promise<Map<number, Neighbour | null>> {
  const told = [...standingClaims(journal).map(({ into }) => into), ...standingParts(journal)];
  return await loadNeighbours(store.db, key, told);
}

interface Asking extends Performance {
  readonly policy: Policy;
  readonly self: number;
}

/**
 * Null: there is no such issue, or it is a pull request. One that was worked on before and is unknown since a loss of the database is woken, so that it
 * publishes for those who come after. `above`: those for whom this one is looked up. Throws TryLater, and NotThere
 * where GitHub is closed to us.
 */
export async function lookUpNeighbour(
  asking: Asking,
  about: Pick<Looked, 'issue'>,
  number: number,
  above: readonly number[] = [asking.key.number],
): Promise<Neighbour | null> {
  const { ports, gateway, place, key, policy, self } = asking;
  const { issue } = about;
  const { store, signer, digest } = ports;
  const other = { repositoryId: key.repositoryId, number };
  const known = (await loadNeighbours(store.db, key, [number])).get(number);
  if (known !== undefined) return known;
  try {
    const read = await gateway.readIssue({ ...place, number }, issue.repository);
    if (read.issue.isPullRequest || read.issue.number !== number) return null;
    const { comments, events } = read;
    const stored = { key: other, comments, documents: new Map(), journal: [] };
    const { journal } = ownDocuments(stored, self, keyText(other), signer);
    const isOurs = journal.length > 0;
    if (isOurs) await markFound(ports, other, 'named by another incident');
    // only what was judged counts here: the other's own run judges the rest
    const permissions = { byLogin: new Map(), others: 'none' } as const;
    const neighbours = new Map<number, Neighbour | null>();
    for (;;) {
      const record = { issue: read.issue, comments, events, journal, self, permissions, neighbours };
      const { neighbour, unknown } = consider({ record, policy, digest });
      const asked = unknown.filter((one) => isOurs && !above.includes(one) && !neighbours.has(one));
      if (asked.length === 0) return neighbour;
      for (const one of asked)
        neighbours.set(one, await lookUpNeighbour(asking, about, one, [...above, number]));
    }
  } catch (error) {
    // closed to us (403) says nothing of the issue: a part would be taken as gone, and a claim as withdrawn
    if (error instanceof NotThere && error.status !== 403) return null;
    throw error;
  }
}

/** At the end of a run: nothing is asked where it shows what it showed when the run began, since nobody else writes that. Throws ClaimLost. */
export async function publishNews(
  ports: Pick<Ports, 'queue' | 'store'>,
  { key, published }: Pick<StoredIncident, 'key' | 'published'>,
  now: Neighbour | null,
  seen: ReadonlySet<number>,
): Promise<void> {
  if (isPublished(published, now)) return;
  await ports.store.transaction(async (db) => {
    await publishAndLock(ports, db, key, now, seen);
    await confirmClaim();
  });
}

/**
 * Publishes what the others see, wakes those concerned, and locks the incident's row with theirs in the order of numbers, in which everybody locks several.
 * Call first in its transaction.
 */
export async function publishAndLock(
  ports: Pick<Ports, 'queue'>,
  db: Database,
  key: IncidentKey,
  now: Neighbour | null,
  seen: ReadonlySet<number>,
): Promise<void> {
  const woken = new Set(await publishNeighbour(db, key, now, seen));
  const inOrder = [...new Set([...woken, key.number])].toSorted((a, b) => a - b);
  for (const number of inOrder) {
    const one = { repositoryId: key.repositoryId, number };
    if (woken.has(number)) await ports.queue().wake(one);
    else await touchIncident(db, one);
  }
}
