/**
 * Brings the schema `muster` to the version of this code. Migrations are numbered by their place in the list, are never changed once
 * released, and run in one transaction under an advisory lock: of several replicas one applies them and the others find them done.
 */
import { sql } from 'kysely';
import type { Database } from './tables.ts';
import { first } from './migrations/0001-first.ts';
import { resync } from './migrations/0002-resync.ts';
import { refusals } from './migrations/0003-refusals.ts';

/** Each a list of statements. The last one's number is the schema's version. */
const MIGRATIONS: readonly (readonly string[])[] = [first, resync, refusals];

/** Any number that nobody else in the database is likely to choose. */
const LOCK = 20_261_121;

/** Throws when the database was written by a newer version of Muster. */
export async function migrate(database: Database): Promise<void> {
  await database.transaction().execute(async (db) => {
    await sql`select pg_advisory_xact_lock(${sql.lit(LOCK)})`.execute(db);
    await sql`create schema if not exists muster`.execute(db);
    await sql`create table if not exists muster.schema_version (version integer not null)`.execute(db);
    const { rows } = await sql<{ version: number }>`select version from muster.schema_version`.execute(db);
    const version = rows[0]?.version ?? 0;
    if (version > MIGRATIONS.length) {
      throw new Error(
        `the database has schema ${version}, this Muster knows ${MIGRATIONS.length}: run the newer Muster, or give it an empty database`,
      );
    }
    for (const statement of MIGRATIONS.slice(version).flat()) await sql.raw(statement).execute(db);
    await sql`delete from muster.schema_version`.execute(db);
    await sql`insert into muster.schema_version values (${sql.lit(MIGRATIONS.length)})`.execute(db);
  });
}
