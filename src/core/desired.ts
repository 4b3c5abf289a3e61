/**
 * What should stand on GitHub for an incident: documents, reactions, labels, assignees, and when to look again. Total and pure; what stands already
 * comes in only as `links`, so that documents can point to each other.
 */
import { compareInstants } from './compare-instants.ts';
import { COMMANDS } from './command/commands.ts';
import { renderBoard } from './documents/board.ts';
import { closingDocuments, mergedDocuments } from './documents/closing.ts';
import type { DesiredDocument, DocumentKey, DocumentLinks } from './documents/document.ts';
import { encodeJournal } from './documents/journal-codec.ts';
import { pageJournal } from './documents/journal-pages.ts';
import { renderJournalPage } from './documents/journal-page.ts';
import { type RefusedWrite } from './documents/refusals.ts';
import { mergedNotice, outlivedNotices } from './documents/merged.ts';
import { renderReply } from './documents/reply.ts';
import type { View } from './documents/view.ts';
import { type Permission, reaches } from './incident/account.ts';
import { earliest } from './earliest.ts';
import { wantedAssignees } from './incident/assignees.ts';
import type { Considered } from './incident/consider.ts';
import type { Incident, Verdict } from './incident/incident.ts';
import type { JournalEntry } from './incident/journal.ts';
import type { Instant } from './incident/record.ts';
import type { Policy } from './policy.ts';
import { overdueRoles } from './reminders/empty-roles.ts';
import { remind, sentEntries } from './reminders/remind.ts';

export interface Desired {
  /** In the order in which missing ones are created. */
  readonly documents: readonly DesiredDocument[];
  /** Reminders, and ways to what this was part of, that stand and are answered or outlived: shown folded from now on (Q1). */
  readonly minimise: readonly DocumentKey[];
  /** Exactly these of ours on each comment named; null = the issue. */
  readonly reactions: readonly {
    readonly comment: number | null;
    readonly contents: readonly ('+1' | 'confused' | 'eyes')[];
  }[];
  readonly labels: { readonly add: readonly string[]; readonly remove: readonly string[] };
  /** Logins; null leaves the assignees alone. */
  readonly assignees: readonly string[] | null;
  readonly isPinned: boolean;
  /** The journal as it stands with these documents. */
  readonly journal: readonly JournalEntry[];
  /** Closed as a duplicate, or open again (D6); null: as it is. */
  readonly state: 'open' | 'closed' | null;
  /** When to look again, by our clock; null when nothing is due. */
  readonly wakeAt: Instant | null;
}

export interface Setting {
  readonly considered: Considered;
  readonly policy: Policy;
  /** What the record's journal held before. */
  readonly journal: readonly JournalEntry[];
  readonly links: DocumentLinks;
  readonly now: Instant;
  readonly serverUrl: string;
  /** What GitHub would not take; none unless given. */
  readonly refusals?: readonly RefusedWrite[];
}

/** Bytes of journal that ride on the board, under what its text leaves of 60,000; the rest goes to pages of its own. */
const BOARD_JOURNAL_BYTES = 30_000;
const PAGE_JOURNAL_BYTES = 55_000;

/** Issues of ours are written into the journal once they exist: the way back to them after a loss of the database. */
function openedEntries({ journal, links, considered }: Setting): readonly JournalEntry[] {
  const known = new Set(journal.flatMap((e) => (e.kind === 'opened' ? [e.document] : [])));
  return [...links].flatMap(([document, { number }]) =>
    number === null || known.has(document)
      ? []
      : [{ kind: 'opened', document, number, at: considered.asOf } as const],
  );
}

function journalDocuments(journal: readonly JournalEntry[]): {
  readonly board: readonly JournalEntry[];
  readonly pages: readonly DesiredDocument[];
} {
  const [board = [], ...pages] = pageJournal(journal, BOARD_JOURNAL_BYTES, PAGE_JOURNAL_BYTES);
  return {
    board,
    pages: pages.map((entries, index) => ({
      kind: 'comment',
      key: `journal:${index + 2}`,
      on: 'incident',
      text: renderJournalPage(index + 2),
      payload: { journal: encodeJournal(entries) },
      once: null,
    })),
  };
}

function mayCommand(permission: Permission, policy: Policy): boolean {
  return reaches(permission, policy.commands.permission);
}

/** The one answer to a comment (C3). `view` shows the incident as the answer speaks of it. */
export function replyDocument(verdict: Verdict, view: View, audits: Considered['audits']): DesiredDocument {
  const once = `${verdict.hash}:${verdict.letters}`;
  // The question is newer than anything recorded: an answer "as of" before it would look stale.
  const asOf = compareInstants(verdict.createdAt, view.asOf) > 0 ? verdict.createdAt : view.asOf;
  const render = (): string => {
    const may = mayCommand(verdict.permission, view.policy);
    const rows = Object.values(COMMANDS).filter(
      (spec) => may || spec.right === 'anybody' || view.policy.commands.open.includes(spec.name),
    );
    const auditRows = audits.get(verdict.comment) ?? [];
    return renderReply(verdict.answers, { ...view, asOf }, { mayCommand: may, helpRows: rows, auditRows });
  };
  let rendered: string | null = null;
  return {
    kind: 'comment',
    key: `reply:${verdict.comment}`,
    on: 'incident',
    // when it is asked for: nearly all answers of a long incident stand already, and are left alone
    get text() {
      return (rendered ??= render());
    },
    payload: { once },
    once,
  };
}

/** D3. Labels that people set classify; with no severity, one that still stands is of a command that was taken back. */
function labels({ severity }: Incident, policy: Policy): Desired['labels'] {
  const own = policy.severities.find((s) => s.id === severity);
  if (own === undefined && severity !== null) return { add: [], remove: [] };
  const others = policy.severities.filter((s) => s !== own).map((s) => s.label);
  return { add: own === undefined ? [] : [own.label], remove: others };
}

/** Nothing at all for what is no incident. */
const NOTHING: Omit<Desired, 'journal'> = {
  documents: [],
  minimise: [],
  reactions: [],
  labels: { add: [], remove: [] },
  assignees: null,
  isPinned: false,
  state: null,
  wakeAt: null,
};

/** What stands once the work is over, or goes on elsewhere. */
function recordsOf(view: View): readonly DesiredDocument[] {
  switch (view.incident.phase) {
    case 'closed':
      return closingDocuments(view);
    case 'merged':
      return [...mergedNotice(view), ...mergedDocuments(view)];
    case 'none':
    case 'open':
    case 'stood-down':
      return [];
    default:
      return view.incident.phase satisfies never;
  }
}

export function desired(setting: Setting): Desired {
  const { considered, policy, links, now, serverUrl, refusals = [] } = setting;
  const { incident, verdicts, asOf } = considered;
  const journal = [
    ...setting.journal,
    ...considered.owed,
    ...openedEntries(setting),
    ...sentEntries(setting.journal, links, asOf),
  ];
  if (incident.phase === 'none') return { ...NOTHING, journal };

  const seen: View = { incident, policy, links, asOf, serverUrl, refusals };
  const empty = overdueRoles(seen, now);
  const view: View = { ...seen, overdue: empty.overdue };
  const paged = journalDocuments(journal);
  const board: DesiredDocument = {
    kind: 'comment',
    key: 'board',
    on: 'incident',
    text: renderBoard(view),
    payload: { journal: encodeJournal(paged.board) },
    once: null,
  };
  const closing = recordsOf(view);
  const reminding = remind(view, journal, now);
  const isBoardRefused = !links.has('board') && refusals.some(({ what }) => what === 'board');
  const replies = verdicts
    .filter((v) => v.answers.length > 0)
    .map((v) => replyDocument(v, view, considered.audits));
  const answers = [...reminding.documents, ...replies].filter(
    ({ key }) => links.has(key) || !considered.isCrowded,
  );
  // The board comes first of all when it is new, and otherwise after what it links to.
  const documents = links.has('board')
    ? [...closing, ...paged.pages, board]
    : [board, ...closing, ...paged.pages];
  return {
    documents: [...documents, ...answers],
    minimise: [...reminding.minimise, ...outlivedNotices(view)],
    reactions: [
      // with no board to say it on, only a reaction is left
      { comment: null, contents: isBoardRefused ? ['eyes', 'confused'] : ['eyes'] },
      ...verdicts.map(({ comment, isRecorded, isRefused }) => ({
        comment,
        contents: [...(isRecorded ? (['+1'] as const) : []), ...(isRefused ? (['confused'] as const) : [])],
      })),
    ],
    labels: incident.phase === 'stood-down' ? NOTHING.labels : labels(incident, policy),
    assignees: incident.phase === 'open' ? wantedAssignees(incident, policy) : null,
    isPinned: true,
    state: considered.issueState,
    journal,
    wakeAt: earliest(reminding.wakeAt, empty.wakeAt),
  };
}
