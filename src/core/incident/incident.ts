/**
 * The incident as folded from GitHub's record: what every document and every number is made of. Nothing here is stored; it is computed anew
 * each time (E1).
 */
import type { ActionKind, Problem, StatedInstant } from '../command/command.ts';
import type { Account, Permission } from './account.ts';
import type { Call } from './calls.ts';
import type { Leadership } from './leadership.ts';
import type { Main } from './neighbour.ts';
import type { Instant } from './record.ts';

/** Where something came from: a comment (0 = the issue itself) or an item of GitHub's timeline. */
export interface Source {
  readonly comment: number | null;
  readonly event: string | null;
  /** Page of the comment, or of the issue. */
  readonly url: string;
}

export type EntryKind =
  | 'opened'
  | 'declared'
  | 'stood-down'
  | 'resumed'
  | 'closed'
  | 'reopened'
  | 'renamed'
  | 'severity'
  | 'impact'
  | 'service'
  | 'link'
  | 'channel'
  | 'stakeholders'
  | 'role'
  | StatedInstant
  | 'note'
  | 'comment'
  | 'communication'
  | 'acknowledged'
  | 'validation-asked'
  | 'validation-passed'
  | 'validation-failed'
  | 'action'
  | 'action-done'
  | 'merged-pull-request'
  | 'call-opened'
  | 'call-ended'
  | 'sub-commander'
  | 'call-joined'
  | 'call-left'
  | 'merged'
  | 'took-in'
  | 'parted'
  | 'restored'
  | 'lost';

/** One line of the timeline (T1). `text` is plain text of people or of ours, never markdown: documents pass it through `inert`. */
export interface TimelineEntry {
  readonly occurredAt: Instant;
  readonly recordedAt: Instant;
  /** Null where GitHub names nobody. */
  readonly author: Account | null;
  readonly kind: EntryKind;
  readonly text: string;
  /** The call it belongs to (S3), or null. */
  readonly call: string | null;
  /** Worth the summary (T3). */
  readonly milestone: boolean;
  /** By somebody in a technical role, or a sign of life by its kind (T2). */
  readonly isTechnical: boolean;
  /** The comment was deleted: struck through, with the first words of what stood there (C4). */
  readonly withdrawn: { readonly at: Instant; readonly by: Account | null } | null;
  /** The comment was edited after it was recorded: when, and the first words of the text before (C4). */
  readonly corrected: { readonly at: Instant; readonly former: string } | null;
  /** A later reopening or failed validation took the statement back; it stays in the timeline (V1, X1). */
  readonly isVoid: boolean;
  readonly source: Source;
  /** The part that it was written on (D6); absent for what was written here. */
  readonly origin?: { readonly number: number; readonly url: string };
}

/** Who held which role from when to when (R5). `to` null = still. */
export interface Holding {
  readonly role: string;
  /** For roles per audience; null otherwise. */
  readonly audience: string | null;
  readonly holder: Account;
  readonly from: Instant;
  readonly to: Instant | null;
}

export interface Communication {
  readonly at: Instant;
  readonly recordedAt: Instant;
  readonly audience: string;
  readonly channel: string | null;
  readonly message: string;
  readonly by: Account;
  /** Minutes since the audience was told before, when that is under the norm (M2); else null. */
  readonly soonerThanNorm: number | null;
  /** Minutes that should lie between two updates, as the policy had it for this audience at the severity of then. */
  readonly norm: number;
  readonly corrected: TimelineEntry['corrected'];
  readonly source: Source;
}

export interface ValidationResult {
  readonly passed: boolean;
  readonly at: Instant;
  readonly by: Account;
  readonly text: string | null;
  /** False when the person held a technical role at any time before (V2). */
  readonly isIndependent: boolean;
  readonly source: Source;
}

export interface ActionItem {
  /** Counted from 1 in the order of recording; numbers are never given twice. */
  readonly number: number;
  /** Its comment was deleted: it keeps its number, and no list shows it. */
  readonly isWithdrawn: boolean;
  readonly kind: ActionKind;
  readonly text: string;
  readonly owner: Account | null;
  /** ISO calendar date. */
  readonly by: string | null;
  readonly programme: string | null;
  readonly author: Account;
  readonly recordedAt: Instant;
  readonly doneAt: Instant | null;
}

/** How an audience is reached: its channel, and its stakeholders as they were named (people, groups, addresses). */
export interface Reach {
  readonly channel: string | null;
  readonly stakeholders: readonly string[];
}

/** The instants statistics stand on (N1); null = unknown, and nothing is derived to fill it (N5). */
export interface Instants {
  readonly startedAt: Instant | null;
  readonly detectedAt: Instant | null;
  readonly declaredAt: Instant | null;
  readonly acknowledgedAt: Instant | null;
  readonly diagnosedAt: Instant | null;
  readonly mitigatedAt: Instant | null;
  readonly resolvedAt: Instant | null;
}

/** What somebody asked in a comment and gets an answer to in one reply (C3, C5, R6). */
export type Answer = { readonly line: number } & AnswerBody;

/** An answer without the line that asked. */
export type AnswerBody =
  | { readonly kind: 'refused'; readonly problem: Problem }
  /** Recorded, with a word of caution: an update sooner than the norm (M2). */
  | { readonly kind: 'caution'; readonly text: string }
  | { readonly kind: 'help' }
  /** What was judged here (A6): of this login, or of everybody; so many of the newest, or all. */
  | { readonly kind: 'audit'; readonly who: string | null; readonly last: number | null }
  | { readonly kind: 'status' }
  /** A draft for each of these audiences, with what it does not know yet (M3). */
  | { readonly kind: 'brief'; readonly audiences: readonly string[] }
  /** What happened since then, for somebody who comes in; `isOwn`: since they wrote last. */
  | { readonly kind: 'recap'; readonly since: Instant; readonly isOwn: boolean; readonly call: string | null }
  /** Joined a call: what happened in it since then (S3). */
  | {
      readonly kind: 'joined';
      readonly call: string;
      readonly who: Account;
      readonly since: Instant;
      /** True: since this person left it; false: since it began. */
      readonly isBack: boolean;
    };

/** What became of one comment that held commands: shown by reaction and reply, kept in the journal. */
export interface Verdict {
  readonly comment: number;
  readonly author: Account;
  /** Whose right counted, and which it was. */
  readonly by: Account;
  readonly permission: Permission;
  readonly hash: string;
  /** As in the journal. */
  readonly letters: string;
  readonly createdAt: Instant;
  readonly answers: readonly Answer[];
  /** At least one command was recorded. */
  readonly isRecorded: boolean;
  readonly isRefused: boolean;
  /** True when the journal already holds it. */
  readonly isJournaled: boolean;
}

export type Phase =
  /** Never labelled: not an incident. */
  | 'none'
  | 'open'
  /** The label was removed (D5). */
  | 'stood-down'
  | 'closed'
  /** Part of another incident (D6), whether its issue is open or closed. */
  | 'merged';

/** An incident that is part of this one. */
export interface Part {
  readonly number: number;
  readonly title: string;
  readonly url: string;
  readonly declaredAt: Instant | null;
  /** The part of this one that it is part of; null at first hand. */
  readonly within: number | null;
}

export interface Incident {
  readonly repository: {
    readonly id: number;
    readonly owner: string;
    readonly name: string;
    readonly isPrivate: boolean;
  };
  readonly number: number;
  readonly title: string;
  readonly url: string;
  readonly author: Account;
  /** Assigned to the issue, by whomever. */
  readonly assignees: readonly Account[];
  readonly phase: Phase;
  /** When the current phase began. */
  readonly phaseSince: Instant;
  readonly isDrill: boolean;
  /** Closed as not planned (D5). */
  readonly isFalseAlarm: boolean;
  /** Issue opened, closed and reopened this many times after the declaration. */
  readonly reopenings: number;
  readonly severity: string | null;
  readonly impact: { readonly text: string; readonly at: Instant; readonly by: Account } | null;
  readonly services: readonly string[];
  readonly links: readonly { readonly url: string; readonly text: string | null }[];
  /** The one main channel (M4): a URL or a name. */
  readonly channel: string | null;
  /** By audience: where it is told unless said otherwise, and who belongs to it by name. Audiences without either are left out. */
  readonly reach: Readonly<Record<string, Reach>>;
  /** Of all parts the earliest, for those of `SHARED_INSTANTS`. */
  readonly instants: Instants;
  /** The part that an instant was taken from. */
  readonly instantsFrom: Readonly<Partial<Record<keyof Instants, number>>>;
  /** What it is part of (D6). */
  readonly merge: {
    readonly into: number;
    readonly url: string;
    readonly at: Instant;
    readonly by: Account | null;
    /** Of the other incident; null as long as that was not read. */
    readonly title: string | null;
    /** Where people are sent: that incident, or the one which that is part of in the end. */
    readonly main: Main | null;
  } | null;
  readonly parts: readonly Part[];
  /** Open incidents that may be the same, declared before this one. */
  readonly related: readonly Pick<Part, 'number' | 'title' | 'url'>[];
  /** Last close after the declaration while closed, or when it became part of another; else null. */
  readonly closedAt: Instant | null;
  /** In order of taking. */
  readonly holdings: readonly Holding[];
  /** By occurrence, then record, then source (T1). */
  readonly timeline: readonly TimelineEntry[];
  /** By `at`. */
  readonly communications: readonly Communication[];
  readonly validation: {
    readonly asked: { readonly at: Instant; readonly by: Account } | null;
    readonly results: readonly ValidationResult[];
    /** Of the last round: the results since the last ask, reopening or failure. */
    readonly state: 'none' | 'asked' | 'passed' | 'failed';
  };
  readonly actions: readonly ActionItem[];
  /** Who leads because of the present severity (S1); null where it has no leaders. */
  readonly leadership: Leadership | null;
  /** Open and ended, in the order of opening (S2). */
  readonly calls: readonly Call[];
  /** Everybody who recorded something or held a role, and who acknowledged, in order of appearance; bots left out. */
  readonly responders: readonly Account[];
  /** Remarks about the record itself, as plain sentences: a missing permission list, comments lost before Muster saw them. */
  readonly remarks: readonly string[];
}
