/**
 * The one clock of a process. Everything that depends on time asks it, or is woken by it; nothing else reads the system's time, except where
 * seconds of waiting are meant (retries, heartbeats).
 */
import { Agent, request } from 'node:http';
import { z } from 'zod';
import type { Log } from './log.ts';

export interface Clock {
  /** Whole milliseconds: what the database keeps. */
  now(): Temporal.Instant;
  /** Calls the listener after the time jumped; returns the way to stop listening. A clock that only runs never jumps. */
  onJump(listener: () => void): () => void;
  close(): void;
}

export const systemClock: Clock = {
  now: () => Temporal.Instant.fromEpochMilliseconds(Date.now()),
  onJump: () => () => undefined,
  close: () => undefined,
};

const READING = z.object({
  now: z.string().transform((text) => Temporal.Instant.from(text)),
  version: z.number().int(),
  frozen: z.boolean(),
});

type Reading = z.infer<typeof READING>;

/**
 * Follows a clock that another process serves: `GET <url>?after=<version>` answers as soon as its version is past `after`. The next poll
 * acknowledges, so before it goes out `now()` is the new time and all listeners have been called. One kept connection: the server tells
 * followers apart by it. Never goes back. Resolves with the first reading; retries for ever after a lost connection.
 */
export async function followClock(url: string, log: Log = () => undefined): Promise<Clock> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const stopping = new AbortController();
  const listeners = new Set<() => void>();
  let version = 0;
  let base = Temporal.Instant.fromEpochMilliseconds(0);
  let runningSince: number | null = null;

  const now = () => {
    if (runningSince === null) return base;
    return base.add({ milliseconds: Math.floor(performance.now() - runningSince) });
  };
  const take = (reading: Reading) => {
    const before = now();
    version = reading.version;
    base = Temporal.Instant.compare(reading.now, before) < 0 ? before : reading.now;
    runningSince = reading.frozen ? null : performance.now();
    for (const listener of listeners) listener();
  };
  const next = async (): Promise<void> => {
    const reading = await poll(url, version, agent, stopping.signal);
    if (reading.version !== version) take(reading);
  };

  let isLost = false;
  const attempt = async (): Promise<boolean> => {
    try {
      await next();
      isLost = false;
      return true;
    } catch (error) {
      if (stopping.signal.aborted) return false;
      if (!isLost) log(`clock: ${url} does not answer, asking again until it does: ${String(error)}`, 'warn');
      isLost = true;
      version = 0; // a server that was started anew counts from the beginning
      await pause(RETRY_MS, stopping.signal);
      return false;
    }
  };
  const follow = async () => {
    while (!stopping.signal.aborted) await attempt();
  };

  while (!(await attempt()));
  void follow();
  return {
    now,
    onJump: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => {
      stopping.abort();
      agent.destroy();
      listeners.clear();
    },
  };
}

const RETRY_MS = 200;

async function poll(url: string, after: number, agent: Agent, signal: AbortSignal): Promise<Reading> {
  const address = new URL(url);
  address.searchParams.set('after', String(after));
  const body = await new Promise<string>((resolve, reject) => {
    const outgoing = request(address, { agent, signal }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        if (response.statusCode === 200) resolve(Buffer.concat(chunks).toString('utf8'));
        else reject(new Error(`status ${response.statusCode}`));
      });
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
  return READING.parse(JSON.parse(body));
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done, { once: true });
  });
}
