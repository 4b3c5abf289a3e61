/** What an answer of GitHub means: how long to wait, whether the write may have happened, or that it never will. */
import { describe, expect, test } from '@jest/globals';
import { readFailure, statusOf, writeFailure } from '../../src/github/failure.ts';
import { type Effect, EffectRefused, InDoubt, TryLater } from '../../src/reconcile/effect.ts';
import { NotThere } from '../../src/reconcile/gateway.ts';

const EFFECT: Effect = { kind: 'react', comment: 7, content: '+1' };
const URL = 'https://api.github.com/repos/acme/shop/issues/comments/7/reactions';

function answer(status: number, headers: Record<string, string> = {}, message = 'no', url = URL): Error {
  return Object.assign(new Error(message), { status, request: { url }, response: { headers } });
}

/** As Octokit throws what GraphQL tells with status 200. */
function told(name: object, headers: Record<string, string> = {}): Error {
  const errors = [{ message: 'no', ...name }];
  return Object.assign(new Error('no'), { name: 'GraphqlResponseError', headers, errors, data: null });
}

describe('E3: limits', () => {
  test.each([
    ['retry-after', answer(403, { 'retry-after': '42' }), { after: 42, until: null, backsOff: false }],
    ['retry-after of 429', answer(429, { 'retry-after': '7' }), { after: 7, backsOff: false }],
    [
      'the hourly one, until its reset',
      answer(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1792915200' }),
      { until: 1_792_915_200, backsOff: false },
    ],
    [
      'the hourly one as 429',
      answer(429, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1792915200' }),
      { until: 1_792_915_200, backsOff: false },
    ],
    [
      'a secondary one that names no time',
      answer(403, { 'x-ratelimit-remaining': '4000' }, 'You have exceeded a secondary rate limit.'),
      { after: 60, until: null, backsOff: true },
    ],
    ['429 that names no time', answer(429), { after: 60, until: null, backsOff: true }],
    [
      'the hourly one of GraphQL',
      told({ type: 'RATE_LIMITED' }, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1792915200' }),
      { until: 1_792_915_200, backsOff: false },
    ],
  ])('E3: %s is waited for', (_, error, wait) => {
    for (const meant of [readFailure(error), writeFailure(EFFECT, error)]) {
      expect(meant).toBeInstanceOf(TryLater);
      expect(meant).toMatchObject(wait);
    }
  });
});

describe('E2: writes', () => {
  test.each([403, 404, 410, 422])('E2: %i is a refusal', (status) => {
    const meant = writeFailure(
      EFFECT,
      answer(status, {}, 'Unable to create comment because issue is locked.'),
    );
    expect(meant).toBeInstanceOf(EffectRefused);
    expect(meant).toMatchObject({ status });
  });

  test.each([
    ['FORBIDDEN', told({ type: 'FORBIDDEN' }), 403],
    ['NOT_FOUND', told({ type: 'NOT_FOUND' }), 404],
    ['a mutation that an older server lacks', told({ extensions: { code: 'undefinedField' } }), 404],
    ['anything else', told({}), 422],
  ])('E3: of GraphQL %s is a refusal, and no doubt that is looked after for ever', (_, error, status) => {
    const meant = writeFailure(EFFECT, error);
    expect(meant).toBeInstanceOf(EffectRefused);
    expect(meant).toMatchObject({ status, said: 'no' });
  });

  test.each([
    ['502', answer(502)],
    ['a broken connection', Object.assign(new Error('socket hang up'), { status: 500 })],
    ['no answer within 20 seconds', new DOMException('timed out', 'TimeoutError')],
  ])('E2: %s leaves a doubt', (_, error) => {
    expect(writeFailure(EFFECT, error)).toBeInstanceOf(InDoubt);
  });

  test('E2: a token that is refused says nothing of the comment that was to be written', () => {
    const tokens = 'https://api.github.com/app/installations/7/access_tokens';
    expect(writeFailure(EFFECT, answer(404, {}, 'Not Found', tokens))).toBeInstanceOf(NotThere);
  });

  test('E2: a key that is not taken is the operator’s to mend, no refusal of a write', () => {
    const error = answer(401, {}, 'Bad credentials');
    expect(writeFailure(EFFECT, error)).toBe(error);
  });
});

describe('E3: reads that are closed to us', () => {
  const tokens = 'https://api.github.com/app/installations/7/access_tokens';
  test('E3: 403 that is no limit is nothing that fails again and again', () => {
    const meant = readFailure(answer(403, {}, 'This installation has been suspended'));
    expect(meant).toBeInstanceOf(NotThere);
    expect(meant).toMatchObject({ status: 403 });
  });

  test.each([403, 404])(
    'E3: a token that is refused with %i says nothing of what was to be read',
    (status) => {
      const error = answer(status, {}, 'no', tokens);
      expect(statusOf(error)).toBeNull();
      expect(readFailure(error)).toBeInstanceOf(NotThere);
    },
  );

  test('E3: a key that is not taken is the operator’s to mend', () => {
    const error = answer(401, {}, 'A JSON web token could not be decoded', tokens);
    expect(readFailure(error)).toBe(error);
  });
});

test('E2: an outage during a read is waited for, a fault of our own is not hidden', () => {
  expect(readFailure(answer(503))).toBeInstanceOf(TryLater);
  const bug = new TypeError('undefined is not a function');
  expect(readFailure(bug)).toBe(bug);
});
