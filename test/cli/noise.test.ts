import { expect, test } from '@jest/globals';
import { noiseLine, noiseOf } from '../../src/cli/demo/noise.ts';
import { MUSTER, type SeenComment } from '../../src/cli/demo/snapshot.ts';

let id = 0;
function comment(author: string, body: string): SeenComment {
  id += 1;
  const unread = { createdAt: '2026-11-17T09:00:00Z', thumbs: 0, confused: 0, isPinned: false };
  return { id, author, body, isFolded: false, ...unread };
}
const ours = (key: string): SeenComment => comment(MUSTER, `words\n\n<!-- muster:1 ${key} e30 0 -->`);

test('Q1: all that Muster writes counts, folded or not, but for replies to commands', () => {
  const reminder = { ...ours('reminder:update:external:c7'), isFolded: true };
  const comments = [
    ...Array.from({ length: 31 }, () => comment('mira', 'any news?')),
    ...['board', 'journal:2', 'scribe', 'communications', 'reminder:severity'].map(ours),
    reminder,
    ...['reply:3', 'reply:4'].map(ours),
    comment(MUSTER, 'a comment that lost its marker'),
  ];
  const noise = noiseOf({ comments });
  expect(noise).toEqual({ people: 31, muster: 7, replies: 2 });
  expect(noiseLine(noise)).toBe(
    'comments: people 31, Muster 7 (1 for every 4.4), 2 replies to commands aside',
  );
});

test('Q1: a budget that is just missed does not look met', () => {
  expect(noiseLine({ people: 499, muster: 100, replies: 1 })).toContain('(1 for every 4.9), 1 reply to a');
  expect(noiseLine({ people: 3, muster: 0, replies: 0 })).toContain('Muster 0 (none)');
});
