/** Whom an incident wakes when it shows something else to the others of its repository (D6). */
import { describe, expect, test } from '@jest/globals';
import { type Neighbour, concerned } from '../../../src/core/incident/neighbour.ts';
import { at } from '../../support/given.ts';

function incident(number: number, over: Partial<Neighbour> = {}): Neighbour {
  const url = `https://github.com/acme/shop/issues/${number}`;
  return {
    number,
    title: `Alarm ${number}`,
    url,
    phase: 'open',
    isDrill: false,
    services: [],
    declaredAt: at('08:00'),
    mergedInto: null,
    main: { number, title: `Alarm ${number}`, url, channel: null },
    claims: [],
    story: null,
    ...over,
  };
}

const none: ReadonlySet<number> = new Set();

describe('D6: whom an incident wakes', () => {
  test('D6: a new part wakes its whole, and looks again itself: the whole may have published in the same moment', () => {
    const part = incident(5, { mergedInto: 3 });
    expect(concerned(5, null, part, [], new Set([3]))).toEqual([3, 5]);
    expect(concerned(5, incident(5, { mergedInto: 2 }), part, [], new Set([3]))).toEqual([2, 3, 5]);
    expect(concerned(5, part, { ...part, title: 'Renamed' }, [], none)).toEqual([3]);
  });

  test('D6: a whole wakes its parts when it says something else, not when only its story grows', () => {
    const parts = [incident(5, { mergedInto: 3 }), incident(6)];
    expect(concerned(3, null, incident(3), parts, none)).toEqual([5]);
    expect(concerned(3, incident(3), incident(3, { title: 'Renamed' }), parts, none)).toEqual([5]);
    expect(concerned(3, incident(3), incident(3), parts, none)).toEqual([]);
  });

  test('D6: who is taken in is woken, and who is let go', () => {
    const claim = {
      part: 7,
      comment: 1,
      at: at('08:10'),
      by: { id: 1, login: 'ben', isBot: false },
      url: '',
    };
    expect(concerned(3, incident(3), incident(3, { claims: [claim] }), [], none)).toEqual([7]);
    expect(concerned(3, incident(3, { claims: [claim] }), incident(3), [], none)).toEqual([7]);
  });
});
