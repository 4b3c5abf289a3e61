/** Cached answers of the collaborator-permission endpoint, by lower-case login. Who reads them decides how old they may be. */
import type { Permission } from '../core/incident/account.ts';
import type { Instant } from '../core/incident/record.ts';
import { toColumn, toInstant } from './columns.ts';
import type { Database } from './tables.ts';

export interface StoredPermission {
  readonly permission: Permission;
  readonly checkedAt: Instant;
}

export async function savePermission(
  db: Database,
  repositoryId: number,
  login: string,
  { permission, checkedAt }: StoredPermission,
): Promise<void> {
  const row = { permission, checked_at: toColumn(checkedAt) };
  await db
    .insertInto('permission')
    .values({ repository_id: repositoryId, login: login.toLowerCase(), ...row })
    .onConflict((conflict) => conflict.columns(['repository_id', 'login']).doUpdateSet(row))
    .execute();
}

/** By lower-case login. */
export async function loadPermissions(
  db: Database,
  repositoryId: number,
  logins: readonly string[],
): Promise<Map<string, StoredPermission>> {
  if (logins.length === 0) return new Map();
  const rows = await db
    .selectFrom('permission')
    .select(['login', 'permission', 'checked_at'])
    .where('repository_id', '=', repositoryId)
    .where(
      'login',
      'in',
      logins.map((login) => login.toLowerCase()),
    )
    .execute();
  return new Map(
    rows.map((row) => [row.login, { permission: row.permission, checkedAt: toInstant(row.checked_at) }]),
  );
}

/** Forgets what is cached of one person, or of everybody, in one repository. */
export async function dropPermissions(db: Database, repositoryId: number, login?: string): Promise<void> {
  let query = db.deleteFrom('permission').where('repository_id', '=', repositoryId);
  if (login !== undefined) query = query.where('login', '=', login.toLowerCase());
  await query.execute();
}

/** The same over every repository of an installation. */
export async function dropInstallationPermissions(
  db: Database,
  installationId: number,
  login?: string,
): Promise<void> {
  let query = db
    .deleteFrom('permission')
    .where(
      'repository_id',
      'in',
      db.selectFrom('repository').select('id').where('installation_id', '=', installationId),
    );
  if (login !== undefined) query = query.where('login', '=', login.toLowerCase());
  await query.execute();
}
