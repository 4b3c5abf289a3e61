/**
 * Sends requests that were made beforehand, byte by byte, and measures when their answers are there. A process of its own, on bare sockets, so that it
 * costs the measured server as little as it can.
 *
 * closed   as many connections as told, each sending its next request when the last is answered, for a time
 * rate     one request each so many milliseconds, whether or not the last is answered, each on a connection of its own
 * burst    all at once, each on a connection of its own, measured from the first
 */
import { once } from 'node:events';
import { type Socket, connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';

export type Load =
  | { readonly kind: 'closed'; readonly connections: number; readonly forMs: number }
  | { readonly kind: 'rate'; readonly everyMs: number }
  | { readonly kind: 'burst' };

export interface Order {
  readonly port: number;
  readonly load: Load;
  readonly requests: readonly Uint8Array[];
}

export interface Sent {
  /** Milliseconds of each request, in the order of their answers. */
  readonly times: readonly number[];
  /** From the first request to the last answer. */
  readonly totalMs: number;
  /** Answers by status. */
  readonly statuses: Readonly<Record<string, number>>;
}

class Connection {
  readonly #socket: Socket;
  #buffer = '';
  #answered: PromiseWithResolvers<string> | null = null;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.setEncoding('latin1');
    socket.on('data', (chunk) => {
      this.#buffer += String(chunk);
      this.#read();
    });
    const broken = (error?: Error): void =>
      this.#answered?.reject(error ?? new Error('the connection was closed before the answer'));
    socket.on('error', broken);
    socket.on('close', () => broken());
  }

  static async open(port: number): Promise<Connection> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new Connection(socket);
  }

  /** Resolves with the status when the whole answer is there. */
  async send(request: Uint8Array): Promise<string> {
    this.#answered = Promise.withResolvers();
    this.#socket.write(request);
    return this.#answered.promise;
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(): void {
    const head = this.#buffer.indexOf('\r\n\r\n');
    if (head < 0) return;
    const headers = this.#buffer.slice(0, head);
    const length = /\r\ncontent-length: (?<length>\d+)/iu.exec(headers)?.groups?.['length'];
    const isWhole =
      length === undefined
        ? this.#buffer.endsWith('\r\n0\r\n\r\n')
        : this.#buffer.length >= head + 4 + Number(length);
    if (!isWhole) return;
    this.#buffer = '';
    const answered = this.#answered;
    this.#answered = null;
    answered?.resolve(headers.slice(9, 12));
  }
}

function tally(): { note(status: string, ms: number): void; sent(): Sent } {
  const times: number[] = [];
  const statuses: Record<string, number> = {};
  const began = performance.now();
  return {
    note: (status, ms) => {
      times.push(ms);
      statuses[status] = (statuses[status] ?? 0) + 1;
    },
    sent: () => ({ times, totalMs: performance.now() - began, statuses }),
  };
}

async function closed({ port, requests }: Order, connections: number, forMs: number): Promise<Sent> {
  const open = await Promise.all(Array.from({ length: connections }, async () => Connection.open(port)));
  let next = 0;
  const all = tally();
  const end = performance.now() + forMs;
  await Promise.all(
    open.map(async (connection) => {
      for (let now = performance.now(); now < end;) {
        const request = requests[next++ % requests.length];
        if (request === undefined) return;
        const status = await connection.send(request);
        const then = performance.now();
        all.note(status, then - now);
        now = then;
      }
    }),
  );
  const sent = all.sent();
  for (const connection of open) connection.close();
  return sent;
}

async function rate({ port, requests }: Order, everyMs: number): Promise<Sent> {
  const all = tally();
  const began = performance.now();
  await Promise.all(
    requests.map(async (request, index) => {
      await setTimeout(Math.max(1, began + index * everyMs - performance.now()));
      // from here on: what this process is late by is not the server's time
      const from = performance.now();
      const connection = await Connection.open(port);
      all.note(await connection.send(request), performance.now() - from);
      connection.close();
    }),
  );
  return all.sent();
}

async function burst({ port, requests }: Order): Promise<Sent> {
  const all = tally();
  const from = performance.now();
  await Promise.all(
    requests.map(async (request) => {
      const connection = await Connection.open(port);
      all.note(await connection.send(request), performance.now() - from);
      connection.close();
    }),
  );
  return all.sent();
}

async function carryOut(order: Order): Promise<Sent> {
  switch (order.load.kind) {
    case 'closed':
      return closed(order, order.load.connections, order.load.forMs);
    case 'rate':
      return rate(order, order.load.everyMs);
    case 'burst':
      return burst(order);
  }
}

process.on('message', (order: Order) => {
  carryOut(order).then(
    (sent) => process.send?.({ sent }),
    (error: unknown) => process.send?.({ failed: String(error) }),
  );
});
