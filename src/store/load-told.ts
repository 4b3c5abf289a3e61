/** What the cache knows of the things that a webhook of a comment tells of, in one statement. Call after `touchIncident` in the same transaction. */
import { type Selectable, sql } from 'kysely';
import type { InJson } from './columns.ts';
import { commentOf } from './comment-row.ts';
import type { IncidentKey } from './incident-key.ts';
import { type StoredIssue, issueOf } from './issues.ts';
import type { StoredComment } from './merge-comment.ts';
import { repositoryOf, type StoredRepository } from './repositories.ts';
import { send, statement } from './statement.ts';
import type { Database, Tables } from './tables.ts';

export interface Told {
  readonly repository: StoredRepository | null;
  readonly issue: StoredIssue | null;
  readonly comment: StoredComment | null;
}

type Of<Table extends keyof Tables> = InJson<Selectable<Tables[Table]>>;

interface Row {
  readonly repository: Of<'repository'> | null;
  readonly issue: Of<'issue'> | null;
  readonly comment: Of<'comment'> | null;
}

const load = statement(
  (_db, { repositoryId, number, comment }: IncidentKey & { readonly comment: number }) => {
    const ofIt = sql`repository_id = ${repositoryId} and number = ${number}`;
    return sql<Row>`select
    (select to_json(part) from muster.repository part where id = ${repositoryId}) as repository,
    (select to_json(part) from muster.issue part where ${ofIt}) as issue,
    (select to_json(part) from muster.comment part where ${ofIt} and id = ${comment}) as comment`;
  },
);

export async function loadTold(db: Database, key: IncidentKey, comment: number): Promise<Told> {
  const [row] = await send(db, load({ ...key, comment }));
  return {
    repository: row?.repository ? repositoryOf(row.repository) : null,
    issue: row?.issue ? issueOf(row.issue) : null,
    comment: row?.comment ? commentOf(row.comment) : null,
  };
}
