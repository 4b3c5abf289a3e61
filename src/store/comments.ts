/** Comments of incidents. Call after `touchIncident` in the same transaction: the merge reads, decides and writes under that lock. */
import type { CommentFacts, Instant, IssueEventFacts } from '../core/incident/record.ts';
import { storable } from './columns.ts';
import { commentKept, commentOf, type LoadedComment, rowOf, upsertComments } from './comment-row.ts';
import { dateDeletions, redateTold } from './date-deletions.ts';
import type { IncidentKey } from './incident-key.ts';
import { loadEvents } from './issue-events.ts';
import { type CommentSource, mergeComment, type StoredComment } from './merge-comment.ts';
import { type Statement, send, sendAll, statement } from './statement.ts';
import type { Database } from './tables.ts';

/** Rows of one statement: PostgreSQL takes 65,535 parameters. */
const ROWS = 1_000;

/** What became of a comment: `doubtful` must be read again, `kept` means that the stored version stands. */
export type CommentOutcome = 'stored' | 'kept' | 'doubtful';

/** Stores one version of a comment, from a webhook or a read of this comment alone. `revision` is what `touchIncident` gave. */
export async function saveComment(
  db: Database,
  key: IncidentKey,
  incoming: CommentFacts,
  source: CommentSource,
  revision: number,
): Promise<CommentOutcome> {
  const before = await loadComment(db, key, incoming.id);
  const { outcome, writes } = await saveOver(db, key, before, incoming, source, revision);
  await sendAll(db, writes);
  return outcome;
}

export async function loadComment(db: Database, key: IncidentKey, id: number): Promise<StoredComment | null> {
  const [row] = await send(db, loadOne({ ...key, id }));
  return row === undefined ? null : commentOf(row);
}

const loadOne = statement((db, { repositoryId, number, id }: IncidentKey & { readonly id: number }) =>
  db
    .selectFrom('comment')
    .selectAll()
    .where('repository_id', '=', repositoryId)
    .where('number', '=', number)
    .where('id', '=', id),
);

/** The same for who has loaded what is stored, under the lock, and sends the writes along with others. */
export async function saveOver(
  db: Database,
  key: IncidentKey,
  before: StoredComment | null,
  incoming: CommentFacts,
  source: CommentSource,
  revision: number,
): Promise<{ readonly outcome: CommentOutcome; readonly writes: readonly Statement[] }> {
  const merged = mergeComment(before, storableFacts(incoming), source);
  if (merged === null) return { outcome: 'kept', writes: [] };
  const isToldLate = merged.deletion === 'told' && source.from === 'webhook' && source.isLate === true;
  const comment = isToldLate ? await dated(db, key, merged) : merged;
  const outcome = merged.doubt > (before?.doubt ?? 0) ? 'doubtful' : 'stored';
  return { outcome, writes: [commentKept(key, comment, revision)] };
}

/** A deletion that came late, dated by its trace where the cache has it; else the read that it calls for will. */
async function dated(db: Database, key: IncidentKey, deletion: StoredComment): Promise<StoredComment> {
  const others = [...(await storedComments(db, key)).values()].filter(
    ({ facts }) => facts.id !== deletion.facts.id,
  );
  const known = [deletion, ...others].flatMap(({ facts }) => facts.deleted?.at ?? []);
  const [facts = deletion.facts] = redateTold([deletion.facts], await loadEvents(db, key), known);
  return { ...deletion, facts };
}

export interface CommentsRead {
  /** Everything that the list endpoint gave. */
  readonly comments: readonly CommentFacts[];
  /** Our clock when the first page was asked for. */
  readonly startedAt: Instant;
  /** The incident's revision then: comments stored after it are newer than the read. */
  readonly revision: number;
  /** Doubts that were known then, by comment id. */
  readonly doubts: ReadonlyMap<number, number>;
  /** The issue's events, which trace deletions. */
  readonly events: readonly IssueEventFacts[];
}

/**
 * GitHub's lists lag behind its webhooks by seconds, and its times are cut to seconds: a comment this young that the list lacks is no
 * deleted comment.
 */
const LIST_LAG_SECONDS = 10;

/** Makes the stored comments those of a full read: what it lacks is deleted, unless it is newer than the read. */
export async function saveCommentsRead(
  db: Database,
  key: IncidentKey,
  read: CommentsRead,
  revision: number,
): Promise<void> {
  const stored = await storedComments(db, key);
  const changed: StoredComment[] = [];
  for (const comment of read.comments) {
    const source = { from: 'read', settles: read.doubts.get(comment.id) ?? 0 } as const;
    const merged = mergeComment(stored.get(comment.id) ?? null, storableFacts(comment), source);
    if (merged !== null) changed.push(merged);
  }
  const listed = new Set(read.comments.map((comment) => comment.id));
  const young = read.startedAt.subtract({ seconds: LIST_LAG_SECONDS });
  const missing = [...stored.values()]
    .filter((comment) => !listed.has(comment.facts.id) && comment.deletion === null)
    .filter((comment) => comment.firstRevision <= read.revision)
    .filter((comment) => Temporal.Instant.compare(comment.facts.createdAt, young) < 0)
    .map((comment) => comment.facts);
  const deleted = [...stored.values()].filter(({ facts }) => facts.deleted !== null);
  const redated = redateTold(
    deleted.filter(({ deletion }) => deletion === 'told').map(({ facts }) => facts),
    read.events,
    deleted.flatMap(({ facts }) => facts.deleted?.at ?? []),
  );
  changed.push(...redated.map((facts) => ({ facts, deletion: 'told' as const, doubt: 0 })));
  const dates = new Map([...deleted.map(({ facts }) => facts), ...redated].map((c) => [c.id, c.deleted?.at]));
  const known = [...dates.values()].filter((date) => date !== undefined);
  const deletions = dateDeletions(missing, read.events, known, read.startedAt);
  for (const [index, facts] of missing.entries())
    changed.push({ facts: { ...facts, deleted: deletions[index] ?? null }, deletion: 'inferred', doubt: 0 });
  await write(db, key, changed, revision);
}

/** The stored comments of an incident by id, deleted ones included. */
export async function storedComments(db: Database, key: IncidentKey): Promise<Map<number, LoadedComment>> {
  const rows = await db
    .selectFrom('comment')
    .selectAll()
    .where('repository_id', '=', key.repositoryId)
    .where('number', '=', key.number)
    .orderBy('id')
    .execute();
  return new Map(rows.map((row) => [row.id, commentOf(row)]));
}

async function write(
  db: Database,
  key: IncidentKey,
  comments: readonly StoredComment[],
  revision: number,
): Promise<void> {
  for (let start = 0; start < comments.length; start += ROWS) {
    const rows = comments.slice(start, start + ROWS).map((comment) => rowOf(key, comment, revision));
    await upsertComments(db, rows).execute();
  }
}

function storableFacts(facts: CommentFacts): CommentFacts {
  return {
    ...facts,
    body: storable(facts.body),
    former: facts.former === null ? null : storable(facts.former),
  };
}
