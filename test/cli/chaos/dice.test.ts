import { expect, test } from '@jest/globals';
import { throwDice } from '../../../src/cli/chaos/dice.ts';

const throws = (seed: number, name: string) => {
  const dice = throwDice(seed, name);
  return Array.from({ length: 20 }, () => dice.next());
};

test('the same seed throws the same dice, another seed or another part of the run others', () => {
  expect(throws(7, 'players')).toEqual(throws(7, 'players'));
  const all = [throws(7, 'players'), throws(8, 'players'), throws(7, 'weather')];
  expect(new Set(all.flat())).toHaveProperty('size', 60);
});

test('every face comes up about as often as the others', () => {
  const dice = throwDice(1, 'faces');
  const faces = Array.from({ length: 6_000 }, () => dice.between(1, 6));
  for (const face of [1, 2, 3, 4, 5, 6]) {
    const share = faces.filter((thrown) => thrown === face).length / faces.length;
    expect(Math.abs(share - 1 / 6)).toBeLessThan(0.02);
  }
  expect(Math.min(...faces)).toBe(1);
  expect(Math.max(...faces)).toBe(6);
});

test('weights decide, and a weight of 0 never comes up', () => {
  const dice = throwDice(2, 'weights');
  const thrown = Array.from({ length: 3_000 }, () =>
    dice.weighted([
      [3, 'often'],
      [0, 'never'],
      [1, 'seldom'],
    ]),
  );
  expect(thrown).not.toContain('never');
  expect(Math.abs(thrown.filter((word) => word === 'often').length / 3_000 - 0.75)).toBeLessThan(0.03);
});

test('words are unlike each other, and no text holds them by accident', () => {
  const dice = throwDice(3, 'words');
  const words = Array.from({ length: 1_000 }, () => dice.word());
  expect(new Set(words).size).toBe(1_000);
  for (const word of words) expect(word).toMatch(/^[g-kmnp-tvwxyz]{10}$/u);
});
