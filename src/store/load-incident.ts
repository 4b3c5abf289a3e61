/**
 * Everything that the cache knows of one incident, in one consistent look: one statement sees the tables as they were at one moment, so nothing is locked and
 * no webhook waits. Parts come as JSON, a list in one value, which costs less than a row each.
 */
import { type Selectable, sql } from 'kysely';
import type { JournalEntry } from '../core/incident/journal.ts';
import type { CommentFacts, Instant, IssueEventFacts, IssueFacts } from '../core/incident/record.ts';
import { type InJson, toInstant } from './columns.ts';
import { commentOf } from './comment-row.ts';
import { documentOf, type StoredDocument } from './documents.ts';
import { effectOf, type StoredEffect } from './effects.ts';
import { type IncidentKey, keyText } from './incident-key.ts';
import { eventOf } from './issue-events.ts';
import { issueOf } from './issues.ts';
import { entryOf } from './journal.ts';
import type { Published } from './neighbours.ts';
import { refusalOf, type StoredRefusal } from './refusals.ts';
import { repositoryOf, type StoredRepository } from './repositories.ts';
import { send, statement } from './statement.ts';
import type { Database, Gone, Tables } from './tables.ts';

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
  /** What the others see of it; null for nothing. */
  readonly published: Published | null;
  /** Intents that a run left open, oldest first. */
  readonly open: readonly StoredEffect[];
  /** Why the timeline must be read in full, or null when the cache is good. */
  readonly stale: string | null;
  /** One step or more for each full read that something asked for. */
  readonly readMark: number;
  readonly revision: number;
  readonly readAt: Instant | null;
  readonly wakeAt: Instant | null;
  readonly gone: Gone | null;
}

type Of<Table extends keyof Tables> = InJson<Selectable<Tables[Table]>>;

/** Of what there is none, PostgreSQL makes null and no empty list. */
interface Row extends Selectable<Tables['incident']> {
  readonly repository: Of<'repository'> | null;
  readonly issue: Of<'issue'> | null;
  readonly comments: readonly Of<'comment'>[] | null;
  readonly events: readonly Of<'issue_event'>['facts'][] | null;
  readonly journal: readonly Of<'journal'>['entry'][] | null;
  readonly documents: readonly Of<'document'>[] | null;
  readonly memos: readonly (readonly [string, number | null])[] | null;
  readonly refusals: readonly Of<'refusal'>[] | null;
  readonly published: Published | null;
  readonly open: readonly Of<'effect'>[] | null;
}

const load = statement((_db, key: IncidentKey) => {
  const ofIt = sql`repository_id = ${key.repositoryId} and number = ${key.number}`;
  return sql<Row>`select *,
    (select to_json(part) from muster.repository part where id = ${key.repositoryId}) as repository,
    (select to_json(part) from muster.issue part where ${ofIt}) as issue,
    (select json_agg(part order by id) from muster.comment part where ${ofIt}) as comments,
    (select json_agg(facts) from muster.issue_event where ${ofIt}) as events,
    (select json_agg(entry order by seq) from muster.journal where ${ofIt}) as journal,
    (select json_agg(part order by key) from muster.document part where ${ofIt}) as documents,
    (select json_agg(json_build_array(key, value)) from muster.memo where ${ofIt}) as memos,
    (select json_agg(part order by effect) from muster.refusal part where ${ofIt}) as refusals,
    (select json_build_object('facts', facts, 'story', story) from muster.neighbour where ${ofIt}) as published,
    (select json_agg(part order by started_at, id) from muster.effect part where ${ofIt} and state <> 'done') as open
    from muster.incident where ${ofIt}`;
});

/** Null for an incident that was never heard of. */
export async function loadIncident(db: Database, key: IncidentKey): Promise<StoredIncident | null> {
  const [row] = await send(db, load(key));
  if (row === undefined) return null;
  const repository = row.repository === null ? null : repositoryOf(row.repository);
  if (row.issue !== null && repository === null)
    throw new Error(`${keyText(key)} is stored without its repository`);
  const comments = (row.comments ?? []).map(commentOf);
  return {
    key,
    repository,
    issue:
      row.issue === null || repository === null
        ? null
        : { ...issueOf(row.issue).facts, repository: ofIssue(repository) },
    comments: comments.map(({ facts }) => facts),
    doubts: new Map(comments.flatMap(({ facts, doubt }) => (doubt > 0 ? [[facts.id, doubt] as const] : []))),
    events: row.read_at === null ? null : (row.events ?? []).map(eventOf),
    journal: (row.journal ?? []).map(entryOf),
    documents: new Map((row.documents ?? []).map((document) => [document.key, documentOf(document)])),
    memos: new Map(row.memos ?? []),
    refusals: (row.refusals ?? []).map(refusalOf),
    published: row.published,
    open: (row.open ?? []).map(effectOf),
    stale: row.stale_mark > row.read_mark ? (row.stale_reason ?? 'unknown') : null,
    readMark: row.read_mark,
    revision: row.revision,
    readAt: toInstant(row.read_at),
    wakeAt: toInstant(row.wake_at),
    gone: row.gone,
  };
}

function ofIssue({ id, owner, name, isPrivate }: StoredRepository): IssueFacts['repository'] {
  return { id, owner, name, isPrivate };
}
