/**
 * A real PostgreSQL for the run, on a free port of 127.0.0.1 in a temporary folder, with everything as it is delivered: fsync on, WAL on. Null where
 * its binaries are not installed.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { freePort } from './free-port.ts';
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

const DEBIAN = '/usr/lib/postgresql';

function binaryFolder(): string | null {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).toSorted((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...versions.map((version) => path.join(DEBIAN, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(':'),
  ];
  return folders.find((folder) => existsSync(path.join(folder, 'initdb'))) ?? null;
}

export async function startPostgresServer(): Promise<PostgresServer | null> {
  const binaries = binaryFolder();
  if (binaries === null) return null;
  const user = unprivilegedUser();
  const folder = mkdtempSync(path.join(tmpdir(), 'muster-bench-postgres-'));
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
  const data = path.join(folder, 'data');
  const options = { ...user, cwd: folder, env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' } };
  const init = spawnSync(
    path.join(binaries, 'initdb'),
    ['-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '-D', data],
    { ...options, encoding: 'utf8' },
  );
  if (init.status !== 0) throw new Error(`initdb: ${init.stderr}`);
  const port = await freePort();
  const settings = ['listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`];
  const server = spawn(
    path.join(binaries, 'postgres'),
    ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    { ...options, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  process.once('exit', () => server.kill('SIGQUIT'));
  let said = '';
  for await (const chunk of server.stderr) {
    said += String(chunk);
    if (said.includes('ready to accept connections')) break;
  }
  if (server.exitCode !== null) throw new Error(`PostgreSQL did not start: ${said}`);

  const address = (database: string) => `postgres://postgres@127.0.0.1:${port}/${database}`;
  const client = new Client({ connectionString: address('postgres') });
  await client.connect();
  const { rows } = await client.query<{ server_version: string }>('show server_version');
  let databases = 0;
  return {
    name: `PostgreSQL ${Number.parseInt(rows[0]?.server_version ?? '', 10)}`,
    createDatabase: async () => {
      databases += 1;
      await client.query(`create database bench${databases}`);
      return address(`bench${databases}`);
    },
    cpuMs: () => treeCpuMs(server.pid ?? 0),
    stop: async () => {
      await client.end();
      const ended = once(server, 'exit');
      server.kill('SIGQUIT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL refuses to run as root. */
function unprivilegedUser(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  if (user === undefined) throw new Error('no user to run PostgreSQL as');
  return { uid: Number(user[2]), gid: Number(user[3]) };
}
