/** Issues of incidents. Call after `touchIncident` in the same transaction. */
import type { Insertable, Selectable } from 'kysely';
import type { Account } from '../core/incident/account.ts';
import type { Instant, IssueFacts } from '../core/incident/record.ts';
import { type InJson, storable, toColumn, toInstant, toJson } from './columns.ts';
import type { IncidentKey } from './incident-key.ts';
import { type Statement, sendAll, statement } from './statement.ts';
import type { Database, Tables } from './tables.ts';

/**
 * `older`: nothing was stored. `touched`: newer by its time alone. `tied`: another version of the same second stood there; the incoming one was taken, and only a read of the
 * issue can tell whether it is the last. `untold`: nothing was stored, and only a read can tell what is so.
 */
export type IssueOutcome = 'stored' | 'touched' | 'same' | 'older' | 'tied' | 'untold';

/**
 * Stores a version of an issue unless a newer one is known. The repository part goes to `saveRepository`.
 * `isEcho`: it comes with a webhook that our own writing caused. That shows the issue as it was between two of our writes, the answers of which may be
 * stored already: taken for the last word, it would have the later write made again.
 */
export async function saveIssue(
  db: Database,
  key: IncidentKey,
  facts: Omit<IssueFacts, 'repository'>,
  updatedAt: Instant,
  isEcho = false,
): Promise<IssueOutcome> {
  const { outcome, writes } = saveIssueOver(key, await loadIssue(db, key), facts, updatedAt, isEcho);
  await sendAll(db, writes);
  return outcome;
}

/** The same for who has loaded what is stored, under the lock, and sends the writes along with others. */
export function saveIssueOver(
  key: IncidentKey,
  before: StoredIssue | null,
  facts: Omit<IssueFacts, 'repository'>,
  updatedAt: Instant,
  isEcho: boolean,
): { readonly outcome: IssueOutcome; readonly writes: readonly Statement[] } {
  const row = {
    repository_id: key.repositoryId,
    number: key.number,
    id: facts.id,
    node_id: facts.nodeId,
    title: storable(facts.title),
    body: storable(facts.body),
    author: toJson(facts.author),
    created_at: toColumn(facts.createdAt),
    updated_at: toColumn(updatedAt),
    state: facts.state,
    state_reason: facts.stateReason,
    closed_at: toColumn(facts.closedAt),
    labels: toJson(facts.labels),
    assignees: toJson(facts.assignees),
    is_locked: facts.isLocked,
    is_pull_request: facts.isPullRequest,
    url: facts.url,
  };
  if (before === null) return { outcome: 'stored', writes: [insert(row)] };
  const order = Temporal.Instant.compare(updatedAt, before.updatedAt);
  if (order < 0) return { outcome: 'older', writes: [] };
  const after = { ...facts, title: row.title, body: row.body };
  const isSame = fingerprint(after) === fingerprint(before.facts);
  if (order === 0 && isSame) return { outcome: 'same', writes: [] };
  if (isEcho && !isSame) return { outcome: order === 0 ? 'older' : 'untold', writes: [] };
  if (order === 0) return { outcome: 'tied', writes: [update(row)] };
  return isSame ? { outcome: 'touched', writes: [touch(row)] } : { outcome: 'stored', writes: [update(row)] };
}

type Written = Required<Insertable<Tables['issue']>>;

const columnsOf = (row: Written) => ({
  id: row.id,
  node_id: row.node_id,
  title: row.title,
  body: row.body,
  author: row.author,
  created_at: row.created_at,
  updated_at: row.updated_at,
  state: row.state,
  state_reason: row.state_reason,
  closed_at: row.closed_at,
  labels: row.labels,
  assignees: row.assignees,
  is_locked: row.is_locked,
  is_pull_request: row.is_pull_request,
  url: row.url,
});

const insert = statement((db, row: Written) =>
  db.insertInto('issue').values({ repository_id: row.repository_id, number: row.number, ...columnsOf(row) }),
);

const update = statement((db, row: Written) =>
  db
    .updateTable('issue')
    .set(columnsOf(row))
    .where('repository_id', '=', row.repository_id)
    .where('number', '=', row.number),
);

/** Newer, and says the same. */
const touch = statement((db, row: Written) =>
  db
    .updateTable('issue')
    .set({ updated_at: row.updated_at })
    .where('repository_id', '=', row.repository_id)
    .where('number', '=', row.number),
);

export interface StoredIssue {
  readonly facts: Omit<IssueFacts, 'repository'>;
  readonly updatedAt: Instant;
}

/** The stored issue without its repository, or null. */
export async function loadIssue(db: Database, key: IncidentKey): Promise<StoredIssue | null> {
  const row = await db
    .selectFrom('issue')
    .selectAll()
    .where('repository_id', '=', key.repositoryId)
    .where('number', '=', key.number)
    .executeTakeFirst();
  return row === undefined ? null : issueOf(row);
}

type Row = Selectable<Tables['issue']>;

export function issueOf(row: Row | InJson<Row>): StoredIssue {
  const facts = {
    id: row.id,
    nodeId: row.node_id,
    number: row.number,
    title: row.title,
    body: row.body,
    author: row.author,
    createdAt: toInstant(row.created_at),
    state: row.state,
    stateReason: row.state_reason,
    closedAt: toInstant(row.closed_at),
    labels: row.labels,
    assignees: row.assignees,
    isLocked: row.is_locked,
    isPullRequest: row.is_pull_request,
    url: row.url,
  };
  return { facts, updatedAt: toInstant(row.updated_at) };
}

/** Equal for equal facts; the order of labels and assignees means nothing. */
function fingerprint(facts: Omit<IssueFacts, 'repository'>): string {
  return JSON.stringify([
    facts.title,
    facts.body,
    facts.state,
    facts.stateReason,
    facts.closedAt,
    facts.labels.toSorted(),
    facts.assignees.map(accountText).toSorted(),
    facts.isLocked,
    facts.url, // a rename of the repository moves no time
  ]);
}

function accountText({ id, login, isBot }: Account): string {
  return `${id} ${login} ${isBot}`;
}
