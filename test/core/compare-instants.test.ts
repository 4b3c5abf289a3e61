/** Comparing instants: as Temporal does, to the nanosecond. */
import { expect, test } from '@jest/globals';
import { assert, bigInt, integer, property } from 'fast-check';
import { compareInstants } from '../../src/core/compare-instants.ts';

/** Nanoseconds of all but the ends of what an instant can be. */
const LATEST = 8_639_999_999_999_999_999_999n;
const epoch = bigInt({ min: -LATEST, max: LATEST }).map((nanoseconds) => new Temporal.Instant(nanoseconds));

test('instants are compared as Temporal compares them', () => {
  assert(
    property(epoch, epoch, (a, b) => {
      expect(compareInstants(a, b)).toBe(Temporal.Instant.compare(a, b));
    }),
  );
});

test('instants a nanosecond apart are told apart', () => {
  assert(
    property(epoch, integer({ min: -1, max: 1 }), (a, nanoseconds) => {
      expect(compareInstants(a.add({ nanoseconds }), a)).toBe(nanoseconds);
    }),
  );
});
