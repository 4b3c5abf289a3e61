import { describe, expect, test } from '@jest/globals';
import { commandsIn, problemsIn } from './parsing.ts';

const merge = (number: number | null, isHere = false, repository: string | null = null) => ({
  name: 'merge',
  target: number === null ? null : { repository, number },
  isHere,
});

describe('D6: the command of overlap', () => {
  test.each([
    ['/merge #41', merge(41)],
    ['/merge 41', merge(41)],
    ['/merge GH-41.', merge(41)],
    ['/merge into #41', merge(41)],
    ['/merge #\u200B41', merge(41)],
    ['/merge #42 here', merge(42, true)],
    ['/merge here #42', merge(42, true)],
    ['/Merge #42 HERE', merge(42, true)],
    ['/merge none', merge(null)],
    ['/merge acme/till#7', merge(7, false, 'acme/till')],
    ['/merge https://github.com/acme/shop/issues/42#issuecomment-9 here', merge(42, true, 'acme/shop')],
  ])('D6: %s', (text, command) => {
    expect(commandsIn(text)).toEqual([command]);
  });

  test.each([
    ['/merge', 'the other incident’s number is missing'],
    ['/merge here', 'the other incident’s number is missing'],
    ['/merge the other', '“the” is not the number of an issue'],
    ['/merge #0', '“#0” is not the number of an issue'],
    ['/merge #41 #42', '“#42” is one word too many'],
    ['/merge none here', '“none” is not the number of an issue'],
    [
      '/merge https://github.com/acme/shop/pull/42',
      '“https://github.com/acme/shop/pull/42” is not the number of an issue',
    ],
  ])('D6, C3: %s is refused: %s', (text, reason) => {
    expect(problemsIn(text).map((p) => p.reason)).toEqual([reason]);
  });
});
