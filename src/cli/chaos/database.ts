/**
 * The database of a run: a data folder, or a PostgreSQL that must not hold anything of Muster's yet, because the run deletes it more than once.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { Client } from 'pg';
import { type GivenUp, listGivenUp } from '../../store/given-up.ts';
import { type Store, openStore } from '../../store/store.ts';
import { startPostgres } from './throwaway-postgres.ts';

export interface LastLook {
  /** Ids of the webhooks about comments that are recorded as worked. */
  readonly worked: ReadonlySet<string>;
  /** Incidents whose runs were given up. */
  readonly givenUp: readonly GivenUp[];
}

export interface ChaosDatabase {
  readonly engine: 'embedded' | 'PostgreSQL';
  /** By which a replica finds it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Forgets everything; no replica may live. */
  lose(): Promise<void>;
  /** A crash of the server; null where there is none, or it is not ours. */
  readonly restart: (() => Promise<void>) | null;
  /** What stands in it when all is over; no replica may live. */
  lastLook(): Promise<LastLook>;
  /** Leaves nothing behind. */
  close(): Promise<void>;
}

const SCHEMAS = ['muster', 'pgboss'];

async function look(store: Store): Promise<LastLook> {
  try {
    const { rows } = await sql<{
      id: string;
    }>`select id from muster.delivery where event = 'issue_comment'`.execute(store.db);
    return { worked: new Set(rows.map(({ id }) => id)), givenUp: await listGivenUp(store.db) };
  } finally {
    await store.close();
  }
}

/** With retries: a process that was killed a moment ago may still finish a write. */
function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 20 });
}

export function openFolder(): ChaosDatabase {
  const folder = mkdtempSync(path.join(tmpdir(), 'muster-chaos-'));
  const dataDir = path.join(folder, 'data');
  const sweep = (): void => remove(folder);
  process.once('exit', sweep);
  return {
    engine: 'embedded',
    environment: { DATA_DIR: dataDir },
    lose: async () => Promise.resolve(remove(dataDir)),
    restart: null,
    lastLook: async () => look(await openStore({ databaseUrl: null, dataDir })),
    close: async () => {
      process.removeListener('exit', sweep);
      return Promise.resolve(sweep());
    },
  };
}

async function ask<T>(databaseUrl: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Throws with what to do when it cannot be reached or is in use. */
export async function openDatabase(databaseUrl: string): Promise<ChaosDatabase> {
  const found = await ask(databaseUrl, async (client) =>
    client.query<{ name: string }>('select nspname as name from pg_namespace where nspname = any($1)', [
      SCHEMAS,
    ]),
  );
  if (found.rows.length > 0) {
    const names = found.rows.map(({ name }) => name).join(', ');
    throw new Error(
      `--database-url: this database has the schemas ${names}, and a chaos run deletes them; expected an empty database. Make one: create database chaos`,
    );
  }
  const lose = async (): Promise<void> =>
    ask(databaseUrl, async (client) => {
      for (const schema of SCHEMAS) await client.query(`drop schema if exists ${schema} cascade`);
    });
  return {
    engine: 'PostgreSQL',
    environment: { DATABASE_URL: databaseUrl },
    lose,
    restart: null,
    lastLook: async () => look(await openStore({ databaseUrl, dataDir: '' })),
    close: lose,
  };
}

/** A server of our own, from the installed binaries. Throws when there are none. */
export async function openThrowaway(): Promise<ChaosDatabase> {
  const postgres = await startPostgres();
  try {
    const database = await openDatabase(await postgres.createDatabase());
    return {
      ...database,
      restart: async () => {
        await postgres.crash();
        await postgres.resume();
      },
      close: async () => postgres.stop(),
    };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}
