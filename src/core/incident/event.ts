/**
 * What happened to an incident, in the past tense: the words the fold is written in. Events come from GitHub's own events and from accepted
 * commands; they are computed anew each time and never stored.
 */
import type { ActionKind, StatedInstant } from '../command/command.ts';
import type { Account } from './account.ts';
import type { Source } from './incident.ts';
import type { Instant } from './record.ts';

export interface EventBase {
  readonly occurredAt: Instant;
  readonly recordedAt: Instant;
  readonly by: Account | null;
  readonly source: Source;
  /** The comment this came from was edited after it was recorded (C4). */
  readonly corrected: { readonly at: Instant; readonly former: string } | null;
  /** The comment, or this command in it, is gone: it is shown and no longer counts (C4). */
  readonly withdrawn: { readonly at: Instant; readonly by: Account | null } | null;
}

export type Happening =
  | { readonly kind: 'opened' }
  /** `isAssumed`: a replay of an issue that nobody ever labelled; it has no instant of declaration. */
  | { readonly kind: 'declared'; readonly isAssumed: boolean }
  | { readonly kind: 'stood-down' }
  | { readonly kind: 'resumed' }
  | { readonly kind: 'closed'; readonly reason: string | null }
  | { readonly kind: 'reopened' }
  | { readonly kind: 'renamed'; readonly from: string; readonly to: string }
  | { readonly kind: 'drill'; readonly isDrill: boolean }
  | { readonly kind: 'severity'; readonly severity: string | null }
  | { readonly kind: 'impact'; readonly text: string }
  | { readonly kind: 'service'; readonly services: readonly string[] }
  | { readonly kind: 'link'; readonly url: string; readonly text: string | null }
  /** `audience` null = the main one (M4). */
  | { readonly kind: 'channel'; readonly audience: string | null; readonly channel: string | null }
  /** Who of an audience is told from now on: exactly these, by name. */
  | { readonly kind: 'stakeholders'; readonly audience: string; readonly names: readonly string[] }
  /** The role is held by exactly these people from now on. */
  | {
      readonly kind: 'role';
      readonly role: string;
      readonly audience: string | null;
      readonly holders: readonly Account[];
      /** Held from the declaration, before anybody chose (R3). */
      readonly isInitial: boolean;
    }
  | { readonly kind: 'stated'; readonly instant: StatedInstant; readonly text: string | null }
  | {
      readonly kind: 'note';
      readonly text: string;
      readonly milestone: boolean;
      /** The call it belongs to (S3), or null. */
      readonly call: string | null;
    }
  /** A plain comment (T1): its first line. */
  | { readonly kind: 'comment'; readonly text: string }
  | {
      readonly kind: 'communication';
      readonly audience: string;
      readonly channel: string | null;
      readonly message: string;
    }
  /** `isImplied`: by taking a role or by writing, not by `/ack` (N1). */
  | { readonly kind: 'acknowledged'; readonly isImplied: boolean }
  | { readonly kind: 'validation-asked'; readonly text: string | null }
  | { readonly kind: 'validated'; readonly passed: boolean; readonly text: string | null }
  | {
      readonly kind: 'action';
      readonly action: ActionKind;
      readonly text: string;
      readonly owner: Account | null;
      readonly due: string | null;
      readonly programme: string | null;
    }
  | { readonly kind: 'action-done'; readonly number: number }
  | { readonly kind: 'merged-pull-request'; readonly title: string; readonly url: string }
  /** The severity has leaders (S1): whom it made Incident Lead, or who was one of them and leads already; null for nobody. */
  | {
      readonly kind: 'leader-called';
      readonly number: number;
      readonly severity: string;
      readonly leader: Account | null;
      readonly skipped: readonly string[];
    }
  /** That severity went. */
  | { readonly kind: 'leader-released' }
  /** Opened, or moved to another link (S2). */
  | { readonly kind: 'call-opened'; readonly call: string; readonly link: string | null }
  | { readonly kind: 'call-ended'; readonly call: string }
  /** Null: nobody leads the call from now on. */
  | { readonly kind: 'sub-commander'; readonly call: string; readonly holder: Account | null }
  | { readonly kind: 'call-joined' | 'call-left'; readonly call: string; readonly who: Account }
  /** Part of another incident from now on (D6); `claim`: the comment over there that said so, or null. */
  | { readonly kind: 'merged'; readonly into: number; readonly claim: number | null }
  /** Takes another in. */
  | { readonly kind: 'took-in'; readonly part: number }
  /** Stands for itself again: somebody said so, reopened the issue, or the comment over there is gone. */
  | { readonly kind: 'parted'; readonly how: 'said' | 'reopened' | 'let-go' }
  | { readonly kind: 'restored'; readonly document: string }
  /** A deleted comment of which Muster keeps or knows no text. */
  | { readonly kind: 'forgotten' }
  /** GitHub says that a comment was deleted which Muster never saw (E1). */
  | { readonly kind: 'lost' };

export type IncidentEvent = EventBase & Happening;
