/**
 * From the written book to the incident that documents show: entries in their order, statements that no longer stand marked, and the numbers'
 * instants.
 */
import { compareInstants } from '../compare-instants.ts';
import { STATED_INSTANTS } from '../command/command.ts';
import type { Policy } from '../policy.ts';
import type { Incident, TimelineEntry } from './incident.ts';
import { instantsOf } from './instants.ts';
import type { JournalEntry } from './journal.ts';
import { areRelated, isYounger } from './neighbour.ts';
import type { Leadership } from './leadership.ts';
import type { Ledger } from './ledger.ts';
import type { IncidentRecord, Instant } from './record.ts';
import type { Statement } from './state.ts';

/** A deletion that Muster saw and GitHub's own trace of it lie at most this far apart. */
const SAME_DELETION_SECONDS = 120;

function compareEntries(a: TimelineEntry, b: TimelineEntry): number {
  return compareInstants(a.occurredAt, b.occurredAt) || compareInstants(a.recordedAt, b.recordedAt);
}

/** By occurrence, then by record (T1). Milliseconds are read once for each entry: comparing instants is slow in a long timeline. */
export function inOrder(entries: readonly TimelineEntry[]): readonly TimelineEntry[] {
  return entries
    .map((entry) => ({ entry, ms: entry.occurredAt.epochMilliseconds }))
    .toSorted((a, b) => a.ms - b.ms || compareEntries(a.entry, b.entry))
    .map(({ entry }) => entry);
}

function isOf(statement: Statement, entry: TimelineEntry): boolean {
  return (
    statement.instant === entry.kind &&
    statement.event.source.comment === entry.source.comment &&
    statement.at.equals(entry.occurredAt)
  );
}

/** Taken back stays a milestone, struck; overtaken by a later statement of the same instant is no milestone any more (N1). */
function withStanding(entry: TimelineEntry, statements: readonly Statement[]): TimelineEntry {
  if (entry.withdrawn !== null || !STATED_INSTANTS.some((i) => i === entry.kind)) return entry;
  const statement = statements.findLast((s) => isOf(s, entry));
  if (statement === undefined) return entry;
  if (statement.isVoid) return { ...entry, isVoid: true };
  const last = statements.findLast((s) => s.instant === statement.instant && !s.isVoid);
  return last === statement ? entry : { ...entry, isVoid: true, milestone: false };
}

/** A close that was reopened is part of the story, and so is the one that ended it in the end (X1). */
function withCloses(entry: TimelineEntry, reopenings: number): TimelineEntry {
  return entry.kind === 'closed' && reopenings > 0 ? { ...entry, milestone: true } : entry;
}

/** GitHub traces every deletion; only those that nobody journaled were lost (E1). */
function withoutKnownDeletions(
  entries: readonly TimelineEntry[],
  journal: readonly JournalEntry[],
): readonly TimelineEntry[] {
  const open = journal.flatMap((e) => (e.kind === 'withdrawn' ? [e.at] : []));
  return entries.filter((entry) => {
    if (entry.kind !== 'lost') return true;
    const index = open.findIndex(
      (at) => Math.abs(at.since(entry.occurredAt).total('seconds')) <= SAME_DELETION_SECONDS,
    );
    if (index >= 0) open.splice(index, 1);
    return index < 0;
  });
}

/** The newest moment at which anything was written down: documents speak as of it, never as of a clock. */
export function newestRecord(entries: readonly TimelineEntry[], createdAt: Instant): Instant {
  let [newest, newestMs] = [createdAt, createdAt.epochMilliseconds];
  for (const { recordedAt, withdrawn, corrected } of entries) {
    for (const at of [recordedAt, withdrawn?.at, corrected?.at]) {
      const ms = at?.epochMilliseconds ?? -Infinity;
      if (at === undefined || ms < newestMs || compareInstants(at, newest) <= 0) continue;
      [newest, newestMs] = [at, ms];
    }
  }
  return newest;
}

/** GitHub takes so many comments on an issue, ever; deleted ones count. */
const MOST_COMMENTS = 2_500;
/** Kept free for the closing documents, journal pages, and what people still have to say (E3). */
const RESERVED_COMMENTS = 50;

/** Whether Muster answers by reactions only from now on, to leave the last comments to people and to the closing (E3). */
export function isCrowded({ comments }: Pick<IncidentRecord, 'comments'>): boolean {
  return comments.length >= MOST_COMMENTS - RESERVED_COMMENTS;
}

const CROWDED =
  'This issue nears GitHub’s limit of 2,500 comments. Muster now answers by reactions only, and keeps room for the documents of the closing.';

/** Listed leaders who could not be called (S1). */
function skippedLeaders(leadership: Leadership | null, { severities }: Policy): readonly string[] {
  const skipped = leadership?.skipped ?? [];
  if (leadership === null || skipped.length === 0) return [];
  const title = severities.find((s) => s.id === leadership.severity)?.title ?? leadership.severity;
  const are = skipped.length === 1 ? 'is listed as a leader' : 'are listed as leaders';
  return [`${skipped.join(' and ')} ${are} of ${title} and may not hold a role here.`];
}

/** The page of another issue of the repository. */
function pageOf(url: string, number: number): string {
  return url.replace(/\d+$/u, String(number));
}

/** What it is part of may have been out of sight when the database was lost: then it is asked for. */
function mergeOf({ state, input, around }: Ledger): Incident['merge'] {
  const { merge } = state;
  if (merge === null) return null;
  const { issue } = input.record;
  const other = around.find(merge.into) ?? null;
  const { into, at, by } = merge;
  const rest = { title: other?.title ?? null, main: other?.main ?? null };
  return { into, at, by, url: pageOf(issue.url, into), ...rest };
}

/** Those that were there before (D6). */
function relatedTo({ state, input }: Ledger): Incident['related'] {
  const { issue, neighbours } = input.record;
  const own = { ...state, number: issue.number };
  return [...(neighbours?.values() ?? [])]
    .filter((other) => other !== null)
    .filter((other) => areRelated(own, other) && isYounger(own, other))
    .toSorted((a, b) => a.number - b.number)
    .map(({ number, title, url }) => ({ number, title, url }));
}

/** `journal`: with the entries owed. */
export function summarise(ledger: Ledger, journal: readonly JournalEntry[]): Incident {
  const { state, input } = ledger;
  const { issue } = input.record;
  const entries = inOrder(
    withoutKnownDeletions(ledger.entries, journal).map((entry) =>
      withCloses(withStanding(entry, state.statements), state.reopenings),
    ),
  );
  const { repository } = issue;
  return {
    repository: {
      id: repository.id,
      owner: repository.owner,
      name: repository.name,
      isPrivate: repository.isPrivate,
    },
    number: issue.number,
    title: issue.title,
    url: issue.url,
    author: issue.author,
    assignees: issue.assignees,
    phase: state.phase,
    phaseSince: state.phaseSince,
    isDrill: state.isDrill,
    isFalseAlarm: state.isFalseAlarm,
    reopenings: state.reopenings,
    severity: state.severity,
    impact: state.impact,
    services: state.services,
    links: state.links,
    channel: state.channel,
    reach: state.reach,
    instants: instantsOf(state),
    // a part ends where the other goes on
    closedAt: state.merge === null ? state.closedAt : (state.closedAt ?? state.merge.at),
    holdings: state.holdings,
    timeline: entries,
    communications: state.communications,
    validation: state.validation,
    actions: state.actions,
    leadership: state.leadership,
    calls: state.calls,
    instantsFrom: {},
    merge: mergeOf(ledger),
    parts: [],
    related: relatedTo(ledger),
    responders: [...ledger.responders.values()],
    remarks: [
      ...ledger.remarks,
      ...skippedLeaders(state.leadership, input.policy),
      ...(isCrowded(input.record) ? [CROWDED] : []),
    ],
  };
}
