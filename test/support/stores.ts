import { rmSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe } from '@jest/globals';
import { sql } from 'kysely';
import { openStore, type Store } from '../../src/store/store.ts';
import { newDataFolder } from './data-folder.ts';
import { describeOnPostgres, startPostgres } from './postgres.ts';

/** A store in a new folder that goes away with it. */
export async function openTemporaryStore(): Promise<{
  store: Store;
  folder: string;
  close: () => Promise<void>;
}> {
  const folder = await newDataFolder();
  const store = await openStore({ databaseUrl: null, dataDir: folder });
  return {
    store,
    folder,
    close: async () => {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Forgets every row and every job, so that the tests of a file can share a store: creating one takes seconds. */
export async function emptyStore(store: Store): Promise<void> {
  await store.transaction(async (db) => {
    const { rows } = await sql<{ name: string }>`
      select format('%I.%I', table_schema, table_name) as name from information_schema.tables
      where table_schema = 'muster' and table_name <> 'schema_version'`.execute(db);
    // few rows: a truncation makes new files for each table and index instead
    await sql.raw(rows.map((row) => `delete from ${row.name}`).join('; ')).execute(db);
    await sql`do $$ begin if to_regclass('pgboss.job') is not null then delete from pgboss.job; end if; end $$`.execute(
      db,
    );
  });
}

interface Opened {
  readonly store: Store;
  readonly close: () => Promise<void>;
}

/** Runs the tests on an empty store of either engine. */
export function onBothEngines(tests: (store: () => Store) => void): void {
  describe('on PGlite', () => {
    tests(useStore(openTemporaryStore));
  });
  describeOnPostgres('on PostgreSQL', () => {
    tests(useStore(openPostgresStore));
  });
}

function useStore(open: () => Promise<Opened>): () => Store {
  let opened: Opened;

  beforeAll(async () => {
    opened = await open();
  }, 60_000);

  afterEach(async () => emptyStore(opened.store));

  afterAll(async () => opened.close());

  return () => opened.store;
}

async function openPostgresStore(): Promise<Opened> {
  const postgres = await startPostgres();
  const store = await openStore({ databaseUrl: await postgres.createDatabase(), dataDir: '' });
  return {
    store,
    close: async () => {
      await store.close();
      await postgres.stop();
    },
  };
}
