/** Comments as rows of their table. */
import { type Insertable, type Selectable, sql } from 'kysely';
import type { Account } from '../core/incident/account.ts';
import { type InJson, toColumn, toInstant, toJson } from './columns.ts';
import type { IncidentKey } from './incident-key.ts';
import type { StoredComment } from './merge-comment.ts';
import { type Statement, statement } from './statement.ts';
import type { CommentTable, Database } from './tables.ts';

export interface LoadedComment extends StoredComment {
  readonly firstRevision: number;
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

type New = Required<Insertable<CommentTable>>;

export function rowOf(key: IncidentKey, { facts, deletion, doubt }: StoredComment, revision: number): New {
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

/** Inserts, or replaces all but the time and the revision of the first. */
export function upsertComments(db: Database, rows: readonly New[]) {
  return db
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
    );
}

const upsertOne = statement((db, row: New) =>
  upsertComments(db, [
    {
      repository_id: row.repository_id,
      number: row.number,
      id: row.id,
      node_id: row.node_id,
      author: row.author,
      created_at: row.created_at,
      updated_at: row.updated_at,
      body: row.body,
      url: row.url,
      editor: row.editor,
      former: row.former,
      deleted_at: row.deleted_at,
      deleted_by: row.deleted_by,
      deletion: row.deletion,
      doubt: row.doubt,
      first_revision: row.first_revision,
    },
  ]),
);

export function commentKept(key: IncidentKey, comment: StoredComment, revision: number): Statement {
  return upsertOne(rowOf(key, comment, revision));
}
