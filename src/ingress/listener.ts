/** The one HTTP server of the process. Handlers are asked in order; each answers or passes. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Log } from '../log.ts';

/** True when it answered. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>;

export interface Listener {
  readonly port: number;
  /**
   * Takes no more connections, and resolves when the requests under way are answered. A client that is not done within `withinMs` is cut off: a
   * request that never ends would keep the process from draining.
   */
  close(withinMs?: number): Promise<void>;
}

/** GitHub itself gives up on a webhook after ten seconds. */
const CLOSE_MS = 10_000;

/** Port 0 takes a free one. Rejects when the port is taken; `variables` are the settings that its words then name. */
export async function listen(
  handlers: readonly Handler[],
  address: { readonly host: string; readonly port: number },
  log: Log,
  variables: Variables = { host: 'HOST', port: 'PORT' },
): Promise<Listener> {
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    for (const handler of handlers) if (await handler(request, response)) return;
    answer(response, 404, { error: 'there is nothing here' });
  };
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      log(`http: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`, 'error');
      if (response.headersSent) response.destroy();
      else answer(response, 500, { error: 'something broke here; the log says what' });
    });
  });
  server.listen(address.port, address.host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new Error(cannotListen(error, address, variables), { cause: error });
  }
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('the server has no port');
  let closing: Promise<void> | null = null;
  return {
    port: bound.port,
    close: async (withinMs = CLOSE_MS) => {
      closing ??= closeServer(server, withinMs);
      await closing;
    },
  };
}

async function closeServer(server: Server, withinMs: number): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const limit = setTimeout(() => server.closeAllConnections(), withinMs);
  await closed;
  clearTimeout(limit);
}

interface Variables {
  readonly host: string;
  readonly port: string;
}

function cannotListen(
  error: unknown,
  { host, port }: { readonly host: string; readonly port: number },
  names: Variables,
) {
  const code = Error.isError(error) && 'code' in error ? String(error.code) : String(error);
  return code === 'EADDRINUSE'
    ? `port ${port} on ${host} is in use: stop what listens there, or set another ${names.port}`
    : `cannot listen on port ${port} of ${host} (${code}): set ${names.host} and ${names.port} to what this machine offers`;
}

export function answer(
  response: ServerResponse,
  status: number,
  body: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>> = {},
): void {
  const text = `${JSON.stringify(body)}\n`;
  const length = Buffer.byteLength(text);
  // a string goes out with its head in one write, a Buffer in two
  response
    .writeHead(status, { 'content-type': 'application/json', 'content-length': length, ...headers })
    .end(text);
}

/** The path without its query. */
export function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/';
}
