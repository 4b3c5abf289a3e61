import { EventEmitter, once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { afterEach, expect, test } from '@jest/globals';
import { type Clock, followClock, systemClock } from '../src/clock.ts';

/** Serves `?after=<version>`: answers when its version is past it. */
class ClockServer {
  readonly polls: number[] = [];
  readonly events = new EventEmitter();
  readonly server = createServer((request, response) => {
    const after = Number(new URL(request.url ?? '/', 'http://localhost').searchParams.get('after'));
    this.polls.push(after);
    if (after < this.version) this.answer(response);
    else this.waiting.push(response);
    this.events.emit('poll');
  });
  version = 1;
  now = '2026-11-21T14:00:00Z';
  frozen = true;
  private waiting: ServerResponse[] = [];

  async listen(port = 0): Promise<string> {
    this.server.listen(port, '127.0.0.1');
    await once(this.server, 'listening');
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return `http://127.0.0.1:${address.port}/clock`;
  }

  answer(response: ServerResponse): void {
    response.end(JSON.stringify({ now: this.now, version: this.version, frozen: this.frozen }));
  }

  move(now: string): void {
    this.now = now;
    this.version += 1;
    for (const response of this.waiting.splice(0)) this.answer(response);
  }

  async polled(after: number): Promise<void> {
    while (!this.polls.includes(after)) await once(this.events, 'poll');
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function given(): Promise<{ server: ClockServer; clock: Clock; url: string }> {
  const server = new ClockServer();
  const url = await server.listen();
  const clock = await followClock(url);
  closing.push(() => {
    clock.close();
    server.close();
  });
  return { server, clock, url };
}

test('the first reading is there at once', async () => {
  const { clock } = await given();
  expect(clock.now().toString()).toBe('2026-11-21T14:00:00Z');
});

test('a move is acknowledged only when the time is new and the listeners were called', async () => {
  const { server, clock } = await given();
  await server.polled(1);
  const heard: string[] = [];
  clock.onJump(() => heard.push(`${clock.now().toString()}, acknowledged: ${server.polls.includes(2)}`));
  server.move('2026-11-21T14:30:00Z');
  await server.polled(2);
  expect(clock.now().toString()).toBe('2026-11-21T14:30:00Z');
  expect(heard).toEqual(['2026-11-21T14:30:00Z, acknowledged: false']);
});

test('a listener that stopped is not called', async () => {
  const { server, clock } = await given();
  let calls = 0;
  clock.onJump(() => (calls += 1))();
  server.move('2026-11-21T14:30:00Z');
  await server.polled(2);
  expect(calls).toBe(0);
});

test('it never goes back', async () => {
  const { server, clock } = await given();
  server.move('2026-11-21T13:00:00Z');
  await server.polled(2);
  expect(clock.now().toString()).toBe('2026-11-21T14:00:00Z');
});

test('a clock that is not frozen runs', async () => {
  const { server, clock } = await given();
  server.frozen = false;
  server.move('2026-11-21T14:30:00Z');
  await server.polled(2);
  const first = clock.now();
  while (Temporal.Instant.compare(clock.now(), first) === 0);
  expect(Temporal.Instant.compare(clock.now(), first)).toBe(1);
});

test('it comes back after a server that was started anew', async () => {
  const { server, clock, url } = await given();
  await server.polled(1);
  server.close();
  const next = new ClockServer();
  next.now = '2026-11-21T15:00:00Z';
  await next.listen(Number(new URL(url).port));
  closing.push(() => {
    next.close();
  });
  await next.polled(1);
  expect(clock.now().toString()).toBe('2026-11-21T15:00:00Z');
});

test('the system clock has whole milliseconds', () => {
  expect(systemClock.now().epochNanoseconds % 1_000_000n).toBe(0n);
});
