/**
 * Loaded before a measured program (`--import`): answers its parent's questions with what the process used so far. With BENCH_QUERIES=1 it also
 * notes every statement that goes to the database, whichever engine, at the one method of each client through which all of them pass.
 */
import { PGlite } from '@electric-sql/pglite';
import { Client } from 'pg';
import type { Usage } from './server-process.ts';

const queries: string[] = [];

function listenIn(prototype: object, method: string, textOf: (first: unknown) => string | null): void {
  const original: unknown = Reflect.get(prototype, method);
  if (typeof original !== 'function') throw new Error(`the database client has no method ${method}`);
  Reflect.set(prototype, method, function heard(this: unknown, ...args: unknown[]): unknown {
    const text = textOf(args[0]);
    if (text !== null) queries.push(text);
    return Reflect.apply(original, this, args);
  });
}

/** Of PostgreSQL's protocol, the two messages that carry a statement: Query ("Q" length text) and Parse ("P" length name text). */
function ofMessage(message: unknown): string | null {
  if (!(message instanceof Uint8Array)) return null;
  const bytes = Buffer.from(message.buffer, message.byteOffset, message.byteLength);
  const kind = String.fromCharCode(bytes[0] ?? 0);
  if (kind !== 'Q' && kind !== 'P') return null;
  const start = kind === 'Q' ? 5 : bytes.indexOf(0, 5) + 1;
  return bytes.toString('utf8', start, bytes.indexOf(0, start));
}

function ofConfig(config: unknown): string | null {
  if (typeof config === 'string') return config;
  const text: unknown = typeof config === 'object' && config !== null ? Reflect.get(config, 'text') : null;
  return typeof text === 'string' ? text : null;
}

if (process.env['BENCH_QUERIES'] === '1') {
  listenIn(Client.prototype, 'query', ofConfig);
  listenIn(PGlite.prototype, 'execProtocolStream', ofMessage);
}

process.on('message', (message) => {
  if (message !== 'usage') return;
  const { user, system } = process.cpuUsage();
  const usage: Usage = {
    cpuMs: (user + system) / 1_000,
    rssMb: process.memoryUsage.rss() / 1_048_576,
    queries: queries.splice(0),
  };
  process.send?.(usage);
});
process.channel?.unref();
