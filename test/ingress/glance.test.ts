/** What is said of a webhook before it is parsed is what the parser would say, or nothing. */
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { glance } from '../../src/ingress/glance.ts';
import { commentEvent, issuesEvent, push } from '../support/webhooks.ts';

const bytes = (payload: unknown): Buffer => Buffer.from(JSON.stringify(payload));

/** Text that would lead a reader astray who takes what stands in a string for a part of the payload. */
const astray = fc.array(
  fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom(
      '"issue":{"url":"https://api.github.com/repos/a/b/issues/7",',
      '"labels":[{"name":"incident"}]',
      '"labels":[',
      '"repository":{"id":9,',
      String.raw`\"`,
      '"',
      '\\',
      ']',
      '}',
      '[[',
      '{',
    ),
  ),
  { maxLength: 6 },
);
const text = astray.map((parts) => parts.join(''));

const options = fc.record({
  number: fc.integer({ min: 1, max: 1_000_000 }),
  repositoryId: fc.integer({ min: 1, max: 2 ** 47 }),
  labels: fc.array(text, { maxLength: 4 }),
  over: fc.record({ title: text, body: fc.option(text) }),
});

describe('of an issue', () => {
  test('number, repository and labels are those of the payload, whatever people write', () => {
    fc.assert(
      fc.property(options, text, (of, body) => {
        expect(glance('issue_comment', bytes(commentEvent('edited', { ...of, body, from: body })))).toEqual({
          kind: 'issue',
          key: { repositoryId: of.repositoryId, number: of.number },
          labels: of.labels,
        });
      }),
    );
  });

  test.each(['opened', 'labeled', 'unlabeled', 'reopened', 'transferred', 'deleted'])(
    'whether an issue that was %s is an incident, the parser says',
    (action) => {
      expect(glance('issues', bytes(issuesEvent(action)))).toEqual({ kind: 'unknown' });
    },
  );

  test('an event that moves no label is told by the issue', () => {
    expect(glance('issues', bytes(issuesEvent('closed', { labels: [] })))).toMatchObject({
      kind: 'issue',
      labels: [],
    });
  });

  const whole = JSON.stringify(commentEvent('created', { labels: ['bug'] }));
  test.each([
    ['another order', JSON.stringify({ issue: {}, ...commentEvent('created') })],
    ['white space', JSON.stringify(commentEvent('created'), null, 1)],
    ['no repository', JSON.stringify({ ...commentEvent('created'), repository: undefined })],
    ['an id that is none', whole.replace('"repository":{"id":1,', '"repository":{"id":"1",')],
    ['labels that are none', whole.replace('"labels":[{', '"labels":[7,{')],
    ['an end in the middle', whole.slice(0, whole.indexOf('"labels":[') + 14)],
    ['nothing', ''],
  ])('nothing is said of %s', (_name, body) => {
    expect(glance('issue_comment', Buffer.from(body))).toEqual({ kind: 'unknown' });
  });
});

describe('of a push', () => {
  test('one that names nothing of ours is none of our business', () => {
    expect(glance('push', bytes(push(['src/main.ts'])))).toEqual({ kind: 'nothing' });
  });

  test.each(['.github/muster.yml', '.github/muster/board.liquid', 'docs/board.liquid'])(
    '%s is parsed',
    (path) => {
      expect(glance('push', bytes(push([path])))).toEqual({ kind: 'unknown' });
    },
  );

  test('one that may list no more than the first 2,048 commits is parsed', () => {
    const id = '0123456789012345678901234567890123456789';
    const commit = {
      id,
      tree_id: id,
      url: `https://github.com/acme/shop/commit/${id}`,
      added: [],
      modified: [],
      removed: [],
    };
    const commits = Array.from({ length: 2_048 }, () => commit);
    expect(glance('push', bytes(push([], { commits })))).toEqual({ kind: 'unknown' });
  });
});

test('of other events nothing is said', () => {
  expect(glance('label', bytes({ action: 'created' }))).toEqual({ kind: 'unknown' });
});
