/**
 * The book that one fold writes: the incident so far and what came of it. It lives for one fold only and is never shared; everything outside sees
 * the finished `Folded`.
 */
import type { ParsedCommand } from '../command/command.ts';
import type { Policy } from '../policy.ts';
import type { Account } from './account.ts';
import { type Around, aroundOf } from './around.ts';
import { entryOf } from './entry.ts';
import type { EventBase, Happening, IncidentEvent } from './event.ts';
import { type Labels, NO_LABELS } from './github-events.ts';
import type { Source, TimelineEntry, Verdict } from './incident.ts';
import type { JournalEntry } from './journal.ts';
import { readCommands } from './read-commands.ts';
import type { CommentFacts, IncidentRecord, Instant } from './record.ts';
import type { Rights } from './rights.ts';
import { type State, evolve, initialState } from './state.ts';

export type Judged = JournalEntry & { kind: 'judged' };
export type Led = JournalEntry & { kind: 'led' };

export interface FoldInput {
  readonly record: IncidentRecord;
  readonly policy: Policy;
  readonly rights: Rights;
  /** A short, collision-safe digest of a text. */
  readonly digest: (text: string) => string;
  /** Comments whose unjudged edit is refused: it would contradict what was recorded later (C4). */
  readonly refusedEdits: ReadonlySet<number>;
  /** A replay: an issue that nobody labelled is told as an incident all the same. */
  readonly isReplay: boolean;
  /** The labels never made an open issue an incident: it counts as one from its creation. */
  readonly isAssumed: boolean;
}

/** How far the book was when somebody asked where the incident stands. */
export interface Moment {
  readonly state: State;
  readonly entries: number;
}

export interface Ledger {
  readonly input: FoldInput;
  /** What the journal judged, by comment. */
  readonly judgedBefore: ReadonlyMap<number, readonly Judged[]>;
  /** The leaders whom the journal says were called (S1), looked at after every event. */
  readonly ledBefore: readonly Led[];
  /** The journal's changes of how comments are read, looked at for every comment. */
  readonly configured: readonly JournalEntry[];
  state: State;
  labels: Labels;
  readonly entries: TimelineEntry[];
  readonly verdicts: Verdict[];
  /** Verdicts that the journal does not hold yet. */
  readonly judged: Judged[];
  /** Leaders called in this fold that the journal does not hold yet (S1). */
  readonly led: Led[];
  /** How many were called so far. */
  leaderships: number;
  /** Comments whose edit is judged in this fold. */
  readonly newEdits: number[];
  readonly remarks: string[];
  /** By comment that asked. */
  readonly moments: Map<number, Moment>;
  readonly responders: Map<string, Account>;
  readonly around: Around;
}

export function openLedger(input: FoldInput): Ledger {
  const judgedBefore = new Map<number, Judged[]>();
  for (const entry of input.record.journal) {
    if (entry.kind !== 'judged') continue;
    const of = judgedBefore.get(entry.comment);
    if (of === undefined) judgedBefore.set(entry.comment, [entry]);
    else of.push(entry);
  }
  return {
    input,
    judgedBefore,
    ledBefore: input.record.journal.filter((entry) => entry.kind === 'led'),
    configured: input.record.journal.filter((entry) => entry.kind === 'configured'),
    state: initialState(input.record.issue),
    labels: NO_LABELS,
    entries: [],
    verdicts: [],
    judged: [],
    led: [],
    leaderships: 0,
    newEdits: [],
    remarks: [],
    moments: new Map(),
    responders: new Map(),
    around: aroundOf(input.record),
  };
}

/** The commands of a text of a comment. */
export function commandsIn(ledger: Ledger, text: string, createdAt: Instant): readonly ParsedCommand[] {
  return readCommands(text, createdAt, ledger.configured, ledger.input.policy);
}

/** Writes an event down: its timeline entry, then what it changes. */
export function write(ledger: Ledger, event: IncidentEvent): void {
  const entry = entryOf(event, ledger.state, ledger.input.policy);
  if (entry !== null) ledger.entries.push(entry);
  if (event.kind === 'role' && event.withdrawn === null) {
    for (const holder of event.holders) meet(ledger, holder);
  }
  if (event.kind === 'leader-called' && event.leader !== null) meet(ledger, event.leader);
  if (event.kind === 'sub-commander' && event.holder !== null && event.withdrawn === null)
    meet(ledger, event.holder);
  ledger.state = evolve(ledger.state, event, ledger.input.policy);
}

export function baseOf(at: Instant, by: Account | null, source: Source): EventBase {
  return { occurredAt: at, recordedAt: at, by, source, corrected: null, withdrawn: null };
}

export function happen(
  ledger: Ledger,
  happening: Happening,
  at: Instant,
  by: Account | null,
  source: Source,
): void {
  write(ledger, { ...baseOf(at, by, source), ...happening });
}

/** Somebody takes part (bots do not). */
export function meet(ledger: Ledger, who: Account): void {
  const login = who.login.toLowerCase();
  if (!who.isBot && !ledger.responders.has(login)) ledger.responders.set(login, who);
}

export function issueSource(record: IncidentRecord): Source {
  return { comment: null, event: null, url: record.issue.url };
}

export function sourceOf(comment: Pick<CommentFacts, 'id' | 'url'>): Source {
  return { comment: comment.id, event: null, url: comment.url };
}

/** Where a comment stands whose facts are gone. */
export function sourceOfGone(record: IncidentRecord, id: number): Source {
  return { comment: id, event: null, url: `${record.issue.url}#issuecomment-${id}` };
}
