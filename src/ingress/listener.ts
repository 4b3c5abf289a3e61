/** The one HTTP server of the process. Handlers are asked in order; each answers or passes. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** True when it answered. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>;

export interface Listener {
  readonly port: number;
  /** Takes no more connections, and resolves when the requests under way are answered. */
  close(): Promise<void>;
}

/** Port 0 takes a free one. Rejects when the port is taken. */
export async function listen(
  handlers: readonly Handler[],
  address: { readonly host: string; readonly port: number },
  log: (line: string) => void,
): Promise<Listener> {
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    for (const handler of handlers) if (await handler(request, response)) return;
    answer(response, 404, { error: 'there is nothing here' });
  };
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      log(`http: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      if (response.headersSent) response.destroy();
      else answer(response, 500, { error: 'something broke here; the log says what' });
    });
  });
  server.listen(address.port, address.host);
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('the server has no port');
  return {
    port: bound.port,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      await closed;
    },
  };
}

export function answer(
  response: ServerResponse,
  status: number,
  body: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>> = {},
): void {
  const text = Buffer.from(`${JSON.stringify(body)}\n`);
  response
    .writeHead(status, { 'content-type': 'application/json', 'content-length': text.length, ...headers })
    .end(text);
}

/** The path without its query. */
export function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/';
}
