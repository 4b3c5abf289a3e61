import { Agent, request } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { at, SHOP, useBench, useExtraGitHub } from './bench.ts';

const bench = useBench();
const startExtra = useExtraGitHub();
const poll = async (after: number, follower = 'f') =>
  bench.http(null, 'GET', `/_local/clock?after=${after}&follower=${follower}`);
const later = (minutes: number) => bench.github.now().add({ minutes });

/** True once the microtasks and I/O of a real round trip have had their chance to finish `promise`. */
async function isDone(promise: Promise<unknown>): Promise<boolean> {
  let done = false;
  void promise.then(() => (done = true));
  await bench.http(null, 'GET', SHOP);
  return done;
}

describe('a follower', () => {
  test('hears the time at once when it is behind', async () => {
    expect((await poll(0)).body).toEqual({ now: '2026-03-01T10:00:00Z', version: 1, frozen: true });
  });

  test('waits for the next move, and the move waits for its acknowledgement', async () => {
    await poll(0);
    const waiting = poll(1);
    expect(await isDone(waiting)).toBe(false);
    const move = bench.github.advanceTo(later(5));
    expect((await waiting).body).toEqual({ now: '2026-03-01T10:05:00Z', version: 2, frozen: true });
    expect(await isDone(move)).toBe(false);
    const acknowledgement = poll(2);
    await move;
    bench.github.close().catch(() => undefined);
    await acknowledgement;
  });

  test('that dies is not waited for', async () => {
    await poll(0, 'lives');
    const dying = await openPoll(`${bench.github.url}/_local/clock?after=1&follower=dies`);
    const move = bench.github.advanceTo(later(5));
    const alive = poll(2, 'lives');
    expect(await isDone(move)).toBe(false);
    dying.destroy();
    await move;
    expect(bench.log).not.toContainEqual(expect.stringContaining('gave up'));
    await bench.github.close();
    await alive;
  });

  test('that hangs is given up when the patience ends, and is back with its next poll', async () => {
    const github = await startExtra({ now: bench.github.now(), clockPatience: 1 });
    const ask = async (after: number) =>
      (await fetch(`${github.url}/_local/clock?after=${after}&follower=hangs`)).json();
    await ask(0);
    const hanging = ask(1);
    await github.advance({ minutes: 5 });
    await hanging;
    await github.advance({ minutes: 5 });
    expect(await ask(2)).toEqual({ now: '2026-03-01T10:10:00Z', version: 3, frozen: true });
  });

  test('without a name is known by its connection', async () => {
    const dying = await openPoll(`${bench.github.url}/_local/clock?after=1`);
    const move = bench.github.advanceTo(later(5));
    expect(await isDone(move)).toBe(false);
    dying.destroy();
    await move;
    expect(bench.log).not.toContainEqual(expect.stringContaining('gave up'));
    expect(bench.github.now().toString()).toBe('2026-03-01T10:05:00Z');
  });
});

describe('moving', () => {
  test('goes over HTTP too, and answers when it is done', async () => {
    const answer = await bench.http(null, 'POST', '/_local/clock', { now: '2026-03-01T12:00:00Z' });
    expect(answer).toMatchObject({ status: 200, body: { now: '2026-03-01T12:00:00Z', version: 2 } });
    expect(bench.github.now().toString()).toBe('2026-03-01T12:00:00Z');
  });

  test('does not go back, and takes no nonsense', async () => {
    await expect(bench.github.advance({ minutes: -1 })).rejects.toThrow('does not go back');
    for (const now of ['2026-03-01T09:00:00Z', 'noon', 12]) {
      expect((await bench.http(null, 'POST', '/_local/clock', { now })).status).toBe(422);
    }
    await bench.github.advance({ hours: 1 });
    expect(bench.github.now().toString()).toBe('2026-03-01T11:00:00Z');
  });

  test('moves what is written', async () => {
    await bench.github.advance({ hours: 1, milliseconds: 700 });
    const issue = await bench.as('will').createIssue('acme', 'shop', { title: 'x' });
    expect(issue.created_at).toBe('2026-03-01T11:00:00Z');
  });

  test('is not possible on a clock that runs', async () => {
    const github = await startExtra();
    await expect(github.advance({ minutes: 1 })).rejects.toThrow('runs by itself');
    const reading: unknown = await (await fetch(`${github.url}/_local/clock`)).json();
    expect(at(reading, 'frozen')).toBe(false);
  });
});

/** A long poll whose connection, kept alive as fetch keeps it, the test can cut; resolves when the server has it. */
async function openPoll(url: string): Promise<Agent> {
  const agent = new Agent({ keepAlive: true });
  const call = request(url, { agent }, (response) => response.resume());
  call.on('error', () => undefined);
  call.end();
  await new Promise((resolve) => call.once('finish', resolve));
  await bench.http(null, 'GET', SHOP);
  return agent;
}
