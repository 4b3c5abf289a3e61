/**
 * One comment against the documents: what it recorded stands there once, what was refused or taken back does not, what the board had shown shows as
 * corrected or withdrawn, and it was answered as the documentation says.
 */
import {
  type Piece,
  type Posted,
  type Version,
  entryWord,
  isOpenQuestion,
  lastVersion,
  mayCommand,
} from './journal.ts';
import { type Judgement, countIn, records, tell } from './judgement.ts';
import { type Row, type SeenComment, rowsOf } from './page.ts';

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

/** `either`: recorded or refused, as it happens; of merges `judge-parts.ts` knows more. */
type Outcome = 'recorded' | 'refused' | 'either' | 'none';

function outcomeOf({ role }: Posted, piece: Piece): Outcome {
  if (piece.kind === 'talk' || isOpenQuestion(piece)) return 'none';
  if (!mayCommand(role) || piece.kind === 'mistake') return 'refused';
  if (piece.kind === 'question') return 'none';
  return piece.kind === 'attempt' || piece.kind === 'merge' ? 'either' : 'recorded';
}

function piecesThat(outcome: Outcome, posted: Posted, { pieces }: Version): readonly Piece[] {
  return pieces.filter((piece) => outcomeOf(posted, piece) === outcome);
}

/** What must stand in every full timeline that the comment belongs to, if it still stands itself. */
export function standingWords(
  posted: Posted,
): readonly { readonly word: string; readonly isTold: boolean }[] {
  if (posted.isDeleted) return [];
  const version = lastVersion(posted);
  const recorded = piecesThat('recorded', posted, version);
  const entries = recorded.flatMap((piece) => {
    const word = entryWord(piece);
    return word === null ? [] : [{ word, isTold: piece.kind === 'said' }];
  });
  const isTalk = recorded.length === 0 && piecesThat('either', posted, version).length === 0;
  const talk = version.pieces.flatMap((piece) =>
    isTalk && piece.kind === 'talk' ? [{ word: piece.word, isTold: false }] : [],
  );
  return [...entries, ...talk];
}

/** What must stand of a comment that is still there. */
function judgeStanding(
  judgement: Judgement,
  posted: Posted,
  timeline: readonly Row[],
  told: readonly Row[],
): void {
  for (const { word, isTold } of standingWords(posted)) {
    // what was told stands with its words in a record of its own
    if (isTold) demandOnce(judgement, posted, told, word, 'the communications comment');
    else demandOnce(judgement, posted, timeline, word, 'the full timeline');
  }
}

/** Of a text that is gone from GitHub only so many characters are kept: its first words. */
const FIRST_WORDS = 200;

/** Whether a word is among the first ones of a text. */
function isAmongFirst({ text }: Version, word: string): boolean {
  return text.slice(0, FIRST_WORDS).includes(word);
}

/** In characters; a text this long may go on in the next row. */
const LONG_TAIL = 1_500;

/** One edit of a text that the board had shown: its new words say what stood there before. */
function judgeCorrection(judgement: Judgement, posted: Posted, timeline: readonly Row[]): void {
  const [before, after, ...more] = posted.versions;
  if (before === undefined || after === undefined || more.length > 0) return;
  for (const [index, piece] of after.pieces.entries()) {
    const former = before.pieces[index];
    if (piece.kind !== 'entry' || former?.kind !== 'entry' || former.word === piece.word) continue;
    if (piece.tail.length > LONG_TAIL) continue; // the remark stands behind its end, rows further down
    if (before.shown?.has(former.word) !== true || !isAmongFirst(before, former.word)) continue;
    if (before.pieces.length !== after.pieces.length) continue;
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

/** `timeline tech:` is a `timeline`. */
const nameOf = (command: string): string => command.split(' ')[0] ?? '';

function commands({ pieces }: Version): readonly string[] {
  return pieces.flatMap((piece) => (piece.kind === 'entry' ? [nameOf(piece.command)] : []));
}

/** Words that the board had shown and that must show as withdrawn: of a deleted comment, and of a command that its one edit took away. */
function withdrawnWords(posted: Posted): readonly string[] {
  const last = lastVersion(posted);
  if (posted.isDeleted) return [...(last.shown ?? [])].filter((word) => isAmongFirst(last, word));
  const [before, after, ...more] = posted.versions;
  if (before === undefined || after === undefined || more.length > 0) return [];
  // a command of the same kind that is new there is its correction
  const isCorrection = (command: string): boolean =>
    commands(after).filter((one) => one === command).length >=
    commands(before).filter((one) => one === command).length;
  return before.pieces.flatMap((piece) =>
    piece.kind === 'entry' &&
    before.shown?.has(piece.word) === true &&
    isAmongFirst(before, piece.word) &&
    !isCorrection(nameOf(piece.command))
      ? after.pieces.some((one) => entryWord(one) === piece.word)
        ? []
        : [piece.word]
      : [],
  );
}

function judgeGone(judgement: Judgement, posted: Posted, timeline: readonly Row[] | null): void {
  const { losses } = judgement;
  const text = records(judgement);
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
  if (timeline === null || posted.losses !== losses || !mayCommand(posted.role)) return;
  for (const word of withdrawnWords(posted)) {
    if (countIn(timeline, 'struck', word) === 0)
      tell(
        judgement,
        'lost',
        `“${word}” stood on the board, was taken back, and does not show as withdrawn`,
        posted,
      );
  }
}

/** Words of refused commands stand in no record; the answer to them may quote them. */
function judgeRefused(judgement: Judgement, posted: Posted): void {
  const text = records(judgement);
  for (const piece of piecesThat('refused', posted, lastVersion(posted)))
    if ('word' in piece && text.includes(piece.word))
      tell(judgement, 'wrong', `“${piece.word}” was refused, and a document shows it`, posted);
}

/** Of what may be recorded or refused one of the two must be said, and a refusal with its reason. */
function judgeAttempt(
  judgement: Judgement,
  posted: Posted,
  { thumbs, confused }: SeenComment,
  is: { readonly isRecorded: boolean; readonly isRefused: boolean; readonly replies: number },
): void {
  if (is.isRecorded && thumbs === 0) tell(judgement, 'lost', '👍 is missing', posted);
  if (is.isRefused && confused === 0) tell(judgement, 'lost', '😕 is missing', posted);
  if (thumbs + confused === 0) tell(judgement, 'lost', 'neither 👍 nor 😕 is there', posted);
  if (confused > 0 && is.replies === 0) tell(judgement, 'lost', 'the reason for 😕 is missing', posted);
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
  const isRecorded = piecesThat('recorded', posted, version).length > 0;
  const isRefused = piecesThat('refused', posted, version).length > 0;
  if (piecesThat('either', posted, version).length > 0) {
    judgeAttempt(judgement, posted, seen, { isRecorded, isRefused, replies });
    return;
  }
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
