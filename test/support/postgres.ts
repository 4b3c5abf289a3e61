/**
 * A real PostgreSQL for the tests that PGlite cannot decide: races need more than one connection. Started here on a free port of 127.0.0.1
 * from Debian's versioned folder or PATH, in a temporary folder, and stopped by its process id. Without PostgreSQL such tests are
 * skipped with a notice, except under CI, where they fail.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { describe } from '@jest/globals';
import { Client } from 'pg';

export interface Postgres {
  /** Creates an empty database and returns its address. */
  createDatabase(): Promise<string>;
  /** Ends the server and every connection at once, without a word; the data stays, as far as it was committed. */
  crash(): Promise<void>;
  /** Starts it again, on the same port. */
  resume(): Promise<void>;
  stop(): Promise<void>;
}

const DEBIAN = '/usr/lib/postgresql';

function binaryFolder(): string | null {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).toSorted((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...versions.map((version) => path.join(DEBIAN, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(':'),
  ];
  return (
    folders.find(
      (folder) => existsSync(path.join(folder, 'initdb')) && existsSync(path.join(folder, 'postgres')),
    ) ?? null
  );
}

/* oxlint-disable jest/valid-title, jest/valid-describe-callback, jest/no-disabled-tests -- this is a kind of describe, not a use of it */
/** `describe`, or its skipping sister where no PostgreSQL is installed. Throws then under CI. */
export function describeOnPostgres(name: string, body: () => void): void {
  if (binaryFolder() !== null) {
    describe(name, body);
    return;
  }
  const notice = 'no PostgreSQL found: apt-get install -y --no-install-recommends postgresql';
  if (process.env['CI'] === 'true') throw new Error(notice);
  process.stderr.write(`\n*** SKIPPED on PostgreSQL: ${name}: ${notice} ***\n\n`);
  describe.skip(name, body);
}
/* oxlint-enable */

export async function startPostgres(): Promise<Postgres> {
  const binaries = binaryFolder();
  if (binaries === null) throw new Error('no PostgreSQL found');
  const user = unprivilegedUser();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'muster-postgres-'));
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
  const data = path.join(folder, 'data');
  const options = { ...user, cwd: folder, env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' } };
  const init = spawnSync(
    path.join(binaries, 'initdb'),
    ['--no-sync', '-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '-D', data],
    { ...options, encoding: 'utf8' },
  );
  if (init.status !== 0) throw new Error(`initdb: ${init.stderr}`);

  const port = await freePort();
  const settings = [
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${folder}`,
    'fsync=off',
    'max_connections=200',
  ];
  const launch = async (): Promise<ChildProcess> => {
    const child = spawn(
      path.join(binaries, 'postgres'),
      ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
      { ...options, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    await ready(child);
    return child;
  };
  let server = await launch();
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const exited = once(server, 'exit');
    server.kill(signal);
    await exited;
  };

  const address = (database: string) => `postgres://postgres@127.0.0.1:${port}/${database}`;
  let databases = 0;
  return {
    createDatabase: async () => {
      databases += 1;
      const client = new Client({ connectionString: address('postgres') });
      await client.connect();
      await client.query(`create database test${databases}`);
      await client.end();
      return address(`test${databases}`);
    },
    crash: async () => end('SIGQUIT'),
    resume: async () => {
      server = await launch();
    },
    stop: async () => {
      await end('SIGQUIT');
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

async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function ready(server: ChildProcess): Promise<void> {
  let log = '';
  await new Promise<void>((resolve, reject) => {
    server.stderr?.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      if (log.includes('database system is ready to accept connections')) resolve();
    });
    server.once('exit', () => {
      reject(new Error(`PostgreSQL did not start: ${log}`));
    });
  });
  server.stderr?.removeAllListeners('data').resume();
}
