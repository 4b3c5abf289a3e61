/**
 * Finds Muster's own documents and the journal among what the cache knows of an incident. A document is one by its signed marker and by being ours
 * (A3); where somebody destroyed the marker, by the id under which it was written (X5).
 */
import type { JournalEntry } from '../core/incident/journal.ts';
import { decodeJournal } from '../core/documents/journal-codec.ts';
import { type ReadMarker, type Signer, readBody } from '../core/documents/marker.ts';
import type { CommentFacts } from '../core/incident/record.ts';
import type { StoredDocument } from '../store/documents.ts';
import type { StoredIncident } from '../store/load-incident.ts';
import { assignedIn, reactionsIn } from './memo-names.ts';
import type { Observed, ObservedDocument } from './observed.ts';

export interface OwnDocuments {
  readonly documents: ReadonlyMap<string, ObservedDocument>;
  readonly journal: readonly JournalEntry[];
  /** Documents that somebody else edited, with the owed word about it. */
  readonly restored: readonly JournalEntry[];
}

interface Found {
  readonly comment: CommentFacts;
  readonly key: string;
  readonly marker: ReadMarker | null;
}

function field(payload: unknown, name: string): unknown {
  return typeof payload === 'object' && payload !== null
    ? new Map<string, unknown>(Object.entries(payload)).get(name)
    : undefined;
}

/** By key; of doubles the oldest (its id is the lowest). */
function find(
  stored: StoredIncident,
  self: number,
  scope: string,
  signer: Signer,
): ReadonlyMap<string, Found> {
  const byId = new Map(
    [...stored.documents.values()].filter((d) => d.kind === 'comment').map((d) => [d.id, d.key]),
  );
  const found = new Map<string, Found>();
  for (const comment of stored.comments) {
    if (comment.author.id !== self || comment.deleted !== null) continue;
    const marker = readBody(comment.body, scope, signer);
    const key = marker?.key ?? byId.get(comment.id);
    if (key !== undefined && !found.has(key)) found.set(key, { comment, key, marker });
  }
  return found;
}

function observedComment({ comment, key, marker }: Found, stored: StoredIncident): ObservedDocument {
  const once = field(marker?.payload, 'once');
  return {
    key,
    kind: 'comment',
    id: comment.id,
    number: stored.key.number,
    nodeId: comment.nodeId,
    url: comment.url,
    body: comment.body,
    writtenHash: stored.documents.get(key)?.bodyHash ?? null,
    // A reply that somebody edited is written anew, once or not.
    once: typeof once === 'string' && marker?.isIntact === true ? once : null,
  };
}

function elsewhere(document: StoredDocument): ObservedDocument {
  const { key, kind, id, onNumber: number, nodeId, url, bodyHash, once } = document;
  return { key, kind, id, number, nodeId, url, body: null, writtenHash: bodyHash, once };
}

function journalIn(found: ReadonlyMap<string, Found>, stored: StoredIncident): readonly JournalEntry[] {
  const pages: JournalEntry[] = [];
  for (let page = 1; ; page += 1) {
    const marker = found.get(page === 1 ? 'board' : `journal:${page}`)?.marker;
    if (marker === undefined && page > 1) return pages;
    // The board is gone or its payload destroyed: what was written last is in the cache.
    if (marker === undefined || marker === null) return stored.journal;
    pages.push(...decodeJournal(field(marker.payload, 'journal')).entries);
  }
}

function restoredIn(
  found: ReadonlyMap<string, Found>,
  journal: readonly JournalEntry[],
): readonly JournalEntry[] {
  const said = new Set(
    journal.flatMap((e) => (e.kind === 'restored' ? [`${e.document} ${e.at.epochMilliseconds}`] : [])),
  );
  return (
    [...found.values()]
      .filter(({ marker }) => marker === null || !marker.isIntact)
      // A reminder said its word once and is not written again, so nothing is restored there.
      .filter(({ key }) => !key.startsWith('reminder:'))
      .filter(({ key, comment }) => !said.has(`${key} ${comment.updatedAt.epochMilliseconds}`))
      .map(
        ({ key, comment }) =>
          ({ kind: 'restored', document: key, by: comment.editor, at: comment.updatedAt }) as const,
      )
  );
}

export function ownDocuments(
  stored: StoredIncident,
  self: number,
  scope: string,
  signer: Signer,
): OwnDocuments {
  const found = find(stored, self, scope, signer);
  const documents = new Map<string, ObservedDocument>();
  for (const one of found.values()) documents.set(one.key, observedComment(one, stored));
  for (const document of stored.documents.values()) {
    const isElsewhere = document.kind === 'issue' || document.onNumber !== stored.key.number;
    if (isElsewhere && document.state === 'current') documents.set(document.key, elsewhere(document));
  }
  const journal = journalIn(found, stored);
  return { documents, journal, restored: restoredIn(found, journal) };
}

export function observedOf(stored: StoredIncident, own: OwnDocuments, self: number): Observed {
  const alive = new Set(stored.comments.filter((c) => c.deleted === null).map((c) => c.id));
  const reactions = [...reactionsIn(stored.memos)].filter(
    ([name]) => name.startsWith('0:') || alive.has(Number(name.split(':')[0])),
  );
  const byUs = (stored.events ?? []).flatMap((e) =>
    e.kind === 'assigned' && e.actor?.id === self ? [e.assignee.login.toLowerCase()] : [],
  );
  return {
    documents: own.documents,
    reactions: new Map(reactions),
    labels: stored.issue?.labels ?? [],
    assignees: (stored.issue?.assignees ?? []).map((a) => a.login),
    assignedByUs: new Set([...assignedIn(stored.memos), ...byUs]),
    settled: new Set(stored.memos.keys()),
  };
}
