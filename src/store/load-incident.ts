/** Everything that the cache knows of one incident, in one consistent look. */
import type { JournalEntry } from '../core/incident/journal.ts';
import type { CommentFacts, Instant, IssueEventFacts, IssueFacts } from '../core/incident/record.ts';
import { toInstant } from './columns.ts';
import { storedComments } from './comments.ts';
import { loadDocuments, type StoredDocument } from './documents.ts';
import { type IncidentKey, keyText } from './incident-key.ts';
import { loadEvents } from './issue-events.ts';
import { loadIssue } from './issues.ts';
import { loadJournal } from './journal.ts';
import { loadMemos } from './memos.ts';
import { type StoredRefusal, loadRefusals } from './refusals.ts';
import { loadRepository, type StoredRepository } from './repositories.ts';
import type { Database, Gone } from './tables.ts';

export interface StoredIncident {
  readonly key: IncidentKey;
  readonly repository: StoredRepository | null;
  /** Null until a webhook or a read brought it. */
  readonly issue: IssueFacts | null;
  /** By id, deleted ones included. */
  readonly comments: readonly CommentFacts[];
  /** Comments that must be read again (two versions within one second): comment id → the doubt that `saveComment` settles. */
  readonly doubts: ReadonlyMap<number, number>;
  /** Null when the timeline was never read. */
  readonly events: readonly IssueEventFacts[] | null;
  readonly journal: readonly JournalEntry[];
  readonly documents: ReadonlyMap<string, StoredDocument>;
  readonly memos: ReadonlyMap<string, number | null>;
  readonly refusals: readonly StoredRefusal[];
  /** Why the timeline must be read in full, or null when the cache is good. */
  readonly stale: string | null;
  /** One step or more for each full read that something asked for. */
  readonly readMark: number;
  readonly revision: number;
  readonly readAt: Instant | null;
  readonly wakeAt: Instant | null;
  readonly gone: Gone | null;
}

/** Null for an incident that was never heard of. Call in a transaction: the parts are read one after the other. */
export async function loadIncident(db: Database, key: IncidentKey): Promise<StoredIncident | null> {
  // locked, so that no webhook changes one part between two of the reads below
  const row = await db
    .selectFrom('incident')
    .selectAll()
    .where('repository_id', '=', key.repositoryId)
    .where('number', '=', key.number)
    .forShare()
    .executeTakeFirst();
  if (row === undefined) return null;
  const repository = await loadRepository(db, key.repositoryId);
  const issue = await loadIssue(db, key);
  const comments = await storedComments(db, key);
  if (issue !== null && repository === null)
    throw new Error(`${keyText(key)} is stored without its repository`);
  const readAt = toInstant(row.read_at);
  return {
    key,
    repository,
    issue: issue === null || repository === null ? null : { ...issue.facts, repository: ofIssue(repository) },
    comments: [...comments.values()].map((comment) => comment.facts),
    doubts: new Map([...comments].flatMap(([id, { doubt }]) => (doubt > 0 ? [[id, doubt] as const] : []))),
    events: readAt === null ? null : await loadEvents(db, key),
    journal: await loadJournal(db, key),
    documents: await loadDocuments(db, key),
    memos: await loadMemos(db, key),
    refusals: await loadRefusals(db, key),
    stale: row.stale_mark > row.read_mark ? (row.stale_reason ?? 'unknown') : null,
    readMark: row.read_mark,
    revision: row.revision,
    readAt,
    wakeAt: toInstant(row.wake_at),
    gone: row.gone,
  };
}

function ofIssue({ id, owner, name, isPrivate }: StoredRepository): IssueFacts['repository'] {
  return { id, owner, name, isPrivate };
}
