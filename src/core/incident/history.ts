/**
 * What GitHub shows, as one ordered history. GitHub's clock ticks in whole seconds and its comment and event ids are different sequences, so a
 * tie is broken by what people do: labels before comments (a severity's before the
 * one that declares), "close with comment" writes the comment first, then closes.
 */
import { compareInstants } from '../compare-instants.ts';
import type { Policy } from '../policy.ts';
import type { JournalEntry } from './journal.ts';
import type { CommentFacts, IncidentRecord, Instant, IssueEventFacts } from './record.ts';

/** A comment that is gone: what the journal and perhaps the cache still know of it. */
export interface GoneComment {
  readonly id: number;
  readonly createdAt: Instant;
  readonly withdrawn: JournalEntry & { kind: 'withdrawn' };
}

export type HistoryItem = { readonly at: Instant } & (
  | { readonly kind: 'issue' }
  | { readonly kind: 'event'; readonly event: IssueEventFacts }
  | { readonly kind: 'comment'; readonly comment: CommentFacts }
  | { readonly kind: 'gone'; readonly comment: GoneComment }
  | { readonly kind: 'claimed'; readonly claim: JournalEntry & { kind: 'taken' | 'let-go' } }
  | { readonly kind: 'restored'; readonly restored: JournalEntry & { kind: 'restored' } }
);

const TURN = 4;

/** Other labels come before the declaring ones of the same second, so that a declaration knows its severity. */
function rankOfEvent(event: IssueEventFacts, declaring: ReadonlySet<string>): number {
  if (event.kind === 'closed' || event.kind === 'reopened') return TURN;
  const isLabel = event.kind === 'labeled' || event.kind === 'unlabeled';
  return isLabel && declaring.has(event.label.toLowerCase()) ? 2 : 1;
}

/** Whether the issue was closed or reopened in the same second, before this: what came after stays after. */
function follows(event: IssueEventFacts, turns: readonly IssueEventFacts[]): boolean {
  return turns.some((turn) => turn.at.equals(event.at) && compareIds(turn.id, event.id) < 0);
}

function rank(item: HistoryItem, declaring: ReadonlySet<string>, turns: readonly IssueEventFacts[]): number {
  switch (item.kind) {
    case 'issue':
      return 0;
    case 'event':
      return follows(item.event, turns) ? TURN : rankOfEvent(item.event, declaring);
    case 'comment':
    case 'gone':
      return 3;
    case 'claimed':
      return item.claim.kind === 'taken' ? 3 : 5;
    case 'restored':
      return 5;
    default:
      return item satisfies never;
  }
}

function idOf(item: HistoryItem): string {
  if (item.kind === 'comment' || item.kind === 'gone') return String(item.comment.id);
  return item.kind === 'event' ? item.event.id : '';
}

/** Ids are numbers of growing length, or names. */
function compareIds(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

export function inOrder(a: IssueEventFacts, b: IssueEventFacts): number {
  return compareInstants(a.at, b.at) || compareIds(a.id, b.id);
}

/** GitHub's state and its events may disagree for a moment, or an export may lack events: the issue's own word counts last. */
function closing(record: IncidentRecord): readonly IssueEventFacts[] {
  const { issue, events } = record;
  const last = (events ?? [])
    .filter((e) => e.kind === 'closed' || e.kind === 'reopened')
    .toSorted(inOrder)
    .at(-1);
  const isClosed = last?.kind === 'closed';
  if (issue.state === 'closed' && !isClosed && issue.closedAt !== null) {
    return [{ id: 'state', kind: 'closed', actor: null, at: issue.closedAt, reason: issue.stateReason }];
  }
  return [];
}

/** Names of the labels that stand right after an event, the last set last. Our own events count here: what we took off is off. */
export function labelsAfter(events: readonly IssueEventFacts[], until: IssueEventFacts): readonly string[] {
  const standing = new Set<string>();
  for (const event of events.filter((e) => inOrder(e, until) <= 0).toSorted(inOrder)) {
    if (event.kind !== 'labeled' && event.kind !== 'unlabeled') continue;
    standing.delete(event.label.toLowerCase());
    if (event.kind === 'labeled') standing.add(event.label.toLowerCase());
  }
  return [...standing];
}

/** Comments that the journal saw and GitHub no longer shows (E1). */
function gone(record: IncidentRecord): readonly GoneComment[] {
  const alive = new Set(record.comments.filter((c) => c.deleted === null).map((c) => c.id));
  const found = new Map<number, GoneComment>();
  for (const entry of record.journal) {
    if (entry.kind !== 'withdrawn' || alive.has(entry.comment)) continue;
    found.set(entry.comment, { id: entry.comment, createdAt: entry.createdAt, withdrawn: entry });
  }
  return [...found.values()];
}

/** In the order in which it happened on GitHub, whatever the order in which it became known. */
export function history(record: IncidentRecord, labels: Policy['labels']): readonly HistoryItem[] {
  const declaring = new Set([labels.incident.toLowerCase(), labels.drill.toLowerCase()]);
  const isOurs = (id: number | undefined): boolean => record.self !== null && id === record.self;
  const turns = (record.events ?? []).filter((e) => e.kind === 'closed' || e.kind === 'reopened');
  const items: HistoryItem[] = [
    { kind: 'issue', at: record.issue.createdAt },
    ...[...(record.events ?? []), ...closing(record)]
      .filter((event) => !isOurs(event.actor?.id))
      .map((event): HistoryItem => ({ kind: 'event', at: event.at, event })),
    ...record.comments
      .filter((comment) => comment.deleted === null && !isOurs(comment.author.id))
      .map((comment): HistoryItem => ({ kind: 'comment', at: comment.createdAt, comment })),
    ...record.journal
      .filter((entry) => entry.kind === 'restored')
      .map((restored): HistoryItem => ({ kind: 'restored', at: restored.at, restored })),
    ...record.journal
      .filter((entry) => entry.kind === 'taken' || entry.kind === 'let-go')
      .map((claim): HistoryItem => ({ kind: 'claimed', at: claim.at, claim })),
    ...gone(record).map((comment): HistoryItem => ({ kind: 'gone', at: comment.createdAt, comment })),
  ];
  return items.toSorted(
    (a, b) =>
      compareInstants(a.at, b.at) ||
      rank(a, declaring, turns) - rank(b, declaring, turns) ||
      compareIds(idOf(a), idOf(b)),
  );
}
