/**
 * Muster as an operator runs it: `src/main.ts` in a process of its own, told everything by its environment. Nothing of ours reaches it: a
 * developer's own `DATABASE_URL` or `APP_ID` must not turn the demo into something else.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface MusterProcess {
  readonly port: number;
  readonly pid: number;
  /** Its log's messages so far, oldest first. */
  readonly log: readonly string[];
  /** Throws when the process is gone or a run failed, with the log in the message. */
  check(): void;
  /** Jobs that wait and runs that go on. */
  work(): Promise<number>;
  /** SIGKILL: no warning, no draining. Resolves when the process is gone. */
  kill(): Promise<void>;
  /** The same for a process that is ending itself and cannot wait. */
  killNow(): void;
}

/** Rejects, with what Muster said, when it ends before it takes webhooks. */
export type StartMuster = (environment: Readonly<Record<string, string>>) => Promise<MusterProcess>;

const MAIN = fileURLToPath(new URL('../../main.ts', import.meta.url));

/** What a process needs from the machine, and no more. */
const PASSED_ON = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'SystemRoot', 'NODE_COMPILE_CACHE'];

/** How a log line begins when something went wrong that nobody tries again in time for the story. */
const FAILURES = /^(?:reconcile |ingress:|http:|queue:)|looking again in/u;

/** Resolves when it takes webhooks. Rejects, with what it said, when it ends before that. */
export async function startMusterProcess(
  environment: Readonly<Record<string, string>>,
): Promise<MusterProcess> {
  const passed = PASSED_ON.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN], {
    env: { ...Object.fromEntries(passed), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const killNow = (): void => void child.kill('SIGKILL');
  // before whoever removes the files that it has open
  process.prependOnceListener('exit', killNow);
  child.once('exit', () => process.removeListener('exit', killNow));

  const log: string[] = [];
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const trouble = (what: string): Error => new Error(`${what}. Its log:\n  ${log.join('\n  ')}`);
  const port = await listening(child, log, trouble);
  return {
    port,
    pid: child.pid ?? 0,
    log,
    killNow,
    check: () => {
      if (hasEnded()) throw trouble(`Muster ended by itself (${String(child.signalCode ?? child.exitCode)})`);
      if (hasFailed(log)) throw trouble('Muster failed');
    },
    work: async () =>
      await workAt(port).catch((error: unknown) => {
        throw trouble(`Muster does not answer (${String(error)})`);
      }),
    kill: async () => {
      if (hasEnded()) return;
      const ended = once(child, 'exit');
      killNow();
      await ended;
    },
  };
}

export const hasFailed = (log: readonly string[]): boolean => log.some((line) => FAILURES.test(line));

/** Jobs that wait and runs that go on, as the Muster behind the port says. */
export async function workAt(port: number): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${port}/healthz`);
  const health: unknown = await response.json();
  return counted(health, 'waiting') + counted(health, 'running');
}

function counted(health: unknown, name: string): number {
  const value: unknown =
    typeof health === 'object' && health !== null ? Reflect.get(health, name) : undefined;
  if (typeof value !== 'number') throw new Error(`/healthz does not say ${name}: ${JSON.stringify(health)}`);
  return value;
}

/** Collects the log and reads the port from it. */
async function listening(
  child: ChildProcess,
  log: string[],
  trouble: (what: string) => Error,
): Promise<number> {
  return await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      reject(trouble(`Muster did not start (${String(signal ?? code)})`));
    });
    eachLine(child.stderr, (line) => log.push(line));
    eachLine(child.stdout, (line) => {
      const message = messageOf(line);
      log.push(message);
      const port = /^listening on http:\/\/\S+:(?<port>\d+)$/u.exec(message)?.groups?.['port'];
      if (port !== undefined) resolve(Number(port));
    });
  });
}

function eachLine(stream: NodeJS.ReadableStream | null, take: (line: string) => void): void {
  let rest = '';
  stream?.setEncoding('utf8');
  stream?.on('data', (chunk) => {
    const lines = `${rest}${String(chunk)}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(line);
  });
}

function messageOf(line: string): string {
  try {
    const entry: unknown = JSON.parse(line);
    const message: unknown =
      typeof entry === 'object' && entry !== null ? Reflect.get(entry, 'message') : null;
    return typeof message === 'string' ? message : line;
  } catch {
    return line; // not one of Muster's own lines
  }
}
