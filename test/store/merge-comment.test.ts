import { describe, expect, test } from '@jest/globals';
import { mergeComment, type StoredComment } from '../../src/store/merge-comment.ts';
import { ana, at, ben, commentFacts } from '../support/facts.ts';

const WEBHOOK = { from: 'webhook' } as const;
const READ = { from: 'read', settles: 0 } as const;

function stored(over: Partial<StoredComment> = {}): StoredComment {
  return { facts: commentFacts(1, 'first', { updatedAt: at('14:10') }), deletion: null, doubt: 0, ...over };
}

test('D8: a read brings the new address of a comment, though nothing else is new', () => {
  const before = stored({
    facts: commentFacts(1, 'first', { updatedAt: at('14:10'), editor: ben, former: 'zeroth' }),
  });
  const moved = commentFacts(1, 'first', {
    updatedAt: at('14:10'),
    url: 'https://github.com/acme/store/issues/41#issuecomment-1',
  });
  expect(mergeComment(before, moved, READ)).toEqual({
    facts: { ...moved, editor: ben, former: 'zeroth' },
    deletion: null,
    doubt: 0,
  });
});

describe('webhooks in any order (E2)', () => {
  test('an older version never replaces a newer one', () => {
    expect(
      mergeComment(stored(), commentFacts(1, 'older', { updatedAt: at('14:09:59') }), WEBHOOK),
    ).toBeNull();
  });

  test('a newer version replaces text and editor, and remembers the text before', () => {
    const edit = commentFacts(1, 'second', { updatedAt: at('14:11'), editor: ben });
    expect(mergeComment(stored(), edit, WEBHOOK)).toEqual({
      facts: { ...edit, former: 'first' },
      deletion: null,
      doubt: 0,
    });
  });

  test('a newer version with the same text keeps who edited', () => {
    const before = stored({
      facts: commentFacts(1, 'first', { updatedAt: at('14:10'), editor: ben, former: 'zeroth' }),
    });
    const merged = mergeComment(before, commentFacts(1, 'first', { updatedAt: at('14:11') }), WEBHOOK);
    expect(merged?.facts).toMatchObject({ editor: ben, former: 'zeroth' });
  });

  test('the editor of a text that a read brought first is still learnt', () => {
    const edit = commentFacts(1, 'first', { updatedAt: at('14:10'), editor: ben, former: 'zeroth' });
    expect(mergeComment(stored(), edit, WEBHOOK)?.facts).toMatchObject({ editor: ben, former: 'zeroth' });
  });

  test('another text of the same second leaves the stored one and a doubt', () => {
    const merged = mergeComment(stored(), commentFacts(1, 'rival', { updatedAt: at('14:10') }), WEBHOOK);
    expect(merged).toMatchObject({ facts: { body: 'first' }, doubt: 1 });
  });

  test('within a second, the text that was replaced tells the order', () => {
    const edit = commentFacts(1, 'second', { updatedAt: at('14:10'), editor: ana, former: 'first' });
    const merged = mergeComment(stored(), edit, WEBHOOK);
    expect(merged).toMatchObject({ facts: { body: 'second' }, doubt: 0 });
    expect(mergeComment(merged, commentFacts(1, 'first', { updatedAt: at('14:10') }), WEBHOOK)).toBeNull();
  });

  test('there and back within a second is a doubt', () => {
    const before = stored({ facts: commentFacts(1, 'a', { updatedAt: at('14:10'), former: 'b' }) });
    const merged = mergeComment(
      before,
      commentFacts(1, 'b', { updatedAt: at('14:10'), former: 'a' }),
      WEBHOOK,
    );
    expect(merged?.doubt).toBe(1);
  });

  test('the same version again changes nothing', () => {
    expect(mergeComment(stored(), stored().facts, WEBHOOK)).toBeNull();
  });
});

describe('deletions', () => {
  const deleted = { at: at('14:20'), by: ben };

  test('a comment that is deleted keeps its text', () => {
    const merged = mergeComment(
      stored(),
      commentFacts(1, 'first', { updatedAt: at('14:10'), deleted }),
      WEBHOOK,
    );
    expect(merged).toMatchObject({ facts: { body: 'first', deleted }, deletion: 'told' });
  });

  test.each([WEBHOOK, READ])('nothing brings back a comment that was said to be deleted: %j', (source) => {
    const before = stored({ deletion: 'told' });
    expect(mergeComment(before, commentFacts(1, 'newer', { updatedAt: at('15:00') }), source)).toBeNull();
  });

  test('one that only was missing in a list comes back when it shows up again', () => {
    const before = stored({
      facts: commentFacts(1, 'first', { updatedAt: at('14:10'), deleted: { at: at('14:15'), by: null } }),
      deletion: 'inferred',
    });
    expect(mergeComment(before, commentFacts(1, 'first', { updatedAt: at('14:10') }), READ)).toMatchObject({
      facts: { deleted: null },
      deletion: null,
    });
  });

  test('a deletion that overtakes the creation is kept', () => {
    expect(mergeComment(null, commentFacts(1, 'first', { deleted }), WEBHOOK)?.deletion).toBe('told');
  });
});

describe('reads', () => {
  const read = commentFacts(1, 'what GitHub says', { updatedAt: at('14:10') });

  test('a read settles the doubt that it knew of', () => {
    expect(mergeComment(stored({ doubt: 2 }), read, { from: 'read', settles: 2 })).toMatchObject({
      facts: { body: 'what GitHub says' },
      doubt: 0,
    });
  });

  test('a doubt that came up during the read stays', () => {
    expect(mergeComment(stored({ doubt: 3 }), read, { from: 'read', settles: 2 })?.doubt).toBe(3);
  });

  test('a read that lagged behind a webhook changes nothing', () => {
    expect(mergeComment(stored(), { ...read, updatedAt: at('14:09') }, READ)).toBeNull();
  });
});
