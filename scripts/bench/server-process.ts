/**
 * A measured program in a process of its own: `src/main.ts`, or one of the servers it is held against. Nothing of this process's environment but what
 * the machine needs comes along: a developer's own DATABASE_URL must not be measured.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { trusted } from './trusted.ts';

/** Since the process began; `queries` since the last question. */
export interface Usage {
  readonly cpuMs: number;
  readonly rssMb: number;
  /** The statements that went to the database; empty unless BENCH_QUERIES is 1. */
  readonly queries: readonly string[];
}

export interface ServerProcess {
  readonly port: number;
  readonly pid: number;
  usage(): Promise<Usage>;
  /** SIGTERM, and the end. */
  stop(): Promise<void>;
}

const PASSED_ON = ['PATH', 'HOME', 'TMPDIR', 'TEMP'];
const REPORTER = fileURLToPath(new URL('report-usage.ts', import.meta.url));
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Any program of this repository, measured; `stdio` is piped and has a channel. */
export function spawnProgram(file: string, environment: Readonly<Record<string, string>> = {}): ChildProcess {
  const passed = PASSED_ON.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', `--import=${REPORTER}`, file],
    {
      env: { ...Object.fromEntries(passed), ...environment },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      serialization: 'advanced',
    },
  );
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

/** Resolves when the program says where it listens. Rejects, with what it said, when it ends before. */
export async function startServer(
  file: string,
  environment: Readonly<Record<string, string>>,
): Promise<ServerProcess> {
  const child = spawnProgram(file, environment);
  const port = await listening(child);
  return {
    port,
    pid: child.pid ?? 0,
    usage: async () => usageOf(child),
    stop: async () => stopProgram(child),
  };
}

async function usageOf(child: ChildProcess): Promise<Usage> {
  const answered = once(child, 'message');
  child.send('usage');
  return trusted<[Usage]>(await answered)[0];
}

export async function stopProgram(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

async function listening(child: ChildProcess): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  let said = '';
  let isFound = false;
  const hear = (chunk: unknown) => {
    if (isFound) return; // read on, so that the program never waits for us
    said += String(chunk);
    const port = /listening on http:\/\/[^\s"]+?:(?<port>\d+)/u.exec(said)?.groups?.['port'];
    if (port === undefined) return;
    isFound = true;
    resolve(Number(port));
  };
  child.stdout?.on('data', hear);
  child.stderr?.on('data', hear);
  child.once('exit', (code, signal) => {
    reject(new Error(`a measured program ended by itself (${String(signal ?? code)}): ${said}`));
  });
  return promise;
}
