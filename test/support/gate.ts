/** A proxy on the loopback that holds back the requests a test names, until it lets them pass. */
import { once } from 'node:events';
import { type IncomingMessage, type ServerResponse, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Gate {
  /** `127.0.0.1:port`. */
  readonly host: string;
  /** Holds the next request like `POST /path…`; `held` resolves when it is here, and `release` lets it pass. */
  hold(pattern: RegExp): { readonly held: Promise<void>; release(): void };
  /** What callers have shown to be let in, each once: tokens. */
  tokens(): readonly string[];
  close(): void;
}

interface Hold {
  readonly pattern: RegExp;
  readonly arrive: () => void;
  readonly released: Promise<void>;
}

export async function openGate(target: string): Promise<Gate> {
  const holds: Hold[] = [];
  const tokens = new Set<string>();
  const pass = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const name = `${incoming.method} ${incoming.url}`;
    const [, token] = incoming.headers.authorization?.split(' ') ?? [];
    if (token !== undefined) tokens.add(token);
    const index = holds.findIndex(({ pattern }) => pattern.test(name));
    const [hold] = index < 0 ? [] : holds.splice(index, 1);
    hold?.arrive();
    await hold?.released;
    const { method, headers, url } = incoming;
    const outgoing = request(new URL(url ?? '/', target), { method, headers, agent: false });
    incoming.pipe(outgoing);
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  };
  const server = createServer((incoming, response) => {
    pass(incoming, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    hold: (pattern) => {
      const arrived = Promise.withResolvers<void>();
      const released = Promise.withResolvers<void>();
      holds.push({ pattern, arrive: arrived.resolve, released: released.promise });
      return { held: arrived.promise, release: released.resolve };
    },
    tokens: () => [...tokens],
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
