/**
 * Brings the schema `muster` to the version of this code, while processes of the version before may be at work on it. Migrations are numbered by
 * their place in the list and never changed once released. They run in one transaction under an advisory lock: of several replicas that start,
 * one applies them and the others find them done.
 *
 *   { adds }            what the version before does not notice: tables, columns that may be left out, indexes. The rule; a test holds the list to it.
 *   { drops, oldest }   takes away what no version from `oldest` on uses. Released one version after the one that stopped using it.
 *
 * A process that finds a newer schema works on it, unless it is older than the schema's `oldest` (docs/adr/0013-expand-then-contract.md).
 */
import { sql } from 'kysely';
import type { Database } from './tables.ts';
import { first } from './migrations/0001-first.ts';
import { resync } from './migrations/0002-resync.ts';
import { refusals } from './migrations/0003-refusals.ts';
import { neighbours } from './migrations/0004-neighbours.ts';

/** Lists of statements. */
export type Migration =
  | { readonly adds: readonly string[] }
  | {
      readonly drops: readonly string[];
      /** The lowest schema version whose code works without what is dropped. */
      readonly oldest: number;
    };

/** The last one's number is the schema's version. */
export const MIGRATIONS: readonly Migration[] = [
  { adds: first },
  { adds: resync },
  { adds: refusals },
  { adds: neighbours },
];

/** Any number that nobody else in the database is likely to choose. */
const LOCK = 20_261_121;

/** A statement that waits for a lock makes everybody after it wait: rather give way, and try again. */
const LOCK_WAIT = '1s';
const ATTEMPTS = 20;
/** Lock not available, deadlock. */
const RETRIED = new Set(['55P03', '40P01']);

/** Returns what an operator should know, or null. Throws when the schema is of a version that this code does not work with. */
export async function migrate(database: Database, migrations = MIGRATIONS): Promise<string | null> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await database.transaction().execute(async (db) => migrateIn(db, migrations));
    } catch (error) {
      const state = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (attempt >= ATTEMPTS || !RETRIED.has(state)) throw error;
    }
  }
}

async function migrateIn(db: Database, migrations: readonly Migration[]): Promise<string | null> {
  await sql`select pg_advisory_xact_lock(${sql.lit(LOCK)})`.execute(db);
  await sql`set local lock_timeout = ${sql.lit(LOCK_WAIT)}`.execute(db);
  await sql`create schema if not exists muster`.execute(db);
  await sql`create table if not exists muster.schema_version (version integer not null)`.execute(db);
  await sql`alter table muster.schema_version add column if not exists oldest integer not null default 1`.execute(
    db,
  );
  const { rows } = await sql<{
    version: number;
    oldest: number;
  }>`select version, oldest from muster.schema_version`.execute(db);
  const { version, oldest } = rows[0] ?? { version: 0, oldest: 1 };
  const known = migrations.length;
  if (oldest > known) {
    throw new Error(
      `the database has schema ${version}, which needs a Muster that knows schema ${oldest}; this one knows ${known}: run the newer Muster, or give it an empty database`,
    );
  }
  if (version > known)
    return `the database has schema ${version}, this Muster knows ${known}: a newer version is or was at work here; this one works on beside it`;
  let needs = oldest;
  for (const migration of migrations.slice(version)) {
    const statements = 'adds' in migration ? migration.adds : migration.drops;
    for (const statement of statements) await sql.raw(statement).execute(db);
    if ('oldest' in migration) needs = Math.max(needs, migration.oldest);
  }
  await sql`delete from muster.schema_version`.execute(db);
  await sql`insert into muster.schema_version values (${sql.lit(known)}, ${sql.lit(needs)})`.execute(db);
  return null;
}
