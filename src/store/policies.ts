/**
 * The policy in force per repository, cached until a push changes its files (K1). One that a Muster of another shape of policy kept is as good as none:
 * it is read from the files again.
 */
import { sql } from 'kysely';
import type { Instant } from '../core/incident/record.ts';
import { POLICY_SHAPE, type Policy } from '../core/policy.ts';
import { toColumn, toInstant, toJson } from './columns.ts';
import type { Database } from './tables.ts';

export interface StoredPolicy {
  /** Names the files it was read from (their blob ids); null for the built-in defaults. */
  readonly version: string | null;
  readonly policy: Policy;
  readonly loadedAt: Instant;
}

export async function savePolicy(db: Database, repositoryId: number, stored: StoredPolicy): Promise<void> {
  const row = {
    version: stored.version,
    policy: toJson({ ...stored.policy, shape: POLICY_SHAPE }),
    loaded_at: toColumn(stored.loadedAt),
  };
  await db
    .insertInto('policy')
    .values({ repository_id: repositoryId, ...row })
    .onConflict((conflict) => conflict.column('repository_id').doUpdateSet(row))
    .execute();
}

export async function loadPolicy(db: Database, repositoryId: number): Promise<StoredPolicy | null> {
  const row = await db
    .selectFrom('policy')
    .selectAll()
    .where('repository_id', '=', repositoryId)
    .where(sql<string>`policy ->> 'shape'`, '=', String(POLICY_SHAPE))
    .executeTakeFirst();
  if (row === undefined) return null;
  const policy: Policy & { shape?: number } = { ...row.policy };
  delete policy.shape;
  return { version: row.version, policy, loadedAt: toInstant(row.loaded_at) };
}

export async function dropPolicy(db: Database, repositoryId: number): Promise<void> {
  await db.deleteFrom('policy').where('repository_id', '=', repositoryId).execute();
}

/** A push to the organisation's `.github` repository concerns every repository of the installation. Returns their ids. */
export async function dropInstallationPolicies(db: Database, installationId: number): Promise<number[]> {
  const rows = await db
    .selectFrom('repository')
    .select('id')
    .where('installation_id', '=', installationId)
    .execute();
  const ids = rows.map((row) => row.id);
  if (ids.length > 0)
    await db
      .deleteFrom('policy')
      .where('repository_id', '=', sql<number>`any(${ids}::bigint[])`)
      .execute();
  return ids;
}
