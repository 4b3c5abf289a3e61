/** A real PostgreSQL for the run, with everything as it is delivered: fsync on. Null where its binaries are not installed. */
import { Client } from 'pg';
import { postgresFolder, startPostgres } from '../../src/cli/chaos/throwaway-postgres.ts';
import { treeCpuMs } from './process-tree.ts';

export interface PostgresServer {
  /** `PostgreSQL 15`. */
  readonly name: string;
  /** Creates an empty database and returns its address. */
  createDatabase(): Promise<string>;
  /** Of all its processes so far; null where the system does not tell. */
  cpuMs(): number | null;
  stop(): Promise<void>;
}

export const NO_POSTGRES =
  'no PostgreSQL on this machine: apt-get install -y --no-install-recommends postgresql';

export async function startPostgresServer(): Promise<PostgresServer | null> {
  if (postgresFolder() === null) return null;
  const server = await startPostgres({ isDurable: true });
  const client = new Client({ connectionString: await server.createDatabase() });
  await client.connect();
  const { rows } = await client.query<{ version: string; pid: string }>(
    `select current_setting('server_version') as version, split_part(pg_read_file('postmaster.pid'), E'\\n', 1) as pid`,
  );
  await client.end();
  const [row] = rows;
  return {
    name: `PostgreSQL ${Number.parseInt(row?.version ?? '', 10)}`,
    createDatabase: async () => server.createDatabase(),
    cpuMs: () => treeCpuMs(Number(row?.pid)),
    stop: async () => server.stop(),
  };
}
