/**
 * Holds an incident's documents against the players' journal. What GitHub still shows must stand in them, once; what was taken back must not; and what
 * the board had shown before it was changed or deleted must show as corrected or withdrawn.
 *
 * What nobody can know is not asked for: a text that was changed or deleted before the board showed it may leave no trace, and after a loss of the
 * database the words of what is gone from GitHub are gone.
 */
import { SEVERITIES } from './cast.ts';
import { judgeComment } from './judge-comment.ts';
import { judgePostmortem } from './judge-postmortem.ts';
import { type Piece, type PlayedIssue, lastVersion, mayCommand } from './journal.ts';
import { type Judgement, tell } from './judgement.ts';
import { communications, fullTimeline, named } from './page.ts';

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
  const { whole } = judgement;
  const closing = whole !== null ? ['scribe'] : issue.phase === 'closed' ? ['scribe', 'communications'] : [];
  const must = ['board', ...closing];
  for (const name of must) if (!names.includes(name)) tell(judgement, 'lost', `there is no ${name}`);
  const grave = !page.labels.includes('sev4') && !issue.isDrill && issue.reason === 'completed';
  if (whole === null && issue.phase === 'closed' && grave && !names.includes('postmortem'))
    tell(judgement, 'lost', 'there is no postmortem');
  if (page.eyes === 0) tell(judgement, 'lost', '👀 on the issue is missing');
  const [board] = named(page, 'board');
  if (board !== undefined && !board.body.includes(issue.title))
    tell(judgement, 'lost', `the board does not know the title “${issue.title}”`);
}

/** Tells everything that is lost, doubled or wrong about one incident by itself. */
export function judgeIncident(judgement: Judgement): void {
  const { issue, page, whole } = judgement;
  judgeDocuments(judgement);
  if (issue.phase === 'never') return;
  if (issue.phase !== 'stood-down') judgeSeverity(judgement);
  // the board of a part sends people on instead
  if (whole === null) judgeScribe(judgement);
  judgePostmortem(judgement);
  const isOver = issue.phase === 'closed' || whole !== null;
  const timeline = isOver ? fullTimeline(page) : null;
  // of a part, which may have told nobody, there may be no record of that
  const told = isOver ? (communications(page) ?? (whole === null ? null : [])) : null;
  for (const posted of issue.comments) judgeComment(judgement, posted, timeline, told);
}
