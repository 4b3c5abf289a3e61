/**
 * What stands in front of replicas: hands each webhook to the next one in turn. Who does not answer, or answers 503, is passed over, as by a load
 * balancer that asks for readiness.
 */
import { once } from 'node:events';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface Balancer {
  /** Where GitHub sends webhooks. */
  readonly url: string;
  put(port: number): void;
  take(port: number): void;
  close(): void;
}

/** As long as GitHub itself waits. */
const PATIENCE_MS = 10_000;

const PASSED = /^(?:content-type|user-agent|x-)/u;

export async function openBalancer(path: string): Promise<Balancer> {
  let ports: readonly number[] = [];
  let turn = 0;
  const tryOne = async (port: number, request: IncomingMessage, body: Buffer): Promise<Response | null> => {
    const headers = Object.entries(request.headers).filter(
      (entry): entry is [string, string] => PASSED.test(entry[0]) && typeof entry[1] === 'string',
    );
    try {
      return await fetch(`http://127.0.0.1:${port}${path}`, {
        method: 'POST',
        headers: { ...Object.fromEntries(headers), connection: 'close' },
        body: new Uint8Array(body),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
    } catch {
      return null;
    }
  };
  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await buffer(request);
    turn += 1;
    const first = turn % Math.max(1, ports.length);
    for (const port of [...ports.slice(first), ...ports.slice(0, first)]) {
      const answer = await tryOne(port, request, body);
      if (answer === null || answer.status === 503) continue;
      response.writeHead(answer.status).end(await answer.text());
      return;
    }
    response.writeHead(503).end();
  };
  const server = createServer((request, response) => {
    pass(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    put: (port) => {
      ports = [...ports.filter((one) => one !== port), port];
    },
    take: (port) => {
      ports = ports.filter((one) => one !== port);
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
