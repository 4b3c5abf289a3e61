/** Comments of incidents. Call after `touchIncident` in the same transaction: the merge reads, decides and writes under that lock. */
import { type Insertable, type Selectable, sql } from 'kysely';
import type { Account } from '../core/incident/account.ts';
import type { CommentFacts, Instant, IssueEventFacts } from '../core/incident/record.ts';
import { type InJson, storable, toColumn, toInstant, toJson } from './columns.ts';
import { dateDeletions, redateTold } from './date-deletions.ts';
import type { IncidentKey } from './incident-key.ts';
import { loadEvents } from './issue-events.ts';
import { type CommentSource, mergeComment, type StoredComment } from './merge-comment.ts';
import type { CommentTable, Database } from './tables.ts';

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
  const { outcome, saved } = saveOver(
    db,
    key,
    await loadComment(db, key, incoming.id),
    incoming,
    source,
    revision,
  );
  await saved;
  return outcome;
}

export async function loadComment(db: Database, key: IncidentKey, id: number): Promise<StoredComment | null> {
  return (await storedComments(db, key, id)).get(id) ?? null;
}

/** The same for who has loaded what is stored, under the lock: it is known at once what becomes of it; `saved` resolves when it is written. */
export function saveOver(
  db: Database,
  key: IncidentKey,
  before: StoredComment | null,
  incoming: CommentFacts,
  source: CommentSource,
  revision: number,
): { readonly outcome: CommentOutcome; readonly saved: Promise<void> } {
  const merged = mergeComment(before, storableFacts(incoming), source);
  if (merged === null) return { outcome: 'kept', saved: Promise.resolve() };
  const isToldLate = merged.deletion === 'told' && source.from === 'webhook' && source.isLate === true;
  const save = async () => write(db, key, [isToldLate ? await dated(db, key, merged) : merged], revision);
  return { outcome: merged.doubt > (before?.doubt ?? 0) ? 'doubtful' : 'stored', saved: save() };
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

interface LoadedComment extends StoredComment {
  readonly firstRevision: number;
}

/** The stored comments of an incident by id, deleted ones included, or just one. */
export async function storedComments(
  db: Database,
  key: IncidentKey,
  id?: number,
): Promise<Map<number, LoadedComment>> {
  let query = db
    .selectFrom('comment')
    .selectAll()
    .where('repository_id', '=', key.repositoryId)
    .where('number', '=', key.number)
    .orderBy('id');
  if (id !== undefined) query = query.where('id', '=', id);
  return new Map((await query.execute()).map((row) => [row.id, commentOf(row)]));
}

async function write(
  db: Database,
  key: IncidentKey,
  comments: readonly StoredComment[],
  revision: number,
): Promise<void> {
  for (let start = 0; start < comments.length; start += ROWS) {
    const rows = comments.slice(start, start + ROWS).map((comment) => toRow(key, comment, revision));
    await db
      .insertInto('comment')
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns(['repository_id', 'number', 'id']).doUpdateSet((set) => ({
          node_id: set.ref('excluded.node_id'),
          author: sql`excluded.author`,
          updated_at: set.ref('excluded.updated_at'),
          body: set.ref('excluded.body'),
          url: set.ref('excluded.url'),
          editor: sql`excluded.editor`,
          former: set.ref('excluded.former'),
          deleted_at: set.ref('excluded.deleted_at'),
          deleted_by: sql`excluded.deleted_by`,
          deletion: set.ref('excluded.deletion'),
          doubt: set.ref('excluded.doubt'),
        })),
      )
      .execute();
  }
}

function storableFacts(facts: CommentFacts): CommentFacts {
  return {
    ...facts,
    body: storable(facts.body),
    former: facts.former === null ? null : storable(facts.former),
  };
}

function toRow(
  key: IncidentKey,
  { facts, deletion, doubt }: StoredComment,
  revision: number,
): Insertable<CommentTable> {
  return {
    repository_id: key.repositoryId,
    number: key.number,
    id: facts.id,
    node_id: facts.nodeId,
    author: toJson(facts.author),
    created_at: toColumn(facts.createdAt),
    updated_at: toColumn(facts.updatedAt),
    body: facts.body,
    url: facts.url,
    editor: accountJson(facts.editor),
    former: facts.former,
    deleted_at: toColumn(facts.deleted?.at ?? null),
    deleted_by: accountJson(facts.deleted?.by ?? null),
    deletion,
    doubt,
    first_revision: revision,
  };
}

function accountJson(account: Account | null): string | null {
  return account === null ? null : toJson(account);
}

type Row = Selectable<CommentTable>;

export function commentOf(row: Row | InJson<Row>): LoadedComment {
  return {
    facts: {
      id: row.id,
      nodeId: row.node_id,
      author: row.author,
      createdAt: toInstant(row.created_at),
      updatedAt: toInstant(row.updated_at),
      body: row.body,
      url: row.url,
      editor: row.editor,
      former: row.former,
      deleted: row.deleted_at === null ? null : { at: toInstant(row.deleted_at), by: row.deleted_by },
    },
    deletion: row.deletion,
    doubt: row.doubt,
    firstRevision: row.first_revision,
  };
}
