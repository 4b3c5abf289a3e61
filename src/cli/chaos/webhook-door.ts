/**
 * What stands between GitHub and the replicas, as a load balancer would: one address, whichever replica. It knows who did not answer a moment ago and
 * nothing else. A late webhook is one for which GitHub gave up waiting, and which gets there all the same.
 */
import { once } from 'node:events';
import { type IncomingHttpHeaders, createServer, request } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import type { Dice } from './dice.ts';

export interface WebhookDoor {
  readonly url: string;
  /** Resolves when nothing that is late is under way. */
  readonly settled: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface DoorOptions {
  readonly dice: Dice;
  /** Those of the replicas, dead ones included. */
  readonly ports: () => readonly number[];
  readonly isLate: () => boolean;
}

const PATH = '/api/github/webhooks';
/** Real milliseconds. */
const PATIENCE = 1_500;
const AVOIDED_FOR = 2_000;
const LATEST = 4_000;

interface Answer {
  readonly status: number;
  readonly body: string;
}

const UNREACHABLE: Answer = { status: 502, body: 'no replica answered' };
const TIMED_OUT: Answer = { status: 504, body: 'the replica did not answer in time' };

export async function openWebhookDoor({ dice, ports, isLate }: DoorOptions): Promise<WebhookDoor> {
  const avoided = new Map<number, number>();
  const late = new Set<Promise<unknown>>();

  const pass = async (headers: IncomingHttpHeaders, body: Buffer): Promise<Answer> => {
    const all = ports();
    const good = all.filter((port) => (avoided.get(port) ?? 0) < performance.now());
    if (all.length === 0) return UNREACHABLE;
    const port = dice.pick(good.length > 0 ? good : all);
    const answer = await post(port, headers, body);
    if (answer === UNREACHABLE || answer === TIMED_OUT) avoided.set(port, performance.now() + AVOIDED_FOR);
    return answer;
  };
  const passLate = async (headers: IncomingHttpHeaders, body: Buffer): Promise<void> => {
    await setTimeout(dice.between(100, LATEST));
    await pass(headers, body);
  };

  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks);
      if (isLate()) {
        const passing = passLate(incoming.headers, body).finally(() => late.delete(passing));
        late.add(passing);
        response.writeHead(TIMED_OUT.status).end(TIMED_OUT.body);
        return;
      }
      void pass(incoming.headers, body).then((answer) => response.writeHead(answer.status).end(answer.body));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}${PATH}`,
    settled: async () => {
      while (late.size > 0) await Promise.allSettled(late);
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await Promise.allSettled(late);
    },
  };
}

async function post(port: number, headers: IncomingHttpHeaders, body: Buffer): Promise<Answer> {
  const { connection: _connection, host: _host, 'transfer-encoding': _encoding, ...passed } = headers;
  return await new Promise((resolve) => {
    const outgoing = request(
      {
        host: '127.0.0.1',
        port,
        path: PATH,
        method: 'POST',
        agent: false,
        headers: { ...passed, 'content-length': body.length },
        timeout: PATIENCE,
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk) => (text += String(chunk)));
        response.on('end', () => resolve({ status: response.statusCode ?? 502, body: text }));
        response.on('error', () => resolve(UNREACHABLE));
      },
    );
    outgoing.on('timeout', () => {
      resolve(TIMED_OUT);
      // the request stays: a hung replica takes it when it goes on
      outgoing.on('error', () => undefined);
    });
    outgoing.on('error', () => resolve(UNREACHABLE));
    outgoing.end(body);
  });
}
