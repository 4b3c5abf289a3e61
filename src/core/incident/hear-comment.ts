/**
 * One comment in the fold: talk, or commands with the verdict that the journal or this fold gives them (C3, C4, A1, N1).
 */
import type { ParsedCommand, Problem } from '../command/command.ts';
import { compareInstants } from '../compare-instants.ts';
import { type Account, type Permission, sameLogin } from './account.ts';
import { amend } from './amend.ts';
import { callLeader } from './call-leader.ts';
import { commandNames } from './command-names.ts';
import { formerTexts } from './former-texts.ts';
import type { Answer } from './incident.ts';
import { type Hearing, judge } from './judge.ts';
import { type Judged, type Ledger, commandsIn, happen, meet, sourceOf, write } from './ledger.ts';
import {
  FORMER_CHARACTERS,
  type Reading,
  STANDING_CHARACTERS,
  readComment,
  standingBefore,
} from './reading.ts';
import type { CommentFacts } from './record.ts';

/** A bot's comment that carries our marker is a document of ours, whoever replays it. */
const MARKER = '<!-- muster:';

/** Answers that say how it stood when they were asked for. */
const OF_THE_MOMENT: ReadonlySet<Answer['kind']> = new Set(['status', 'joined', 'brief', 'recap']);

/** N1: somebody other than the author writes, and may: the incident is acknowledged. */
function acknowledge(ledger: Ledger, comment: CommentFacts, permission: () => Permission): void {
  const { state, input } = ledger;
  if (state.acknowledgedAt !== null || state.declaredAt === null) return;
  if (sameLogin(comment.author.login, state.author.login)) return;
  if (compareInstants(comment.createdAt, state.declaredAt) < 0) return;
  if (!input.rights.mayCommand(comment.author, permission())) return;
  happen(
    ledger,
    { kind: 'acknowledged', isImplied: true },
    comment.createdAt,
    comment.author,
    sourceOf(comment),
  );
}

/**
 * The first line of a person's own words; what they quote is somebody else's, unless there is nothing else. Lines of commands (counted from 1) are no
 * talk: they were refused, and the reply says so.
 */
function firstLine(body: string, commands: readonly ParsedCommand[]): string {
  const lines = body.split(/\r?\n/u).map((line) => line.trim());
  const asked = new Set(commands.map(({ line }) => line));
  const talk = lines.filter((line, index) => line !== '' && !asked.has(index + 1));
  return talk.find((line) => !line.startsWith('>')) ?? talk[0] ?? '';
}

function note(
  comment: CommentFacts,
  by: Account,
  permission: Permission,
  rest: Pick<Judged, 'hash' | 'verdict' | 'former' | 'standing' | 'commands'>,
  isEdit: boolean,
): Judged {
  return {
    kind: 'judged',
    comment: comment.id,
    by,
    permission,
    ...rest,
    at: isEdit ? comment.updatedAt : comment.createdAt,
    createdAt: comment.createdAt,
  };
}

/** A comment that recorded nothing is an entry by its words (T1). */
function hearWords(ledger: Ledger, comment: CommentFacts, commands: readonly ParsedCommand[]): void {
  const text = firstLine(comment.body, commands);
  if (text !== '')
    happen(ledger, { kind: 'comment', text }, comment.createdAt, comment.author, sourceOf(comment));
}

function hearTalk(ledger: Ledger, comment: CommentFacts, known: readonly Judged[]): void {
  const { rights, digest } = ledger.input;
  hearWords(ledger, comment, []);
  let permission = known.at(-1)?.permission;
  const wasSilent = ledger.state.acknowledgedAt === null;
  acknowledge(ledger, comment, () => (permission ??= rights.permissionOf(comment.author)));
  const acknowledges = wasSilent && ledger.state.acknowledgedAt !== null;
  if (acknowledges && known.length === 0 && permission !== undefined) {
    const rest = { hash: digest(comment.body), verdict: '', former: null, standing: null };
    ledger.judged.push(note(comment, comment.author, permission, rest, false));
  }
  if (permission !== undefined && rights.mayCommand(comment.author, permission)) meet(ledger, comment.author);
}

type EditRefusal = 'contradiction' | 'right' | 'earlier';

const WHY: { readonly [K in EditRefusal]: string } = {
  contradiction: 'with this edit a duration would be negative, against what was recorded after this comment',
  right: 'whoever edited this comment may not command here',
  earlier: 'this edit was refused when it was made',
};

function refusedEdit(commands: readonly ParsedCommand[], why: EditRefusal, standing: string): Answer {
  const first = commands[0];
  const problem: Problem = {
    read: first?.read ?? '',
    reason: `${WHY[why]}; what stood here before goes on standing`,
    expected: 'the former text back, or a new comment that says it right',
    example: standing.split('\n').find((line) => line.startsWith('/')) ?? '/status',
  };
  return { kind: 'refused', line: first?.line ?? 1, problem };
}

/** Why an edit that nobody has judged yet is not taken, or null. It takes a former text that was accepted and is still known (C4). */
function refusal(
  ledger: Ledger,
  comment: CommentFacts,
  now: Reading,
  known: readonly Judged[],
): EditRefusal | null {
  if (now.isFormerStanding) return 'earlier';
  if (now.judged !== null || !now.isEdit || !known.some((e) => e.verdict.includes('a'))) return null;
  if (now.former === null || now.former.length > STANDING_CHARACTERS) return null;
  if (ledger.input.refusedEdits.has(comment.id)) return 'contradiction';
  const { rights } = ledger.input;
  return rights.mayCommand(now.by, rights.permissionOf(now.by)) ? null : 'right';
}

/** The commands that stand, with what earlier texts of the comment had said in their places. */
function askedSince(
  ledger: Ledger,
  comment: CommentFacts,
  counted: Reading,
  plain: Hearing,
  known: readonly Judged[],
): Hearing['asked'] {
  const { rights, policy } = ledger.input;
  const isNew = counted.judged === null && !counted.isFormerStanding;
  const until = isNew ? null : (counted.judged ?? known.findLast((e) => e.verdict !== 'e') ?? null);
  const before = formerTexts(ledger, comment.createdAt, known, until, counted.former);
  if (before.length === 0) return plain.asked;
  const verdict = plain.verdict ?? judge(plain, ledger.state, rights, policy).letters;
  const at = until?.at ?? comment.updatedAt;
  const commands = plain.asked.map(({ parsed }) => parsed);
  return amend([...before, { commands, verdict, isCut: false, at, by: counted.by }]);
}

function hearCommands(
  ledger: Ledger,
  comment: CommentFacts,
  now: Reading,
  counted: Reading,
  commands: readonly ParsedCommand[],
  known: readonly Judged[],
  why: EditRefusal | null,
): void {
  const { rights, policy } = ledger.input;
  const isNew = now.judged === null && !now.isFormerStanding;
  const permission = counted.permission ?? rights.permissionOf(counted.by);
  const plain: Hearing = {
    asked: commands.map((parsed) => ({ parsed, corrected: null, withdrawn: null, letter: undefined })),
    author: comment.author,
    recordedAt: comment.createdAt,
    source: sourceOf(comment),
    by: counted.by,
    permission,
    verdict: counted.judged?.verdict ?? null,
    wroteAt: () =>
      ledger.entries.findLast(
        (e) =>
          e.source.comment !== comment.id &&
          e.author !== null &&
          sameLogin(e.author.login, comment.author.login),
      )?.recordedAt ?? null,
    around: ledger.around,
  };
  const hearing = { ...plain, asked: askedSince(ledger, comment, counted, plain, known) };
  const result = judge(hearing, ledger.state, rights, policy);
  const isRecorded = result.letters.includes('a');
  for (const event of result.events) {
    write(ledger, event);
    callLeader(ledger, comment.createdAt, comment.author, sourceOf(comment));
  }
  if (!isRecorded && why === null) hearWords(ledger, comment, commands);
  if (isRecorded) {
    meet(ledger, comment.author);
    acknowledge(ledger, comment, () => permission);
  }
  const letters = why === null ? result.letters : 'e';
  // what the text on GitHub asks, whether or not it counts
  const asked = why === null ? commands : commandsIn(ledger, comment.body, comment.createdAt);
  const hers =
    why === null ? permission : now.judged === null ? rights.permissionOf(now.by) : now.judged.permission;
  if (isNew) {
    if (now.isEdit) ledger.newEdits.push(comment.id);
    // What was never recorded leaves no words behind, and its refusals are one letter: anybody may write here, and the journal is short.
    const isKept = now.isEdit && known.some((e) => e.verdict.includes('a'));
    const kept = isKept ? (now.former?.slice(0, FORMER_CHARACTERS) ?? null) : null;
    const names = commandNames(asked);
    const rest = {
      hash: now.hash,
      verdict: /^r+$/u.test(letters) ? 'r' : letters,
      former: kept,
      standing: why === null ? null : counted.text,
      ...(names === '' ? {} : { commands: names }),
    };
    ledger.judged.push(note(comment, now.by, hers, rest, now.isEdit));
  }
  ledger.verdicts.push({
    comment: comment.id,
    author: comment.author,
    by: now.by,
    permission: hers,
    hash: now.hash,
    letters,
    createdAt: comment.createdAt,
    answers: why === null ? result.answers : [refusedEdit(asked, why, counted.text)],
    isRecorded: why === null && isRecorded,
    isRefused: why !== null || letters.includes('r'),
    isJournaled: !isNew,
  });
  if (result.answers.some(({ kind }) => OF_THE_MOMENT.has(kind)))
    ledger.moments.set(comment.id, { state: ledger.state, entries: ledger.entries.length });
}

export function hearComment(ledger: Ledger, comment: CommentFacts): void {
  const { rights, digest } = ledger.input;
  const { author } = comment;
  if (author.isBot && (comment.body.includes(MARKER) || !rights.mayCommand(author, 'none'))) return;
  const known = ledger.judgedBefore.get(comment.id) ?? [];
  const now = readComment(comment, known, digest);
  const why = refusal(ledger, comment, now, known);
  const counted = why === 'contradiction' || why === 'right' ? standingBefore(now, known, digest) : now;
  const commands = commandsIn(ledger, counted.text, comment.createdAt);
  if (commands.length === 0 && known.every((e) => e.verdict === '')) {
    hearTalk(ledger, comment, known);
    return;
  }
  hearCommands(ledger, comment, now, counted, commands, known, why);
}
