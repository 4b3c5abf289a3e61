/**
 * The HTTP side: bodies in, answers out, and the clock's long polls, which are tied to a connection so that a process that dies is
 * noticed at once. Listens on the loopback only.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Api } from './api.ts';
import type { LocalClock } from './clock.ts';

const BODY_CAP = 25 * 1024 * 1024;

/** Long enough that a follower's connection outlives a step it takes time over. */
const KEEP_ALIVE = 600_000;

export interface ListeningServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Binds before the Api exists, because answers carry the port. Throws what `listen` throws. */
export async function listen(port: number, clock: LocalClock, api: () => Api): Promise<ListeningServer> {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE }, (message, response) => {
    answer(message, response, clock, api()).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : new Error(String(error)));
    });
  });
  server.on('connection', (socket: Socket) => {
    socket.once('close', () => clock.drop(socket));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return { port: address.port, close: async () => closeServer(server) };
}

async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}

async function answer(
  message: IncomingMessage,
  response: ServerResponse,
  clock: LocalClock,
  api: Api,
): Promise<void> {
  const url = new URL(message.url ?? '/', 'http://localhost');
  const method = message.method ?? 'GET';
  if (method === 'GET' && url.pathname === '/_local/clock') {
    await pollClock(message, response, clock, url);
    return;
  }
  const text = await readText(message);
  if (text === null) {
    response.writeHead(413, { connection: 'close' }).end();
    return;
  }
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [name, value?.toString()]),
  );
  const outgoing = await api.handle({ method, path: url.pathname, query: url.searchParams, headers, text });
  if (outgoing.dropped) {
    message.socket.destroy();
    return;
  }
  response.writeHead(outgoing.status, outgoing.headers).end(outgoing.text);
}

/** `?after=<version>`; `?follower=<name>` for a client that may change connections between polls. */
async function pollClock(
  message: IncomingMessage,
  response: ServerResponse,
  clock: LocalClock,
  url: URL,
): Promise<void> {
  const { socket } = message;
  const key = url.searchParams.get('follower') ?? socket;
  const reading = await clock.poll(key, socket, Number(url.searchParams.get('after') ?? 0) || 0);
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(reading));
}

/** Null when there is more than GitHub would take. */
async function readText(message: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_CAP) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
