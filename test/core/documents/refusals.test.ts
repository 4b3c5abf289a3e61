import { expect, test } from '@jest/globals';
import { type RefusedWrite, refusalRemarks } from '../../../src/core/documents/refusals.ts';

/** Longest remark on a board: what is cut off tells nobody what to do. */
const REMARK_LENGTH = 300;

function refused(what: string, status: number, over: Partial<RefusedWrite> = {}): RefusedWrite {
  return { what, status, message: 'Resource not accessible by integration', isLocked: false, ...over };
}

test('E3: what is refused for one reason is one sentence, with what to do', () => {
  const locked = { isLocked: true };
  expect(
    refusalRemarks([
      refused('scribe', 403, locked),
      refused('reply:7', 403, locked),
      refused('reply:8', 403, locked),
      refused('postmortem', 410),
    ]),
  ).toEqual([
    'GitHub refused the scribe comment and 2 replies: this issue is locked, and an App may not comment there (403). Unlock it, and they follow by themselves.',
    'GitHub refused the postmortem issue: issues are disabled here (410). Enable them in the repository’s settings, and they follow within the hour.',
  ]);
});

test('E3: GitHub’s own words are told, and cut before the advice is', () => {
  const message = 'Commenting is disabled on issues with more than 2500 comments';
  const [remark = ''] = refusalRemarks([refused('scribe', 403, { message })]);
  expect(remark).toContain(message);
  const [long = ''] = refusalRemarks(
    ['scribe', 'communications', 'journal:2', 'journal:3', 'reminder:severity'].map((what) =>
      refused(what, 403, { message: 'x'.repeat(2_000) }),
    ),
  );
  expect(long).toMatch(/Muster tries again each hour\.$/u);
  expect(long.length).toBeLessThanOrEqual(REMARK_LENGTH);
});

test.each([
  [404, 'communications', /the place is gone or out of the App’s reach \(404\)/u],
  [410, 'timeline-issue:2', /the place is gone/u],
  [422, 'labels', /the content was not accepted \(422/u],
  [451, 'scribe', /not allowed \(451/u],
])('E3: %i is told', (status, what, words) => {
  expect(refusalRemarks([refused(what, status)])[0]).toMatch(words);
});

test('E3: the board does not speak of itself', () => {
  expect(refusalRemarks([refused('board', 403)])).toEqual([]);
});
