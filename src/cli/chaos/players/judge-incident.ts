/**
 * Holds an incident's documents against the players' journal. What GitHub still shows must stand in them, once; what was taken back must not; and what
 * the board had shown before it was changed or deleted must show as corrected or withdrawn.
 *
 * What nobody can know is not asked for: a text that was changed or deleted before the board showed it may leave no trace, and after a loss of the
 * database the words of what is gone from GitHub are gone.
 */
import type { Finding } from '../finding.ts';
import { SEVERITIES } from './cast.ts';
import {
  type Piece,
  type PlayedIssue,
  type Posted,
  type Version,
  entryWord,
  lastVersion,
  mayCommand,
} from './journal.ts';
import { type Page, type Row, communications, fullTimeline, named, rowsOf } from './page.ts';

interface Judgement {
  readonly issue: PlayedIssue;
  readonly page: Page;
  /** How many times the database was lost in the whole run. */
  readonly losses: number;
  readonly found: Finding[];
}

/** What Muster wrote except its answers, which quote what they refuse. */
function records({ documents }: Page): string {
  return documents
    .filter(({ name }) => !name.startsWith('reply:'))
    .map(({ body }) => body)
    .join('\n');
}

function tell({ page, found }: Judgement, kind: Finding['kind'], what: string, posted?: Posted): void {
  const where = posted === undefined ? page.url : `${page.url}#issuecomment-${posted.id}`;
  const text = posted === undefined ? [] : [`its text: ${JSON.stringify(lastVersion(posted).text)}`];
  found.push({ kind, where, what, details: text });
}

const isIn = (rows: readonly Row[], part: keyof Row, word: string): number =>
  rows.filter((row) => row[part].includes(word)).length;

/** A word that must stand exactly once among rows. */
function demandOnce(
  judgement: Judgement,
  posted: Posted,
  rows: readonly Row[],
  word: string,
  where: string,
): void {
  const count = isIn(rows, 'standing', word);
  if (count === 1) return;
  const struck = isIn(rows, 'struck', word) > 0 ? ', but struck through' : '';
  if (count === 0) tell(judgement, 'lost', `“${word}” does not stand in ${where}${struck}`, posted);
  else tell(judgement, 'doubled', `“${word}” stands ${count} times in ${where}`, posted);
}

function recordedPieces(posted: Posted, { pieces }: Version): readonly Piece[] {
  return mayCommand(posted.role)
    ? pieces.filter(({ kind }) => kind !== 'talk' && kind !== 'mistake' && kind !== 'question')
    : [];
}

function refusedPieces(posted: Posted, { pieces }: Version): readonly Piece[] {
  return pieces.filter(
    ({ kind }) => kind === 'mistake' || (!mayCommand(posted.role) && kind !== 'talk' && kind !== 'question'),
  );
}

/** What must stand of a comment that is still there. */
function judgeStanding(
  judgement: Judgement,
  posted: Posted,
  timeline: readonly Row[],
  told: readonly Row[],
): void {
  const version = lastVersion(posted);
  const recorded = recordedPieces(posted, version);
  for (const piece of recorded) {
    const word = entryWord(piece);
    if (word === null) continue;
    // what was told stands with its words in a record of its own
    if (piece.kind === 'said') demandOnce(judgement, posted, told, word, 'the communications comment');
    else demandOnce(judgement, posted, timeline, word, 'the full timeline');
  }
  if (recorded.length > 0) return;
  for (const piece of version.pieces)
    if (piece.kind === 'talk') demandOnce(judgement, posted, timeline, piece.word, 'the full timeline');
}

/** One edit of a text that the board had shown: its new words say what stood there before. */
function judgeCorrection(judgement: Judgement, posted: Posted, timeline: readonly Row[]): void {
  const [before, after, ...more] = posted.versions;
  if (before === undefined || after === undefined || more.length > 0) return;
  for (const [index, piece] of after.pieces.entries()) {
    const former = before.pieces[index];
    if (piece.kind !== 'entry' || former?.kind !== 'entry' || former.word === piece.word) continue;
    if (before.shown?.has(former.word) !== true || before.pieces.length !== after.pieces.length) continue;
    const row = timeline.find(({ standing }) => standing.includes(piece.word));
    if (row === undefined) continue; // told as lost
    if (!row.remarks.includes('corrected'))
      tell(
        judgement,
        'lost',
        `“${piece.word}” does not say that it was corrected, it was “${former.word}”`,
        posted,
      );
    else if (posted.losses === judgement.losses && !row.remarks.includes(former.word))
      tell(judgement, 'lost', `“${piece.word}” does not say that it was “${former.word}” before`, posted);
  }
}

/** Words that the last text does not have any more, or all of them when it was deleted. */
function goneWords(
  posted: Posted,
): readonly { readonly word: string; readonly version: Version; readonly piece: Piece }[] {
  const last = lastVersion(posted);
  const standing = posted.isDeleted ? [] : last.pieces.flatMap((p) => ('word' in p ? [p.word] : []));
  return posted.versions.flatMap((version) =>
    version.pieces.flatMap((piece) =>
      'word' in piece && !standing.includes(piece.word) ? [{ word: piece.word, version, piece }] : [],
    ),
  );
}

function judgeGone(judgement: Judgement, posted: Posted, timeline: readonly Row[] | null): void {
  const { page, losses } = judgement;
  const text = records(page);
  for (const { word, piece } of goneWords(posted)) {
    const isRecord = mayCommand(posted.role) && entryWord(piece) !== null;
    if (isRecord) {
      if (isIn(rowsOf(text), 'standing', word) > 0)
        tell(judgement, 'wrong', `“${word}” was taken back and still stands`, posted);
    } else if (text.includes(word)) {
      tell(
        judgement,
        'wrong',
        `“${word}” was never recorded and was taken back, and a document shows it`,
        posted,
      );
    }
  }
  if (!posted.isDeleted || timeline === null || posted.losses !== losses || !mayCommand(posted.role)) return;
  const last = lastVersion(posted);
  for (const word of last.shown ?? []) {
    if (isIn(timeline, 'struck', word) === 0)
      tell(
        judgement,
        'lost',
        `“${word}” stood on the board, was deleted, and does not show as withdrawn`,
        posted,
      );
  }
}

/** Words of refused commands stand in no record; the answer to them may quote them. */
function judgeRefused(judgement: Judgement, posted: Posted): void {
  const text = records(judgement.page);
  for (const piece of refusedPieces(posted, lastVersion(posted)))
    if ('word' in piece && text.includes(piece.word))
      tell(judgement, 'wrong', `“${piece.word}” was refused, and a document shows it`, posted);
}

/** 👍, 😕 and the one answer (C3). */
function judgeAnswers(judgement: Judgement, posted: Posted): void {
  const { page } = judgement;
  const replies = page.documents.filter(({ name }) => name === `reply:${posted.id}`).length;
  if (replies > 1) tell(judgement, 'doubled', `${replies} answers to one comment`, posted);
  if (posted.isDeleted) {
    if (replies > 0) tell(judgement, 'wrong', 'the comment is gone, its answer is not', posted);
    return;
  }
  const version = lastVersion(posted);
  const seen = page.comments.get(posted.id);
  if (seen === undefined) return;
  const isRecorded = recordedPieces(posted, version).length > 0;
  const isRefused = refusedPieces(posted, version).length > 0;
  const asks = version.pieces.some(({ kind }) => kind === 'question');
  // an update that came too soon is recorded with a word of caution
  const mayBeCautioned = version.pieces.some(({ kind }) => kind === 'said');
  const expect = (isExpected: boolean, is: boolean, what: string): void => {
    if (isExpected !== is)
      tell(
        judgement,
        isExpected ? 'lost' : 'wrong',
        `${what} ${isExpected ? 'is missing' : 'should not be there'}`,
        posted,
      );
  };
  expect(isRecorded, seen.thumbs > 0, '👍');
  expect(isRefused, seen.confused > 0, '😕');
  if (isRefused || asks) expect(true, replies > 0, 'the answer');
  else if (!mayBeCautioned) expect(false, replies > 0, 'an answer');
}

interface Statement<T> {
  readonly at: number;
  /** Events come before comments of the same second. */
  readonly rank: number;
  readonly id: number;
  readonly value: T;
}

function lastOf<T>(statements: readonly Statement<T>[]): Statement<T> | undefined {
  return statements.toSorted((a, b) => a.at - b.at || a.rank - b.rank || a.id - b.id).at(-1);
}

/** What commands that stand said, piece by piece. */
function stated<T>(issue: PlayedIssue, valueOf: (piece: Piece) => T | undefined): readonly Statement<T>[] {
  return issue.comments
    .filter((posted) => !posted.isDeleted && mayCommand(posted.role))
    .flatMap((posted) =>
      lastVersion(posted).pieces.flatMap((piece) => {
        const value = valueOf(piece);
        return value === undefined ? [] : [{ at: posted.createdAt, rank: 3, id: posted.id, value }];
      }),
    );
}

/** The label follows the last word, whoever gave it (D3). */
function judgeSeverity(judgement: Judgement): void {
  const { issue, page } = judgement;
  const byLabel = issue.labels.map(({ severity, at }, id) => ({ at, rank: 1, id, value: severity }));
  const said = stated(issue, (piece) => (piece.kind === 'severity' ? piece.severity : undefined));
  const expected = lastOf([...byLabel, ...said])?.value ?? null;
  const labels = page.labels.filter((label) => SEVERITIES.some((severity) => severity === label));
  if (labels.join() !== (expected ?? ''))
    tell(
      judgement,
      'lost',
      `the severity should be ${expected ?? 'unknown'}, and the labels say ${labels.join(', ') || 'nothing'}`,
    );
}

/** The board names the scribe whom the last word named (R1, R2). */
function judgeScribe(judgement: Judgement): void {
  const { issue, page } = judgement;
  const last = lastOf(stated(issue, (piece) => (piece.kind === 'scribe' ? piece.who : undefined)));
  const expected = last?.value ?? null;
  const [board] = named(page, 'board');
  const row = board?.body.split('\n').find((line) => line.startsWith('| Scribe |')) ?? '';
  const isNamed = expected === null ? !row.includes('](') : row.includes(`[${expected}]`);
  if (board !== undefined && !isNamed)
    tell(
      judgement,
      'lost',
      `the scribe should be ${expected ?? 'nobody'}, and the board says ${JSON.stringify(row)}`,
    );
}

/** Which documents there must be, and that each is there once (X1, X3, D5). */
function judgeDocuments(judgement: Judgement): void {
  const { issue, page } = judgement;
  const names = page.documents.map(({ name }) => name).filter((name) => !name.startsWith('reply:'));
  for (const name of new Set(names)) {
    const count = names.filter((other) => other === name).length;
    if (count > 1) tell(judgement, 'doubled', `${count} documents called ${name}`);
  }
  if (issue.phase === 'never') {
    if (page.documents.length > 0) tell(judgement, 'wrong', `no incident, and there is ${names.join(', ')}`);
    return;
  }
  const must = ['board', ...(issue.phase === 'closed' ? ['scribe', 'communications'] : [])];
  for (const name of must) if (!names.includes(name)) tell(judgement, 'lost', `there is no ${name}`);
  const grave = !page.labels.includes('sev4') && !issue.isDrill && issue.reason === 'completed';
  if (issue.phase === 'closed' && grave && !names.includes('postmortem'))
    tell(judgement, 'lost', 'there is no postmortem');
  if (page.eyes === 0) tell(judgement, 'lost', '👀 on the issue is missing');
  const [board] = named(page, 'board');
  if (board !== undefined && !board.body.includes(issue.title))
    tell(judgement, 'lost', `the board does not know the title “${issue.title}”`);
}

/** Everything that is lost, doubled or wrong about one incident. */
export function judgeIncident(issue: PlayedIssue, page: Page, losses: number): readonly Finding[] {
  const judgement: Judgement = { issue, page, losses, found: [] };
  judgeDocuments(judgement);
  if (issue.phase === 'never') return judgement.found;
  if (issue.phase !== 'stood-down') judgeSeverity(judgement);
  judgeScribe(judgement);
  const timeline = issue.phase === 'closed' ? fullTimeline(page) : null;
  const told = issue.phase === 'closed' ? communications(page) : null;
  for (const posted of issue.comments) {
    judgeAnswers(judgement, posted);
    if (!posted.isDeleted) judgeRefused(judgement, posted);
    judgeGone(judgement, posted, timeline);
    if (timeline === null || told === null || posted.isDeleted) continue;
    judgeStanding(judgement, posted, timeline, told);
    judgeCorrection(judgement, posted, timeline);
  }
  return judgement.found;
}
