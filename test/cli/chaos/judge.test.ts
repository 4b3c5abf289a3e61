/** What the players' judge finds in documents that are not as they should be; pages are written here as GitHub would show them. */
import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../../src/cli/chaos/finding.ts';
import { judgeComment } from '../../../src/cli/chaos/players/judge-comment.ts';
import { judgeParts } from '../../../src/cli/chaos/players/judge-parts.ts';
import { judgePostmortem } from '../../../src/cli/chaos/players/judge-postmortem.ts';
import type { Judgement } from '../../../src/cli/chaos/players/judgement.ts';
import type { Piece, PlayedIssue, Posted } from '../../../src/cli/chaos/players/journal.ts';
import { type SeenDocument, fullTimeline, wholeOf } from '../../../src/cli/chaos/players/page.ts';

const [BEFORE, AFTER] = ['ghjkmnpqrt', 'vwxyzghjkm'];
const repository = { owner: 'acme', name: 'shop', wasShut: false, away: [] };

function played(number: number, over: Partial<PlayedIssue> = {}): PlayedIssue {
  return {
    repository,
    number,
    author: 'ben',
    title: 'Carts fail',
    isDrill: false,
    phase: 'closed',
    isClosed: true,
    hasLabel: true,
    reason: 'completed',
    isLocked: false,
    isDeleted: false,
    comments: [],
    labels: [],
    reopenings: [],
    wasClosed: true,
    overSince: null,
    overAt: null,
    isFlooded: false,
    postmortem: { words: [], ticked: [] },
    history: [],
    ...over,
  };
}

const entry = (word: string, command = 'timeline'): Piece => ({ kind: 'entry', command, word, tail: '' });

function posted(id: number, ...versions: readonly (readonly Piece[])[]): Posted {
  return {
    id,
    author: 'cleo',
    role: 'write',
    createdAt: id,
    losses: 0,
    versions: versions.map((pieces, index) => ({
      text: pieces.map((piece) => ('word' in piece ? piece.word : '')).join('\n'),
      pieces,
      shown: index < versions.length - 1 ? new Set([BEFORE]) : null,
    })),
    isDeleted: false,
  };
}

const row = (text: string): string => `| 08:00 | 08:00 | ${text} | cleo |`;
const document = (name: string, ...lines: readonly string[]): SeenDocument => ({
  name,
  id: 1,
  url: '',
  body: lines.join('\n'),
});
const scribe = (...rows: readonly string[]): SeenDocument =>
  document('scribe', '<summary>Full timeline, 3 entries</summary>', ...rows.map(row));

function judgement(issue: PlayedIssue, documents: readonly SeenDocument[], found: Finding[] = []): Judgement {
  const comments = new Map(issue.comments.map(({ id }) => [id, { id, thumbs: 1, confused: 0 }]));
  const page = { url: '', isClosed: true, labels: [], eyes: 1, documents, comments };
  return { issue, page, losses: 0, whole: wholeOf(page), found };
}

function afterEdit(from: Piece, to: Piece, ...rows: readonly string[]): readonly string[] {
  const comment = posted(5, [from], [to]);
  const one = judgement(played(1, { comments: [comment] }), [scribe(...rows)]);
  judgeComment(one, comment, fullTimeline(one.page), []);
  return one.found.map(({ kind, what }) => `${kind}: ${what}`);
}

describe('the judge', () => {
  const withdrawn = `~~${BEFORE}~~ *(withdrawn 08:02)*`;

  test.each([
    ['another command', { kind: 'severity', severity: 'sev2' }],
    ['an order', { kind: 'order', line: '/channel main #inc' }],
  ] as const)('C4: misses an entry that was edited into %s and shows nowhere', (_what, to) => {
    expect(afterEdit(entry(BEFORE), to, withdrawn)).toEqual([]);
    expect(afterEdit(entry(BEFORE), to)).toEqual([
      `lost: “${BEFORE}” stood on the board, was taken back, and does not show as withdrawn`,
    ]);
    expect(afterEdit(entry(BEFORE), to, BEFORE).join()).toContain('was taken back and still stands');
  });

  test('C4: takes other words of the same kind for a correction, with the former ones beside them', () => {
    const corrected = `${AFTER} *(corrected 08:02, first said “${BEFORE}”)*`;
    expect(afterEdit(entry(BEFORE), entry(AFTER, 'timeline tech:'), corrected)).toEqual([]);
    expect(afterEdit(entry(BEFORE), entry(AFTER), AFTER).join()).toContain(
      'does not say that it was corrected',
    );
  });

  test('X2: finds words in the issue into which a timeline overflows', () => {
    const issue = document('timeline-issue', row(BEFORE));
    const page = document('timeline-issue:2', row(AFTER));
    const one = judgement(played(1), [document('scribe', 'too long'), issue, page]);
    expect(fullTimeline(one.page)?.map(({ standing }) => standing.includes(AFTER))).toEqual([false, true]);
  });

  test('X3: misses what people wrote and ticked in the postmortem', () => {
    const postmortem = { words: [BEFORE], ticked: ['Every open question was tried'] };
    const judged = (...lines: readonly string[]): number => {
      const one = judgement(played(1, { postmortem }), [document('postmortem', ...lines)]);
      judgePostmortem(one);
      return one.found.length;
    };
    expect(judged(`${BEFORE}, as we saw`, '- [x] Every open question was tried')).toBe(0);
    expect(judged('- [ ] Every open question was tried')).toBe(2);
    expect(judged(BEFORE, BEFORE, '- [x] Every open question was tried')).toBe(1);
  });

  describe('D6: of parts', () => {
    const said = posted(5, [entry(BEFORE)]);
    const merging = posted(6, [{ kind: 'merge', number: 1, isHere: false, isSure: true }]);
    const board = document('board', '**Part of [#1](x) since 08:02.** Nobody is reminded here.');
    const way = document('merged:1:99', 'Work goes on there.');

    function judged(whole: readonly SeenDocument[], part: readonly SeenDocument[]): readonly string[] {
      const found: Finding[] = [];
      const other = played(2, { comments: [said, merging], wasClosed: false });
      const all = [judgement(played(1), whole, found), judgement(other, part, found)];
      judgeParts(all, all);
      return found.map(({ what }) => what);
    }

    test('is content when everything stands once', () => {
      expect(judged([scribe(BEFORE)], [board, way, scribe(BEFORE)])).toEqual([]);
    });

    test.each([
      ['lost words', [scribe()], [board, way], 'does not stand in the full timeline of #1'],
      ['doubled words', [scribe(BEFORE, BEFORE)], [board, way], 'stands 2 times in the full timeline of #1'],
      ['nobody sent on', [scribe(BEFORE)], [board], 'no comment sends people to #1'],
      ['people sent on twice', [scribe(BEFORE)], [board, way, document('merged:1:98')], '2 comments send'],
      ['a postmortem', [scribe(BEFORE)], [board, way, document('postmortem')], 'a postmortem of its own'],
      ['a merge that did nothing', [scribe()], [document('board')], 'it should be part of #1'],
      ['words of a stranger', [scribe(BEFORE)], [document('board')], 'which is no part of it'],
    ])('finds %s', (_name, whole, part, what) => {
      expect(judged(whole, part).join()).toContain(what);
    });
  });

  test('takes what an earlier close left for what it said then, where the incident was stood down since', () => {
    const comment = posted(
      5,
      [{ kind: 'talk', word: BEFORE, tail: '' }],
      [{ kind: 'talk', word: AFTER, tail: '' }],
    );
    const found = (phase: PlayedIssue['phase'], left: SeenDocument): readonly string[] => {
      const one = judgement(played(1, { comments: [comment], phase }), [left]);
      judgeComment(one, comment, null, null);
      return one.found.filter(({ what }) => what.includes(BEFORE)).map(({ kind }) => kind);
    };
    expect(found('stood-down', scribe(BEFORE))).toEqual([]);
    expect(found('stood-down', document('board', row(BEFORE)))).toContain('wrong');
    expect(found('closed', scribe(BEFORE))).toContain('wrong');
  });
});
