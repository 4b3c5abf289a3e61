import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { DEFAULT_POLICY } from '../../src/config/default-policy.ts';
import { POLICY_SHAPE } from '../../src/core/policy.ts';

/** Names of all that a policy has, of lists what their first item has. */
function keysOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(keysOf);
  if (typeof value !== 'object' || value === null) return null;
  return Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => [key, keysOf(inner)]);
}

test('K1: a policy of another shape has another number, so that a cached one is not taken for it', () => {
  const keys = createHash('sha256')
    .update(JSON.stringify(keysOf(DEFAULT_POLICY)))
    .digest('hex')
    .slice(0, 12);
  expect({ shape: POLICY_SHAPE, keys }).toEqual({ shape: 2, keys: '2dad6de34f18' });
});
