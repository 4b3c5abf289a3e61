/**
 * From GitHub's record to the incident, the verdicts, and what the journal still owes. The one door into the core's fold.
 */
import { compareInstants } from '../compare-instants.ts';
import type { Policy } from '../policy.ts';
import { type AuditRow, auditRows } from './audit-rows.ts';
import { fold } from './fold.ts';
import type { Incident, Verdict } from './incident.ts';
import { instantsOf } from './instants.ts';
import type { JournalEntry } from './journal.ts';
import type { FoldInput, Ledger } from './ledger.ts';
import { circleBroken, claimsOwed } from './merge-claims.ts';
import { joined, partsOf } from './merge-join.ts';
import { partsOwed, partsUnknown } from './merge-parts.ts';
import { neighbourOf } from './merge-publish.ts';
import { wantedState } from './merge-state.ts';
import type { Neighbour } from './neighbour.ts';
import { readCommands } from './read-commands.ts';
import { configuredEntry } from './reading-rules.ts';
import type { IncidentRecord, Instant } from './record.ts';
import { rightsIn } from './rights.ts';
import type { State } from './state.ts';
import { DURATIONS } from './statistics.ts';
import { isCrowded, newestRecord, summarise } from './summarise.ts';
import { withdrawalsOwed } from './withdrawals.ts';

export interface Considered {
  readonly incident: Incident;
  /** One for each comment with commands that still stands, oldest first. */
  readonly verdicts: readonly Verdict[];
  /** Entries to add to the journal, in order. */
  readonly owed: readonly JournalEntry[];
  /** Lower-case logins whose permission must be looked up and given before the result may be believed. */
  readonly missing: readonly string[];
  /** Other issues of the repository that must be looked up and given first, too (D6). */
  readonly unknown: readonly number[];
  /** What the issue is to be on GitHub; null: as it is. */
  readonly issueState: 'open' | 'closed' | null;
  /** What the other incidents of the repository see of this one. */
  readonly neighbour: Neighbour;
  /** The newest moment of the record; documents speak as of it. */
  readonly asOf: Instant;
  /** No further comments but those of the closing: the issue is nearly full (E3). */
  readonly isCrowded: boolean;
  /** By comment that asked where the incident stands: how it stood then. In a replay only; live, the answer is written at that moment. */
  readonly asked: ReadonlyMap<number, Asked>;
  /** By comment that asked what was commanded here: everything that the journal then holds, in a replay as of the asking (A6). */
  readonly audits: ReadonlyMap<number, readonly AuditRow[]>;
}

export interface Asked {
  readonly incident: Incident;
  readonly asOf: Instant;
}

export interface Consideration {
  readonly record: IncidentRecord;
  readonly policy: Policy;
  readonly digest: (text: string) => string;
  readonly isReplay?: boolean;
}

function isContradictory(state: State): boolean {
  const instants = instantsOf(state);
  return Object.values(DURATIONS).some(([from, to]) => {
    const [start, end] = [instants[from], instants[to]];
    return start !== null && end !== null && compareInstants(start, end) > 0;
  });
}

/** Folds once more without the new edits when, with them, a duration became negative: the former text stands (C4). */
function foldWithEdits(input: FoldInput): Ledger {
  const first = fold(input);
  if (first.newEdits.length === 0 || !isContradictory(first.state)) return first;
  return fold({ ...input, refusedEdits: new Set(first.newEdits) });
}

/** An issue that was labelled only once it was closed was never an incident by D1; a replay tells it all the same. */
function foldReplay(input: FoldInput): Ledger {
  const ledger = foldWithEdits(input);
  return input.isReplay && ledger.state.phase === 'none'
    ? foldWithEdits({ ...input, isAssumed: true })
    : ledger;
}

function askedIn(ledger: Ledger, { journal, issue }: IncidentRecord): ReadonlyMap<number, Asked> {
  return new Map(
    [...ledger.moments].map(([comment, { state, entries }]) => {
      const incident = summarise({ ...ledger, state, entries: ledger.entries.slice(0, entries) }, journal);
      return [comment, { incident, asOf: newestRecord(incident.timeline, issue.createdAt) }];
    }),
  );
}

/** Worked out for those alone who ask: it looks at every comment once more. */
function auditsIn(
  { verdicts, input }: Ledger,
  journal: readonly JournalEntry[],
  { isReplay }: FoldInput,
): Considered['audits'] {
  const asking = verdicts.filter(({ answers }) => answers.some(({ kind }) => kind === 'audit'));
  if (asking.length === 0) return new Map();
  const { record, policy, digest } = input;
  const rows = (until: Instant | null): readonly AuditRow[] =>
    auditRows({ journal, comments: record.comments, verdicts, policy, digest, until });
  const all = isReplay ? null : rows(null);
  return new Map(asking.map(({ comment, createdAt }) => [comment, all ?? rows(createdAt)]));
}

export function consider({ record: given, policy, digest, isReplay = false }: Consideration): Considered {
  const { createdAt } = given.issue;
  const configured = configuredEntry(
    given.journal,
    policy,
    given.journal.length === 0 ? createdAt : afterJournal(given),
  );
  const journal = configured === null ? given.journal : [...given.journal, configured];
  const withdrawals = withdrawalsOwed(
    { ...given, journal },
    (text, at) => readCommands(text, at, journal, policy).length > 0,
  );
  const merges = [...claimsOwed({ ...given, journal }), ...partsOwed({ ...given, journal })];
  const record = { ...given, journal: [...journal, ...withdrawals, ...merges] };
  const rights = rightsIn(record, policy);
  const input: FoldInput = {
    record,
    policy,
    rights,
    digest,
    refusedEdits: new Set(),
    isReplay,
    isAssumed: false,
  };
  const first = foldReplay(input);
  const circle = circleBroken(record, first.state);
  const broken = circle === null ? [] : [circle];
  const whole = { ...record, journal: [...record.journal, ...broken] };
  const ledger = circle === null ? first : foldReplay({ ...input, record: whole });
  const alone = summarise(ledger, whole.journal);
  const neighbours = given.neighbours ?? new Map<number, Neighbour | null>();
  const incident = joined(alone, partsOf(alone.number, neighbours.values()));
  return {
    incident,
    verdicts: ledger.verdicts,
    owed: [
      ...(configured === null ? [] : [configured]),
      ...withdrawals,
      ...merges,
      ...broken,
      ...ledger.judged,
      ...ledger.led,
    ],
    missing: [...rights.missing],
    unknown: [...new Set([...ledger.around.unknown, ...partsUnknown(record)])],
    issueState: wantedState(record, alone),
    neighbour: neighbourOf(incident, ledger.state.claims, alone.instants.declaredAt),
    asOf: newestRecord(incident.timeline, createdAt),
    isCrowded: isCrowded(record),
    asked: isReplay ? askedIn(ledger, record) : new Map(),
    audits: auditsIn(ledger, [...record.journal, ...ledger.judged], ledger.input),
  };
}

/** A change of the configuration counts for whatever is judged after it was noticed: later than all that the journal judged. */
function afterJournal({ journal, issue }: IncidentRecord): Instant {
  let newest = issue.createdAt;
  for (const entry of journal) {
    if (entry.kind === 'judged' && compareInstants(entry.createdAt, newest) > 0) newest = entry.createdAt;
  }
  return newest.add({ seconds: 1 });
}
