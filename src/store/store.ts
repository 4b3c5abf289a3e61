/**
 * Opens the database: PGlite in a folder, or PostgreSQL, one object for both.
 *
 * Transactions are ambient: inside `transaction(fn)` everything of this process that asks the store for its database gets the open
 * transaction, pg-boss included. On PGlite, which has a single connection, anything else would wait for itself for ever.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { Kysely, PostgresDialect } from 'kysely';
import { type CustomTypesConfig, Pool, type PoolConfig, type QueryResult, types } from 'pg';
import { type ConstructorOptions, type Db as BossDatabase, fromKysely } from 'pg-boss';
import { openEmbedded } from './embedded.ts';
import { streamTo } from './embedded-stream.ts';
import { listenTo } from './listen.ts';
import { migrate } from './migrate.ts';
import { PreparedClient, isOutdated } from './prepared-client.ts';
import type { Database, Tables } from './tables.ts';
import { type Turnstile, createTurnstile } from './turnstile.ts';

export interface Store {
  readonly engine: 'pglite' | 'postgres';
  /** The open transaction, or the database itself outside of one. */
  readonly db: Database;
  /**
   * Runs `fn` in a transaction, or in the one that is already open. `fn` may run again after a deadlock, so it only talks to the database.
   */
  transaction<T>(fn: (db: Database) => Promise<T>): Promise<T>;
  /** Transactions that `work` begins go before those of others, where they stand in line for the one connection (PGlite). */
  urgently<T>(work: () => Promise<T>): Promise<T>;
  /** How pg-boss reaches the same database. */
  readonly bossOptions: ConstructorOptions;
  /** The open transaction for a pg-boss call, as `{ db }`; nothing outside of one. */
  bossTransaction(): { db?: BossDatabase };
  /**
   * Calls `onMessage` for each NOTIFY on the channel, `onGap` whenever messages may have been missed, and again and again while they are. Returns the
   * way to stop.
   */
  listen(
    channel: string,
    onMessage: (payload: string) => void,
    onGap: () => void,
  ): Promise<() => Promise<void>>;
  /** What an operator should know about the opening, or null. */
  readonly notice: string | null;
  close(): Promise<void>;
}

export interface StoreSettings {
  readonly databaseUrl: string | null;
  readonly dataDir: string;
}

/** Deadlock, serialization failure: PostgreSQL asks to try again. */
const RETRIED = new Set(['40P01', '40001']);
const ATTEMPTS = 4;

/** For a connection, or for a free one: GitHub gives up on a webhook after ten seconds, and shall be told why before. */
const CONNECT_MS = 8_000;

const CONNECTIONS = 10;
/** Transactions of runs side by side. What more of them bring back at once is only in each other's way, and in that of webhooks. */
const AT_WORK = 2;

/** Throws FolderInUseError, or PostgreSQL's own error when it cannot be reached. */
export async function openStore(settings: StoreSettings): Promise<Store> {
  return settings.databaseUrl === null ? openPglite(settings.dataDir) : openPostgres(settings.databaseUrl);
}

async function openPglite(folder: string): Promise<Store> {
  const embedded = await openEmbedded(folder);
  const { lite } = embedded;
  // one connection, for good: whoever asks for it stands in line
  const pool = openPool({ stream: () => streamTo(lite), ssl: false, max: 1, idleTimeoutMillis: 0 });
  const ambient = ambientTransactions(pool, createTurnstile({ all: 1, patient: 1 }));
  const heard = new Map<string, Set<(payload: string) => void>>();
  pool.on('connect', (client) =>
    client.on('notification', ({ channel, payload = '' }) => {
      for (const hear of heard.get(channel) ?? []) hear(payload);
    }),
  );
  let older: string | null;
  try {
    older = await migrate(ambient.root);
  } catch (error) {
    await pool.end();
    await embedded.close();
    throw error;
  }
  embedded.careBy(async (statement) => {
    await pool.query(statement);
  });
  return {
    engine: 'pglite',
    ...ambient.face,
    get db() {
      return ambient.current();
    },
    bossOptions: {
      backend: 'pglite',
      db: {
        executeSql: async (text, values) => {
          const joined = ambient.bossDatabase();
          return joined === undefined
            ? rowsOf(await pool.query(text, values))
            : joined.executeSql(text, values);
        },
      },
    },
    listen: async (channel, onMessage) => {
      const listeners = heard.get(channel) ?? new Set();
      heard.set(channel, listeners.add(onMessage));
      await pool.query(`listen ${channel}`);
      return async () => {
        listeners.delete(onMessage);
      };
    },
    notice: [embedded.setAside, older].filter((text) => text !== null).join('; ') || null,
    close: async () => {
      await pool.end();
      await embedded.close();
    },
  };
}

async function openPostgres(url: string): Promise<Store> {
  const pool = openPool({
    connectionString: url,
    max: CONNECTIONS,
    application_name: 'muster',
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_MS,
  });
  const ambient = ambientTransactions(pool, createTurnstile({ all: CONNECTIONS, patient: AT_WORK }));
  let notice: string | null;
  try {
    notice = await migrate(ambient.root);
  } catch (error) {
    await pool.end();
    throw error;
  }
  const ofQueue = { connectionString: url, max: 6, application_name: 'muster-queue', Client: PreparedClient };
  return {
    engine: 'postgres',
    ...ambient.face,
    get db() {
      return ambient.current();
    },
    bossOptions: { ...ofQueue },
    listen: async (channel, onMessage, onGap) => listenTo(url, channel, onMessage, onGap),
    notice,
    close: async () => pool.end(),
  };
}

function openPool(config: PoolConfig): Pool {
  const pool = new Pool({ ...config, types: NUMBERS, Client: PreparedClient });
  pool.on('error', () => undefined); // an idle connection broke: the pool opens another
  // one that broke between two queries of a transaction: the next query rejects, and the pool drops it
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Of several statements in one text there are several results. */
function rowsOf(results: QueryResult<object> | readonly QueryResult<object>[]): { rows: object[] } {
  return { rows: [results].flat().flatMap(({ rows }) => rows) };
}

const BIGINT: number = types.builtins.INT8;

/** bigint as number, as PGlite gives it: GitHub's ids stay far below 2^53. */
const NUMBERS: CustomTypesConfig = {
  getTypeParser: (id: number, format?: 'text' | 'binary') =>
    id === BIGINT ? Number : types.getTypeParser(id, format === 'binary' ? 'text' : format),
};

interface Ambient {
  readonly root: Database;
  readonly face: Pick<Store, 'transaction' | 'urgently' | 'bossTransaction'>;
  current(): Database;
  bossDatabase(): BossDatabase | undefined;
}

function ambientTransactions(pool: Pool, turnstile: Turnstile): Ambient {
  const root = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }).withSchema('muster');
  // emptied when the transaction ends, since work that was started inside lives on with this context
  const open = new AsyncLocalStorage<{ transaction: Database | null }>();
  const joined = () => open.getStore()?.transaction ?? null;
  const hurry = new AsyncLocalStorage<true>();
  const bossDatabase = () => {
    const transaction = joined();
    return transaction === null ? undefined : fromKysely(transaction);
  };

  const once = async <T>(fn: (db: Database) => Promise<T>): Promise<T> =>
    root.transaction().execute(async (transaction) => {
      const box: { transaction: Database | null } = { transaction };
      try {
        return await open.run(box, async () => fn(transaction));
      } finally {
        box.transaction = null;
      }
    });

  return {
    root,
    current: () => joined() ?? root,
    bossDatabase,
    face: {
      urgently: async (work) => hurry.run(true, work),
      bossTransaction: () => {
        const db = bossDatabase();
        return db === undefined ? {} : { db };
      },
      transaction: async (fn) => {
        const transaction = joined();
        if (transaction !== null) return fn(transaction);
        for (let attempt = 1; ; attempt += 1) {
          try {
            return await turnstile.pass(hurry.getStore() === true, async () => once(fn));
          } catch (error) {
            const isRetried = RETRIED.has(sqlState(error)) || isOutdated(error);
            if (attempt >= ATTEMPTS || !isRetried) throw error;
          }
        }
      },
    },
  };
}

function sqlState(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
