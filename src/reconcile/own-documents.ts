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
import { assignedIn, reactionsIn, settledIn } from './memo-names.ts';
import { missingIn } from './merge-journal.ts';
import type { DoubleComment, Observed, ObservedDocument } from './observed.ts';

export interface OwnDocuments {
  readonly documents: ReadonlyMap<string, ObservedDocument>;
  readonly journal: readonly JournalEntry[];
  readonly doubles: readonly DoubleComment[];
  /** Documents that somebody else edited, with the owed word about it. */
  readonly restored: readonly JournalEntry[];
}

/** What is looked at. */
type Written = Pick<StoredIncident, 'key' | 'comments' | 'documents' | 'journal'> & {
  readonly issue?: StoredIncident['issue'];
};

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

interface Standing {
  /** By key; of several the oldest (its id is the lowest). */
  readonly found: ReadonlyMap<string, Found>;
  /** The younger ones. */
  readonly younger: readonly Found[];
}

/** A marker of another document that somebody copied into one of ours does not make it that other one. */
function find(stored: Written, self: number, scope: string, signer: Signer): Standing {
  const byId = new Map(
    [...stored.documents.values()].filter((d) => d.kind === 'comment').map((d) => [d.id, d.key]),
  );
  const found = new Map<string, Found>();
  const younger: Found[] = [];
  for (const comment of stored.comments) {
    if (comment.author.id !== self || comment.deleted !== null) continue;
    const read = readBody(comment.body, scope, signer);
    const written = byId.get(comment.id);
    const marker = written === undefined || written === read?.key ? read : null;
    const key = written ?? read?.key;
    if (key === undefined) continue;
    if (found.has(key)) younger.push({ comment, key, marker });
    else found.set(key, { comment, key, marker });
  }
  return { found, younger };
}

function observedComment({ comment, key, marker }: Found, stored: Written): ObservedDocument {
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

/** An issue of ours, or a comment on one. It stands in the incident's repository, whatever that is called by now. */
function elsewhere(document: StoredDocument, { issue }: Written): ObservedDocument {
  const { key, kind, id, onNumber: number, nodeId, bodyHash, once } = document;
  const page = issue?.url.replace(/\/\d+$/u, `/${number}`);
  const url = page === undefined ? document.url : `${page}${kind === 'comment' ? `#issuecomment-${id}` : ''}`;
  return { key, kind, id, number, nodeId, url, body: null, writtenHash: bodyHash, once };
}

function journalIn(found: ReadonlyMap<string, Found>, stored: Written): readonly JournalEntry[] {
  const pages: JournalEntry[] = [];
  for (let page = 1; ; page += 1) {
    const marker = found.get(page === 1 ? 'board' : `journal:${page}`)?.marker;
    if (marker === undefined && page > 1) return pages;
    // The board is gone or its payload destroyed: what was written last is in the cache.
    if (marker === undefined || marker === null) return stored.journal;
    pages.push(...decodeJournal(field(marker.payload, 'journal')).entries);
  }
}

function journalOf({ marker }: Found): readonly JournalEntry[] {
  return decodeJournal(field(marker?.payload, 'journal')).entries;
}

/** The journal with what only younger doubles hold, and which of them do. */
function withDoubles(
  standing: readonly JournalEntry[],
  younger: readonly Found[],
): { readonly journal: readonly JournalEntry[]; readonly doubles: readonly DoubleComment[] } {
  const journal = [...standing];
  const doubles = younger.map((one) => {
    journal.push(...missingIn(journal, journalOf(one)));
    return { key: one.key, id: one.comment.id, holdsMore: missingIn(standing, journalOf(one)).length > 0 };
  });
  return { journal, doubles };
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

export function ownDocuments(stored: Written, self: number, scope: string, signer: Signer): OwnDocuments {
  const { found, younger } = find(stored, self, scope, signer);
  const documents = new Map<string, ObservedDocument>();
  for (const one of found.values()) documents.set(one.key, observedComment(one, stored));
  for (const document of stored.documents.values()) {
    const isElsewhere = document.kind === 'issue' || document.onNumber !== stored.key.number;
    if (isElsewhere && document.state === 'current') documents.set(document.key, elsewhere(document, stored));
  }
  const { journal, doubles } = withDoubles(journalIn(found, stored), younger);
  return { documents, journal, doubles, restored: restoredIn(found, journal) };
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
    doubles: own.doubles,
    reactions: new Map(reactions),
    state: stored.issue?.state ?? null,
    labels: stored.issue?.labels ?? [],
    assignees: (stored.issue?.assignees ?? []).map((a) => a.login),
    assignedByUs: new Set([...assignedIn(stored.memos), ...byUs]),
    settled: settledIn(stored.memos, (document) => own.documents.get(document)?.id),
  };
}
