/** What a full read of an issue on GitHub found becomes the cache, in one transaction. */
import type { CommentFacts, Instant, IssueEventFacts, IssueFacts } from '../core/incident/record.ts';
import { saveCommentsRead } from './comments.ts';
import { toColumn, toJson } from './columns.ts';
import type { IncidentKey } from './incident-key.ts';
import { touchIncident } from './incident-row.ts';
import { saveIssue } from './issues.ts';
import { saveRepository } from './repositories.ts';
import type { Database } from './tables.ts';

/** Taken before the first request of a read: what happens after it survives the read. */
export interface ReadTicket {
  readonly startedAt: Instant;
  readonly revision: number;
  readonly staleMark: number;
  readonly doubts: ReadonlyMap<number, number>;
}

export interface FullRead {
  readonly issue: IssueFacts;
  /** The issue's `updated_at`. */
  readonly updatedAt: Instant;
  readonly comments: readonly CommentFacts[];
  readonly events: readonly IssueEventFacts[];
}

/** Notes what is known before a read; `now` is our clock's. Creates the incident's row where needed. */
export async function beginRead(db: Database, key: IncidentKey, now: Instant): Promise<ReadTicket> {
  const revision = await touchIncident(db, key);
  const { stale_mark: staleMark } = await db
    .selectFrom('incident')
    .select('stale_mark')
    .where('repository_id', '=', key.repositoryId)
    .where('number', '=', key.number)
    .executeTakeFirstOrThrow();
  const doubtful = await db
    .selectFrom('comment')
    .select(['id', 'doubt'])
    .where('repository_id', '=', key.repositoryId)
    .where('number', '=', key.number)
    .where('doubt', '>', 0)
    .execute();
  return { startedAt: now, revision, staleMark, doubts: new Map(doubtful.map((row) => [row.id, row.doubt])) };
}

/** Stores the read. A webhook that made the incident stale after `beginRead` leaves it stale. Call in a transaction. */
export async function finishRead(
  db: Database,
  key: IncidentKey,
  ticket: ReadTicket,
  read: FullRead,
): Promise<void> {
  const revision = await touchIncident(db, key);
  await saveRepository(db, { ...read.issue.repository, installationId: null });
  await saveIssue(db, key, read.issue, read.updatedAt);
  await saveCommentsRead(db, key, { ...ticket, comments: read.comments, events: read.events }, revision);
  await replaceEvents(db, key, read.events);
  await db
    .updateTable('incident')
    .set({ read_mark: ticket.staleMark, read_at: toColumn(ticket.startedAt) })
    .where('repository_id', '=', key.repositoryId)
    .where('number', '=', key.number)
    .where('read_mark', '<=', ticket.staleMark)
    .execute();
}

const ROWS = 5_000;

async function replaceEvents(
  db: Database,
  key: IncidentKey,
  events: readonly IssueEventFacts[],
): Promise<void> {
  await db
    .deleteFrom('issue_event')
    .where('repository_id', '=', key.repositoryId)
    .where('number', '=', key.number)
    .execute();
  for (let start = 0; start < events.length; start += ROWS) {
    const rows = events.slice(start, start + ROWS).map((facts) => ({
      repository_id: key.repositoryId,
      number: key.number,
      id: facts.id,
      facts: toJson(facts),
    }));
    await db
      .insertInto('issue_event')
      .values(rows)
      .onConflict((conflict) => conflict.doNothing()) // a page read twice while the list grew
      .execute();
  }
}
