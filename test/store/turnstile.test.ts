/** Who goes first where there is one connection. */
import { setImmediate } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { type Turnstile, createTurnstile } from '../../src/store/turnstile.ts';

/** One connection. */
const ONE = { all: 1, patient: 1 };

/** Lets `names` stand in line behind one who is in, in a hurry, and so are those whose name is a capital; returns the order in which they were let in. */
async function inLine(turnstile: Turnstile, names: readonly string[]): Promise<string> {
  const order: string[] = [];
  const inside = Promise.withResolvers<void>();
  const passes = [
    turnstile.pass(true, async () => inside.promise),
    ...names.map(async (name) =>
      turnstile.pass(name === name.toUpperCase(), async () => void order.push(name)),
    ),
  ];
  inside.resolve();
  await Promise.all(passes);
  return order.join('');
}

test('those in a hurry go first, each kind in its order', async () => {
  expect(await inLine(createTurnstile(ONE), 'abAcBC'.split(''))).toBe('ABCabc');
});

test('after ten in a hurry one other goes', async () => {
  const urgent = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('');
  expect(await inLine(createTurnstile(ONE), ['a', 'b', 'c', ...urgent])).toBe(
    'ABCDEFGHIaJKLMNOPQRSbTUVWXYZc',
  );
});

test('one at a time, also where the work fails', async () => {
  const turnstile = createTurnstile(ONE);
  let inside = 0;
  let most = 0;
  const work = async () => {
    inside += 1;
    most = Math.max(most, inside);
    await Promise.resolve();
    inside -= 1;
    throw new Error('broke');
  };
  const passes = await Promise.allSettled([1, 2, 3].map(async (n) => turnstile.pass(n === 2, work)));
  expect(passes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(most).toBe(1);
  expect(await turnstile.pass(false, async () => 'free')).toBe('free');
});

test('those without a hurry leave the event loop its turn', async () => {
  const turnstile = createTurnstile(ONE);
  const order: string[] = [];
  const socket = new Promise<void>((resolve) => {
    globalThis.setImmediate(() => {
      order.push('socket');
      resolve();
    });
  });
  await Promise.all([
    turnstile.pass(false, async () => void order.push('first')),
    turnstile.pass(false, async () => void order.push('second')),
    socket,
  ]);
  expect(order.indexOf('socket')).toBeLessThan(order.indexOf('second'));
});

test('of many who may come in, a few without a hurry, and none while somebody is in one', async () => {
  const turnstile = createTurnstile({ all: 10, patient: 2 });
  const order: string[] = [];
  const urgent = Promise.withResolvers<void>();
  const patient = Promise.withResolvers<void>();
  const come = async (name: string, isUrgent: boolean, until: Promise<void>) =>
    turnstile.pass(isUrgent, async () => {
      order.push(name);
      await until;
    });
  const first = [come('A', true, urgent.promise), come('B', true, urgent.promise)];
  const others = ['a', 'b', 'c'].map(async (name) => come(name, false, patient.promise));
  for (let round = 0; round < 9; round += 1) await setImmediate();
  expect(order.join('')).toBe('AB');
  urgent.resolve();
  await Promise.all(first);
  for (let round = 0; round < 9; round += 1) await setImmediate();
  expect(order.join('')).toBe('ABab');
  await come('C', true, Promise.resolve());
  patient.resolve();
  await Promise.all(others);
  expect(order.join('')).toBe('ABabCc');
});
