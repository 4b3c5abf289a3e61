/** `node src/main.ts` as an operator starts it: a process of its own with an environment of its own, which may speak to this machine only. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { appKey } from './app-key.ts';

const ROOT = path.join(import.meta.dirname, '../..');

export interface MainProcess {
  readonly pid: number;
  /** Everything on standard output so far. */
  out(): string;
  /** Everything on standard error so far. */
  err(): string;
  /** Resolves with the first line of either that contains the text; rejects when the process ends before. */
  said(text: string): Promise<string>;
  kill(signal: NodeJS.Signals): void;
  /** The exit code, when the process has ended and said its last. */
  ended(): Promise<number | null>;
}

const PASSED_ON = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => name === 'PATH' || name === 'NODE_COMPILE_CACHE'),
);

/** Nothing of this process's environment but PATH and Node's cache comes along. */
export function startMain(environment: Readonly<Record<string, string>>, folder = ROOT): MainProcess {
  const child: ChildProcess = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', path.join(ROOT, 'src/main.ts')],
    {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...PASSED_ON,
        // programs that it would start are bound as well
        NODE_OPTIONS: `--import=${path.join(ROOT, 'test/support/loopback-only.ts')}`,
        ...environment,
      },
    },
  );
  let out = '';
  let err = '';
  let news = Promise.withResolvers<void>();
  const tell = (): void => {
    news.resolve();
    news = Promise.withResolvers<void>();
  };
  child.stdout?.on('data', (chunk) => {
    out += String(chunk);
    tell();
  });
  child.stderr?.on('data', (chunk) => {
    err += String(chunk);
    tell();
  });
  let isEnded = false;
  const closed = once(child, 'close').then(([code]) => {
    isEnded = true;
    return code as number | null;
  });
  return {
    pid: child.pid ?? 0,
    out: () => out,
    err: () => err,
    said: async (text) => {
      for (;;) {
        const line = `${out}\n${err}`.split('\n').find((l) => l.includes(text));
        if (line !== undefined) return line;
        if (isEnded) throw new Error(`ended without saying “${text}”:\n${out}${err}`);
        await Promise.race([news.promise, closed]);
      }
    },
    kill: (signal) => child.kill(signal),
    ended: async () => closed,
  };
}

export interface Credentials {
  readonly environment: Readonly<Record<string, string>>;
  readonly publicKey: string;
}

/** For the App 7; the secret of its webhooks is new each time. */
export function credentials(): Credentials {
  const { privateKey, publicKey } = appKey();
  return {
    environment: {
      APP_ID: '7',
      // on one line, as container tools pass it
      PRIVATE_KEY: privateKey.replaceAll('\n', String.raw`\n`),
      WEBHOOK_SECRET: randomBytes(24).toString('hex'),
      HOST: '127.0.0.1',
    },
    publicKey,
  };
}

/** One that nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
