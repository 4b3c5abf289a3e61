/**
 * One replica: `src/main.ts` in a process of its own, told everything by its environment, that may die at any moment. Its port is chosen before it starts, so
 * that webhooks reach it while it starts and while it drains.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.ts';

export interface ReplicaOptions {
  /** Counted from 1. */
  readonly index: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Further arguments for Node, before the program. */
  readonly execArguments: readonly string[];
  /** Where its log goes; null for nowhere. */
  readonly logFolder: string | null;
}

export interface Replica {
  readonly index: number;
  readonly port: number;
  readonly pid: number;
  /** Resolves when it takes webhooks, or when it ended before. */
  readonly started: Promise<boolean>;
  /** Resolves when it has ended. */
  readonly ended: Promise<void>;
  readonly isStarting: () => boolean;
  readonly hasEnded: () => boolean;
  /** How it ended, in words. */
  readonly howEnded: () => string;
  /** The last lines that it said. */
  readonly tail: () => readonly string[];
  /** Jobs that wait and runs that go on, for all replicas; null when it does not say. */
  readonly work: () => Promise<number | null>;
  readonly signal: (signal: NodeJS.Signals) => void;
}

const MAIN = fileURLToPath(new URL('../../main.ts', import.meta.url));
const PASSED_ON = ['PATH', 'HOME', 'TMPDIR', 'TEMP'];
/** Processes start all the time, and compiling is more than half of what a start takes. */
const COMPILED = fileURLToPath(new URL('../../../node_modules/.cache/compiled', import.meta.url));
const TAIL_LINES = 30;
const ASK_MS = 2_000;

export async function startReplica(options: ReplicaOptions): Promise<Replica> {
  const { index, environment, execArguments, logFolder } = options;
  const port = await freePort();
  const passed = PASSED_ON.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...execArguments, MAIN], {
    env: {
      NODE_COMPILE_CACHE: COMPILED,
      ...Object.fromEntries(passed),
      ...environment,
      HOST: '127.0.0.1',
      PORT: String(port),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const killNow = (): void => void child.kill('SIGKILL');
  process.prependOnceListener('exit', killNow);

  const file =
    logFolder === null
      ? null
      : createWriteStream(path.join(logFolder, `replica-${index}.log`), { flags: 'a' });
  file?.write(`--- process ${child.pid}\n`);
  const tail: string[] = [];
  let isStarting = true;
  const isListening = watch(child, tail, file).finally(() => {
    isStarting = false;
  });
  const ended = endOf(child, () => {
    process.removeListener('exit', killNow);
    file?.end();
  });
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  return {
    index,
    port,
    pid: child.pid ?? 0,
    started: Promise.race([isListening, ended.then(() => false)]),
    ended,
    isStarting: () => isStarting,
    hasEnded,
    howEnded: () => child.signalCode ?? `exit code ${child.exitCode}`,
    tail: () => tail,
    work: async () => askWork(port),
    signal: (signal) => void child.kill(signal),
  };
}

async function endOf(child: ChildProcess, tidy: () => void): Promise<void> {
  await once(child, 'exit');
  tidy();
}

/** Resolves when it says that it listens. */
async function watch(child: ChildProcess, tail: string[], file: WriteStream | null): Promise<boolean> {
  return await new Promise((resolve) => {
    const take = (line: string): void => {
      file?.write(`${line}\n`);
      tail.push(line);
      if (tail.length > TAIL_LINES) tail.shift();
      if (line.includes('"listening on http')) resolve(true);
    };
    for (const stream of [child.stdout, child.stderr]) {
      let rest = '';
      stream?.setEncoding('utf8');
      stream?.on('data', (chunk) => {
        const lines = `${rest}${String(chunk)}`.split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) take(line);
      });
    }
  });
}

async function askWork(port: number): Promise<number | null> {
  try {
    const signal = AbortSignal.timeout(ASK_MS);
    const response = await fetch(`http://127.0.0.1:${port}/healthz`, { signal });
    const health: unknown = await response.json();
    if (response.status !== 200 || typeof health !== 'object' || health === null) return null;
    const [waiting, running] = [Reflect.get(health, 'waiting'), Reflect.get(health, 'running')] as unknown[];
    return typeof waiting === 'number' && typeof running === 'number' ? waiting + running : null;
  } catch {
    return null; // dead, hung or starting
  }
}
