/** The way to the load generator, and the requests that it sends: webhooks signed as GitHub signs them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import type { Load, Order, Sent } from './load-generator.ts';
import { trusted } from './trusted.ts';

export interface Webhook {
  readonly event: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** As GitHub sets them. */
export function headersFor(event: string, body: string | Buffer, secret: string): Record<string, string> {
  return {
    'user-agent': 'GitHub-Hookshot/bench',
    accept: '*/*',
    'content-type': 'application/json',
    'x-github-delivery': randomUUID(),
    'x-github-event': event,
    'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
  };
}

/** The whole request as it goes over the wire. */
export function signedRequest({ event, payload }: Webhook, secret: string): Uint8Array {
  const body = Buffer.from(JSON.stringify(payload));
  const headers = {
    host: '127.0.0.1',
    'content-length': String(body.length),
    ...headersFor(event, body, secret),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const head = ['POST /api/github/webhooks HTTP/1.1', ...lines, '', ''].join('\r\n');
  return Buffer.concat([Buffer.from(head), body]);
}

export interface Generator {
  /** Rejects when a connection broke, or an answer was not 2xx. */
  send(port: number, load: Load, requests: readonly Uint8Array[]): Promise<Sent>;
  stop(): void;
}

export function startGenerator(): Generator {
  const child: ChildProcess = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', path.join(import.meta.dirname, 'load-generator.ts')],
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], serialization: 'advanced' },
  );
  process.once('exit', () => child.kill('SIGKILL'));
  return {
    send: async (port, load, requests) => {
      const answered = once(child, 'message');
      child.send({ port, load, requests } satisfies Order);
      const [answer] = trusted<[{ readonly sent?: Sent; readonly failed?: string }]>(await answered);
      if (answer.sent === undefined) throw new Error(`the load generator: ${answer.failed}`);
      const bad = Object.entries(answer.sent.statuses).filter(([status]) => !status.startsWith('2'));
      if (bad.length > 0) throw new Error(`answers other than 2xx: ${JSON.stringify(answer.sent.statuses)}`);
      return answer.sent;
    },
    stop: () => child.kill('SIGTERM'),
  };
}
