/**
 * Incidents of one repository that were made part of each other (D6). Whether a `/merge` was accepted may depend on what Muster knew of the other one at that
 * moment, so its own 👍 counts; from there on everything is expected: a part says so, is closed, sends people on in one comment, has no postmortem, and its
 * words stand once in every timeline above it and in no other.
 */
import { standingWords } from './judge-comment.ts';
import { type PlayedIssue, type Posted, lastVersion, mayCommand } from './journal.ts';
import { type Judgement, countIn, tell } from './judgement.ts';
import { fullTimeline } from './page.ts';

interface Saying {
  readonly at: number;
  /** A comment comes before a reopening of the same second. */
  readonly rank: number;
  readonly id: number;
  readonly into: number | null;
}

const isAccepted = (page: Judgement['page'], posted: Posted): boolean =>
  (page.comments.get(posted.id)?.thumbs ?? 0) > 0;

/** What was said about merging on one incident and is in force; `isHere` turns to what was said there about others. */
function saidOn(
  { issue, page }: Judgement,
  isHere: boolean,
): readonly { readonly posted: Posted; readonly number: number | null }[] {
  return issue.comments
    .filter((posted) => !posted.isDeleted && mayCommand(posted.role) && isAccepted(page, posted))
    .flatMap((posted) =>
      lastVersion(posted).pieces.flatMap((piece) =>
        piece.kind === 'merge' && piece.isHere === isHere ? [{ posted, number: piece.number }] : [],
      ),
    );
}

function claimsOn({ issue }: Judgement, all: readonly Judgement[]): readonly number[] {
  return all.flatMap((other) =>
    saidOn(other, true).flatMap(({ number }) => (number === issue.number ? [other.issue.number] : [])),
  );
}

/** The incident that it should be part of, null for none, undefined where two people said different things at the same time. */
function expectedWhole(judgement: Judgement, all: readonly Judgement[]): number | null | undefined {
  const { issue } = judgement;
  const said = saidOn(judgement, false).map(({ posted, number }): Saying => ({
    at: posted.createdAt,
    rank: 0,
    id: posted.id,
    into: number,
  }));
  const claims = claimsOn(judgement, all);
  if (claims.length > 0)
    return said.length + issue.reopenings.length > 0 || claims.length > 1 ? undefined : claims[0];
  const reopened = issue.reopenings.map((at): Saying => ({ at, rank: 1, id: 0, into: null }));
  const last = [...said, ...reopened]
    .toSorted((a, b) => a.at - b.at || a.rank - b.rank || a.id - b.id)
    .at(-1);
  return last?.into ?? null;
}

/** The way up: its whole, the whole of that, … Ends where it would come back. */
function above(judgement: Judgement, byNumber: ReadonlyMap<number, Judgement>): readonly Judgement[] {
  const way: Judgement[] = [];
  for (let next = judgement.whole; next !== null;) {
    const whole = byNumber.get(next);
    if (whole === undefined || whole === judgement || way.includes(whole)) return way;
    way.push(whole);
    next = whole.whole;
  }
  return way;
}

const words = (number: number | null): string => (number === null ? 'part of none' : `part of #${number}`);

function judgeBelonging(judgement: Judgement, all: readonly Judgement[]): void {
  const { whole } = judgement;
  const expected = expectedWhole(judgement, all);
  // in a circle that two closed at the same time, one goes free
  const isCircle = all.some(
    (other) => other !== judgement && expectedWhole(other, all) === judgement.issue.number,
  );
  if (expected === undefined || expected === whole || (whole === null && isCircle)) return;
  tell(judgement, 'lost', `it should be ${words(expected)}, and its board says ${words(whole)}`);
}

/** What a part must have and must not have. */
function judgePart(judgement: Judgement): void {
  const { issue, page, whole } = judgement;
  const ways = page.documents.filter(({ name }) => name.startsWith('merged:'));
  const said = issue.comments.flatMap(({ versions }) =>
    versions.flatMap(({ pieces }) => pieces.filter(({ kind }) => kind === 'merge')),
  );
  if (whole === null) {
    if (issue.phase === 'open' && page.isClosed)
      tell(judgement, 'lost', 'it is no part of another any more, and not open again');
    return;
  }
  const there = ways.filter(({ name }) => name.startsWith(`merged:${whole}:`)).length;
  if (there === 0) tell(judgement, 'lost', `no comment sends people to #${whole}`);
  if (there > 1 && said.length === 1)
    tell(judgement, 'doubled', `${there} comments send people to #${whole}`);
  if (!page.isClosed) tell(judgement, 'lost', `it is part of #${whole} and not closed`);
  if (!issue.wasClosed && page.documents.some(({ name }) => name === 'postmortem'))
    tell(judgement, 'wrong', `it is part of #${whole} and has a postmortem of its own`);
}

/** Nobody's words are lost on the way up. */
function judgeWordsAbove(judgement: Judgement, byNumber: ReadonlyMap<number, Judgement>): void {
  for (const whole of above(judgement, byNumber)) {
    const isOver = whole.issue.phase === 'closed' || whole.whole !== null;
    const timeline = isOver ? fullTimeline(whole.page) : null;
    if (timeline === null) continue;
    for (const posted of judgement.issue.comments)
      for (const { word, isTold } of standingWords(posted)) {
        if (isTold) continue; // what was told stays in the record of the part
        const count = countIn(timeline, 'standing', word);
        const where = `the full timeline of #${whole.issue.number}, which it is part of`;
        if (count === 0) tell(judgement, 'lost', `“${word}” does not stand in ${where}`, posted);
        if (count > 1) tell(judgement, 'doubled', `“${word}” stands ${count} times in ${where}`, posted);
      }
  }
}

/** Numbers of issues in what people ever said about merging, on this one and elsewhere about it. */
function mentions({ number }: PlayedIssue, all: readonly Judgement[]): number {
  return all.flatMap(({ issue }) =>
    issue.comments.flatMap(({ versions }) =>
      versions.flatMap(({ pieces }) =>
        pieces.filter(
          (piece) => piece.kind === 'merge' && (issue.number === number || piece.number === number),
        ),
      ),
    ),
  ).length;
}

/** A merge against which nothing stood, then or later, is accepted. */
function judgeSure(judgement: Judgement, all: readonly Judgement[]): void {
  const { issue, page } = judgement;
  if (issue.repository.wasShut) return;
  const isSteady = (one: PlayedIssue): boolean =>
    mentions(one, all) === 1 && !one.history.some((line) => line.includes('label taken off'));
  for (const posted of issue.comments) {
    const [piece] = lastVersion(posted).pieces;
    if (posted.isDeleted || piece?.kind !== 'merge' || !piece.isSure || isAccepted(page, posted)) continue;
    const other = all.find((one) => one.issue.number === piece.number);
    if (other !== undefined && isSteady(issue) && isSteady(other.issue))
      tell(judgement, 'lost', 'nothing stands against it, and 👍 is missing', posted);
  }
}

interface Origin {
  readonly issue: PlayedIssue;
  readonly posted: Posted;
}

const WORD = /[ghjkmnpqrtvwxyz]{10}/gu;

function originsOf(all: readonly Judgement[]): ReadonlyMap<string, Origin> {
  return new Map(
    all.flatMap(({ issue }) =>
      issue.comments.flatMap((posted) =>
        posted.versions.flatMap(({ pieces }) =>
          pieces.flatMap((piece) => ('word' in piece ? [[piece.word, { issue, posted }] as const] : [])),
        ),
      ),
    ),
  );
}

/** What stands in a timeline was said there, or in what is part of it; and nothing that was taken back. */
function judgeForeign(
  judgement: Judgement,
  origins: ReadonlyMap<string, Origin>,
  byNumber: ReadonlyMap<number, Judgement>,
): void {
  for (const { standing } of fullTimeline(judgement.page) ?? []) {
    for (const [word] of standing.matchAll(WORD)) {
      const origin = origins.get(word);
      if (origin === undefined || origin.issue === judgement.issue) continue;
      const from = byNumber.get(origin.issue.number);
      const isPart = from !== undefined && above(from, byNumber).includes(judgement);
      const number = `#${origin.issue.number}`;
      if (!isPart) tell(judgement, 'wrong', `“${word}” of ${number} stands here, which is no part of it`);
      else if (!standingWords(origin.posted).some((one) => one.word === word))
        tell(judgement, 'wrong', `“${word}” of ${number} was taken back and still stands here`);
    }
  }
}

/** `seen`: those of `all` that are not out of Muster's sight. */
export function judgeParts(all: readonly Judgement[], seen: readonly Judgement[]): void {
  const byNumber = new Map(all.map((judgement) => [judgement.issue.number, judgement]));
  const origins = originsOf(all);
  for (const judgement of seen) {
    if (judgement.issue.phase === 'never') continue;
    judgeBelonging(judgement, all);
    judgeSure(judgement, all);
    judgePart(judgement);
    judgeWordsAbove(judgement, byNumber);
    const isOver = judgement.issue.phase === 'closed' || judgement.whole !== null;
    if (isOver) judgeForeign(judgement, origins, byNumber);
  }
}
