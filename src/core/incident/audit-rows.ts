/**
 * What was commanded on an incident and what became of it, command by command (A6). It stands on the journal, which outlives comments and the
 * database: by whom, by which right, accepted or not, and which command. The words come from the comment where it stands, and from the first 200
 * characters that the journal keeps of a text that was edited away or deleted; a text is believed only when it is the one that was judged.
 */
import { compareInstants } from '../compare-instants.ts';
import type { Policy } from '../policy.ts';
import { type Account, type Permission, reaches } from './account.ts';
import { type Version, type VersionItem, versionsOf } from './audit-versions.ts';
import type { Verdict } from './incident.ts';
import type { JournalEntry } from './journal.ts';
import { REFUSED_BEFORE } from './judge.ts';
import type { CommentFacts, Instant } from './record.ts';

export type AuditOutcome =
  | { readonly kind: 'recorded' | 'answered' }
  /** `reason`: null where it is no longer known. */
  | { readonly kind: 'refused' | 'edit-refused'; readonly reason: string | null }
  /** Recorded first; then an edit changed it, an edit took it out, or the comment was deleted (C4). */
  | {
      readonly kind: 'corrected' | 'removed' | 'withdrawn';
      readonly at: Instant;
      readonly by: Account | null;
    };

export interface AuditRow {
  /** When the comment was written, or edited to say this. */
  readonly at: Instant;
  readonly comment: number;
  /** Page of the comment; null when it is gone. */
  readonly url: string | null;
  /** Whose right counted: who wrote the comment, or who edited it. */
  readonly by: Account;
  /** Who wrote the comment, where known. */
  readonly author: Account | null;
  /** What that person held then. */
  readonly permission: Permission;
  /** First line of the command, at most 120 characters; null where only its name is known. */
  readonly words: string | null;
  /** Name of the command; `?` for none of ours, or not known. */
  readonly name: string;
  readonly outcome: AuditOutcome;
  /** This row stands for so many further refusals of the same comment as well. */
  readonly more: number;
}

export interface AuditInput {
  readonly journal: readonly JournalEntry[];
  readonly comments: readonly CommentFacts[];
  /** For the reasons of what is refused where it stands. */
  readonly verdicts: readonly Verdict[];
  readonly policy: Policy;
  readonly digest: (text: string) => string;
  /** What happened later is left out (a replay); null = nothing is. */
  readonly until: Instant | null;
}

type Judged = JournalEntry & { kind: 'judged' };
type Withdrawn = JournalEntry & { kind: 'withdrawn' };

/** Refusals of one text that have a row each. */
const MOST_REFUSALS = 20;

function reasonOf(
  item: VersionItem,
  { entry }: Version,
  verdict: Verdict | undefined,
  policy: Policy,
): string | null {
  const told =
    verdict?.hash === entry.hash
      ? verdict.answers.find((answer) => answer.kind === 'refused' && answer.line === item.line)
      : undefined;
  if (told?.kind === 'refused' && told.problem.reason !== REFUSED_BEFORE.reason) return told.problem.reason;
  const level = policy.commands.permission;
  return told !== undefined || entry.by.isBot || reaches(entry.permission, level)
    ? null
    : `commands need “${level}”`;
}

function outcomeOf(
  item: VersionItem,
  version: Version,
  verdict: Verdict | undefined,
  policy: Policy,
): AuditOutcome {
  switch (item.letter) {
    case 'a':
      return { kind: 'recorded' };
    case 'q':
      return { kind: 'answered' };
    case 'e': {
      const answer = verdict?.hash === version.entry.hash ? verdict.answers[0] : undefined;
      return {
        kind: 'edit-refused',
        reason: answer?.kind === 'refused' ? (answer.problem.reason.split(';')[0] ?? null) : null,
      };
    }
    default:
      return { kind: 'refused', reason: reasonOf(item, version, verdict, policy) };
  }
}

function isSame(before: VersionItem, after: VersionItem): boolean {
  if (before.letter !== after.letter || before.read === null || after.read === null) return false;
  return before.isCut ? after.read.startsWith(before.read) : after.read === before.read;
}

/** Takes the first that fits out of the list. */
function take<T>(from: T[], fits: (one: T) => boolean): T | undefined {
  const at = from.findIndex(fits);
  return at < 0 ? undefined : from.splice(at, 1)[0];
}

/** The book of one comment: its rows, and which of its commands still stand. */
interface Book {
  readonly rows: AuditRow[];
  standing: { readonly item: VersionItem; readonly row: number }[];
}

/** What was recorded and stands no more; a refusal or an answer stays what it was. */
function end(book: Book, row: number, outcome: AuditOutcome): void {
  const before = book.rows[row];
  if (before?.outcome.kind === 'recorded') book.rows[row] = { ...before, outcome };
}

/** Commands that the next text leaves alone go on; the others were changed or taken out. Returns what is new in it. */
function replace(book: Book, { entry, items }: Version): readonly VersionItem[] {
  const fresh = [...items];
  const [kept, ended]: [Book['standing'], Book['standing']] = [[], []];
  for (const open of book.standing)
    (take(fresh, (after) => isSame(open.item, after)) === undefined ? ended : kept).push(open);
  const changed = fresh.filter(({ letter }) => letter === 'a');
  for (const { item, row } of ended) {
    const kind = take(changed, ({ name }) => name === item.name) === undefined ? 'removed' : 'corrected';
    end(book, row, { kind, at: entry.at, by: entry.by });
  }
  book.standing = kept;
  return fresh;
}

function add(book: Book, items: readonly VersionItem[], rowOf: (item: VersionItem) => AuditRow): void {
  let refusals = 0;
  for (const item of items) {
    if (item.letter === 'r') refusals += item.more + 1;
    const last = book.rows.at(-1);
    if (item.letter === 'r' && refusals > MOST_REFUSALS && last?.outcome.kind === 'refused') {
      book.rows[book.rows.length - 1] = { ...last, more: last.more + item.more + 1 };
    } else {
      book.rows.push(rowOf(item));
      if (item.letter !== 'e') book.standing.push({ item, row: book.rows.length - 1 });
    }
  }
}

function isLater(at: Instant, until: Instant | null): boolean {
  return until !== null && compareInstants(at, until) > 0;
}

interface OfComment {
  readonly entries: readonly Judged[];
  readonly comment: CommentFacts | null;
  readonly gone: Withdrawn | null;
  readonly verdict: Verdict | undefined;
}

function rowsOf(
  { entries, comment, gone, verdict }: OfComment,
  configured: readonly JournalEntry[],
  { policy, digest, until }: AuditInput,
): readonly AuditRow[] {
  const book: Book = { rows: [], standing: [] };
  for (const version of versionsOf({ entries, comment, gone, configured, policy, digest })) {
    const { entry } = version;
    if (isLater(entry.at, until)) break;
    const fresh = entry.verdict === 'e' ? version.items : replace(book, version);
    add(book, fresh, (item) => ({
      at: entry.at,
      comment: entry.comment,
      url: comment?.url ?? null,
      by: entry.by,
      author: comment?.author ?? gone?.author ?? null,
      permission: entry.permission,
      words: item.read,
      name: item.name,
      outcome: outcomeOf(item, version, verdict, policy),
      more: item.more,
    }));
  }
  if (gone !== null && !isLater(gone.at, until))
    for (const { row } of book.standing) end(book, row, { kind: 'withdrawn', at: gone.at, by: gone.by });
  return book.rows;
}

/** By when they were judged, oldest first; within one comment in the order of its lines. */
export function auditRows(input: AuditInput): readonly AuditRow[] {
  const { journal } = input;
  const alive = new Map(input.comments.flatMap((c) => (c.deleted === null ? [[c.id, c] as const] : [])));
  const verdicts = new Map(input.verdicts.map((verdict) => [verdict.comment, verdict]));
  const gone = new Map(journal.flatMap((e) => (e.kind === 'withdrawn' ? [[e.comment, e] as const] : [])));
  const judged = Map.groupBy(
    journal.filter((e): e is Judged => e.kind === 'judged' && e.comment !== 0),
    (entry) => entry.comment,
  );
  const configured = journal.filter((entry) => entry.kind === 'configured');
  return [...judged]
    .flatMap(([id, entries]) => {
      const comment = alive.get(id) ?? null;
      const withdrawn = comment === null ? (gone.get(id) ?? null) : null;
      const of = { entries, comment, gone: withdrawn, verdict: verdicts.get(id) };
      return rowsOf(of, configured, input);
    })
    .toSorted((a, b) => compareInstants(a.at, b.at) || a.comment - b.comment);
}
