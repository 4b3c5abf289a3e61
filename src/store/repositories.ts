/** What is known of repositories, by id: their names change, and an old name in a late webhook must not break anything. */
import { type Selectable, sql } from 'kysely';
import type { InJson } from './columns.ts';
import type { Database, Tables } from './tables.ts';

export interface RepositoryFacts {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  readonly isPrivate: boolean;
  /** Null where the source did not say: then the known one stays. */
  readonly installationId: number | null;
}

export interface StoredRepository extends RepositoryFacts {
  readonly isArchived: boolean;
  /** The App may no longer reach it. */
  readonly isRemoved: boolean;
}

/**
 * Inserts or refreshes; writes nothing when nothing changed. Archived and removed stay as they are. It looks before it writes, since an insert locks the row
 * even where it changes nothing: webhooks of one repository would wait for each other.
 */
export async function saveRepository(db: Database, facts: RepositoryFacts): Promise<void> {
  await saveRepositoryOver(db, await loadRepository(db, facts.id), facts);
}

/** The same for who has looked. */
export async function saveRepositoryOver(
  db: Database,
  known: StoredRepository | null,
  facts: RepositoryFacts,
): Promise<void> {
  const isKnown =
    known !== null &&
    known.owner === facts.owner &&
    known.name === facts.name &&
    known.isPrivate === facts.isPrivate &&
    (facts.installationId === null || known.installationId === facts.installationId);
  if (!isKnown) await saveRepositories(db, [facts]);
}

const ROWS = 5_000;

/** The same for many; an installation may hold thousands. */
export async function saveRepositories(db: Database, all: readonly RepositoryFacts[]): Promise<void> {
  for (let start = 0; start < all.length; start += ROWS) await insert(db, all.slice(start, start + ROWS));
}

async function insert(db: Database, some: readonly RepositoryFacts[]): Promise<void> {
  await db
    .insertInto('repository')
    .values(
      some.map((facts) => ({
        id: facts.id,
        owner: facts.owner,
        name: facts.name,
        is_private: facts.isPrivate,
        installation_id: facts.installationId,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet({
          owner: (set) => set.ref('excluded.owner'),
          name: (set) => set.ref('excluded.name'),
          is_private: (set) => set.ref('excluded.is_private'),
          installation_id: sql`coalesce(excluded.installation_id, repository.installation_id)`,
        })
        .where(
          sql<boolean>`(repository.owner, repository.name, repository.is_private, repository.installation_id) is distinct from
            (excluded.owner, excluded.name, excluded.is_private, coalesce(excluded.installation_id, repository.installation_id))`,
        ),
    )
    .execute();
}

export async function setArchived(db: Database, id: number, isArchived: boolean): Promise<void> {
  await db.updateTable('repository').set({ is_archived: isArchived }).where('id', '=', id).execute();
}

export async function setRemoved(db: Database, ids: readonly number[], isRemoved: boolean): Promise<void> {
  if (ids.length === 0) return;
  await db
    .updateTable('repository')
    .set({ is_removed: isRemoved })
    .where('id', '=', sql<number>`any(${[...ids]}::bigint[])`)
    .execute();
}

/** What an installation's list says, archived or not, and within reach. Returns the ids of those that could not be written to before, and now can. */
export async function saveListed(
  db: Database,
  installationId: number,
  listed: readonly (Omit<RepositoryFacts, 'installationId'> & { readonly isArchived: boolean })[],
): Promise<number[]> {
  await saveRepositories(
    db,
    listed.map(({ id, owner, name, isPrivate }) => ({ id, owner, name, isPrivate, installationId })),
  );
  const ids = listed.map(({ id }) => id);
  const archived = listed.filter(({ isArchived }) => isArchived).map(({ id }) => id);
  const { rows: turned } = await sql<{ id: number; is_archived: boolean }>`
    update muster.repository set is_archived = not is_archived
    where id = any(${ids}::bigint[]) and is_archived <> (id = any(${archived}::bigint[]))
    returning id, is_archived`.execute(db);
  const back = await db
    .updateTable('repository')
    .set({ is_removed: false })
    .where('id', '=', sql<number>`any(${ids}::bigint[])`)
    .where('is_removed', '=', true)
    .returning('id')
    .execute();
  const open = turned.filter((row) => !row.is_archived);
  return [...new Set([...back, ...open].map((row) => row.id))];
}

/** The whole installation was deleted, suspended or came back. Returns the ids of its repositories. */
export async function setInstallationRemoved(
  db: Database,
  installationId: number,
  isRemoved: boolean,
): Promise<number[]> {
  const rows = await db
    .updateTable('repository')
    .set({ is_removed: isRemoved })
    .where('installation_id', '=', installationId)
    .returning('id')
    .execute();
  return rows.map((row) => row.id);
}

export async function renameOwner(db: Database, installationId: number, owner: string): Promise<void> {
  await db.updateTable('repository').set({ owner }).where('installation_id', '=', installationId).execute();
}

export async function loadRepository(db: Database, id: number): Promise<StoredRepository | null> {
  const row = await db.selectFrom('repository').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : repositoryOf(row);
}

type Row = Selectable<Tables['repository']>;

export function repositoryOf(row: Row | InJson<Row>): StoredRepository {
  return {
    id: row.id,
    owner: row.owner,
    name: row.name,
    isPrivate: row.is_private,
    installationId: row.installation_id,
    isArchived: row.is_archived,
    isRemoved: row.is_removed,
  };
}

/** The id of `owner/name`, in any letter case, or null. Of two that bore the name, the one that Muster may still reach. */
export async function findRepository(db: Database, owner: string, name: string): Promise<number | null> {
  const row = await db
    .selectFrom('repository')
    .select('id')
    .where(sql<boolean>`lower(owner) = lower(${owner}) and lower(name) = lower(${name})`)
    .orderBy('is_removed')
    .orderBy('id', 'desc')
    .executeTakeFirst();
  return row?.id ?? null;
}
