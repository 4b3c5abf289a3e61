/** What every process keeps in memory of a repository, to say without a query which webhooks concern us (`ingress/incident-index.ts`). */
import { sql } from 'kysely';
import type { Database } from './tables.ts';

export interface Indexed {
  /** Of the known incidents, stood down and closed ones too. */
  readonly numbers: readonly number[];
  /** That make an incident under the policy in force; null while it is not known. */
  readonly labels: readonly string[] | null;
}

interface Row {
  readonly numbers: readonly number[];
  readonly labels: { readonly incident: string; readonly drill: string } | null;
}

/** One statement: a webhook of a repository that nobody heard of waits for it. */
export async function readIndexed(db: Database, repositoryId: number): Promise<Indexed> {
  const { rows } = await sql<Row>`
    select array(select number from muster.incident where repository_id = ${repositoryId}) as numbers,
      (select policy -> 'labels' from muster.policy where repository_id = ${repositoryId}) as labels`.execute(
    db,
  );
  const { numbers = [], labels = null } = rows[0] ?? {};
  return { numbers, labels: labels === null ? null : [labels.incident, labels.drill] };
}
