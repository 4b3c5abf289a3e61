/**
 * One comment against the documents: what it recorded stands there once, what was refused or taken back does not, what the board had shown shows as
 * corrected or withdrawn, and it was answered as the documentation says.
 */
import { type Piece, type Posted, type Version, entryWord, lastVersion, mayCommand } from './journal.ts';
import { type Judgement, countIn, records, tell } from './judgement.ts';
import { type Row, rowsOf } from './page.ts';

/** A word that must stand exactly once among rows. */
function demandOnce(
  judgement: Judgement,
  posted: Posted,
  rows: readonly Row[],
  word: string,
  where: string,
): void {
  const count = countIn(rows, 'standing', word);
  if (count === 1) return;
  const struck = countIn(rows, 'struck', word) > 0 ? ', but struck through' : '';
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
      if (countIn(rowsOf(text), 'standing', word) > 0)
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
    if (countIn(timeline, 'struck', word) === 0)
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

/** `timeline` and `told`: the full timeline and the communications record, null while the incident is not closed. */
export function judgeComment(
  judgement: Judgement,
  posted: Posted,
  timeline: readonly Row[] | null,
  told: readonly Row[] | null,
): void {
  judgeAnswers(judgement, posted);
  if (!posted.isDeleted) judgeRefused(judgement, posted);
  judgeGone(judgement, posted, timeline);
  if (timeline === null || told === null || posted.isDeleted) return;
  judgeStanding(judgement, posted, timeline, told);
  judgeCorrection(judgement, posted, timeline);
}
