/** Runs sit at few seats, wait for the outside without one, and let webhooks go first. */
import { setImmediate } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { createSeats } from '../../src/store/seats.ts';

/** Until nobody moves any more. */
async function still(): Promise<void> {
  for (let round = 0; round < 20; round += 1) await setImmediate();
}

async function broke(): Promise<never> {
  throw new Error('broke');
}

/** Work that says when it sits, waits for GitHub as long as the test says, and computes as long as the test says. */
function worker(seats: ReturnType<typeof createSeats>, log: string[], name: string) {
  const answer = Promise.withResolvers<void>();
  const computed = Promise.withResolvers<void>();
  const done = seats.sit(async () => {
    log.push(`${name} sits`);
    await seats.leave(async () => answer.promise);
    log.push(`${name} is back`);
    await computed.promise;
  });
  return { answer: answer.resolve, compute: computed.resolve, done };
}

test('all wait side by side, two sit', async () => {
  const seats = createSeats();
  const log: string[] = [];
  const [a, b, c] = [worker(seats, log, 'a'), worker(seats, log, 'b'), worker(seats, log, 'c')];
  await still();
  expect(log).toEqual(['a sits', 'b sits', 'c sits']);
  for (const each of [a, b, c]) each.answer();
  await still();
  expect(log.slice(3)).toEqual(['a is back', 'b is back']);
  a.compute();
  await still();
  expect(log.slice(5)).toEqual(['c is back']);
  for (const each of [b, c]) each.compute();
  await Promise.all([a.done, b.done, c.done]);
});

test('nobody sits down while a webhook is at work', async () => {
  const seats = createSeats();
  const log: string[] = [];
  const stored = Promise.withResolvers<string>();
  const webhook = seats.hurry(async () => stored.promise);
  const { answer, compute, done } = worker(seats, log, 'a');
  await still();
  expect(log).toEqual([]);
  stored.resolve('stored');
  expect(await webhook).toBe('stored');
  await still();
  expect(log).toEqual(['a sits']);
  answer();
  compute();
  await done;
});

test('several waits side by side take one seat when they come back', async () => {
  const seats = createSeats();
  const log: string[] = [];
  const both = seats.sit(async () => {
    await Promise.all([seats.leave(async () => setImmediate()), seats.leave(async () => still())]);
    log.push('both came');
  });
  await both;
  const [a, b] = [worker(seats, log, 'a'), worker(seats, log, 'b')];
  for (const each of [a, b]) each.answer();
  await still();
  expect(log).toEqual(['both came', 'a sits', 'b sits', 'a is back', 'b is back']);
  for (const each of [a, b]) each.compute();
  await Promise.all([a.done, b.done]);
});

test('a seat is given back where the work or the wait fails, and outside of a seat a wait is only a wait', async () => {
  const seats = createSeats();
  for (let time = 0; time < 3; time += 1) {
    await expect(seats.sit(broke)).rejects.toThrow('broke');
    await expect(seats.sit(async () => seats.leave(broke))).rejects.toThrow('broke');
  }
  await expect(seats.leave(broke)).rejects.toThrow('broke');
  expect(await seats.sit(async () => seats.leave(async () => 'free'))).toBe('free');
});

test('what a run left behind takes no seat', async () => {
  const seats = createSeats();
  const late = Promise.withResolvers<void>();
  const left: Promise<void>[] = [];
  await seats.sit(async () => {
    left.push(seats.leave(async () => late.promise));
  });
  late.resolve();
  await Promise.all(left);
  const log: string[] = [];
  const all = ['a', 'b'].map((name) => worker(seats, log, name));
  for (const each of all) each.answer();
  await still();
  expect(log).toEqual(['a sits', 'b sits', 'a is back', 'b is back']);
  for (const each of all) each.compute();
  await Promise.all(all.map(async ({ done }) => done));
});

test('those who sit may wait for what one who stands fetches for all of them', async () => {
  const seats = createSeats();
  const answer = Promise.withResolvers<string>();
  const isAsked = Promise.withResolvers<void>();
  let name: Promise<string> | null = null;
  const ourName = async (): Promise<string> =>
    (name ??= seats.leave(async () => {
      isAsked.resolve();
      return answer.promise;
    }));
  const first = seats.sit(ourName);
  await isAsked.promise;
  const others = [seats.sit(ourName), seats.sit(ourName), seats.sit(ourName)];
  await still();
  answer.resolve('muster');
  expect(await Promise.all([first, ...others])).toEqual(['muster', 'muster', 'muster', 'muster']);
});
