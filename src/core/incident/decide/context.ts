/**
 * What a decision may look at: the incident so far, the policy, who asks, and what is known of the people named. Never a clock: the comment's
 * own time is `recordedAt`.
 */
import type { Problem } from '../../command/command.ts';
import type { Policy } from '../../policy.ts';
import type { Around } from '../around.ts';
import type { Account } from '../account.ts';
import type { Happening } from '../event.ts';
import type { AnswerBody } from '../incident.ts';
import type { Instant } from '../record.ts';
import type { State } from '../state.ts';

/** What is known of somebody named in a command (C7). */
export type Person =
  | { readonly kind: 'may-hold'; readonly account: Account }
  | { readonly kind: 'unknown'; readonly login: string }
  | { readonly kind: 'outsider'; readonly login: string; readonly permission: string };

export interface Context {
  readonly state: State;
  readonly policy: Policy;
  /** Who asks: the comment's author, whoever edited it. */
  readonly by: Account;
  readonly recordedAt: Instant;
  /** Accepted before, as the journal says: what has changed since (policy, people, other comments) no longer refuses it. */
  readonly isAccepted: boolean;
  readonly person: (login: string) => Person;
  readonly around: Around;
}

/** What a command makes happen, each perhaps at its own time (default: when the comment was written). */
export type Decided = readonly (Happening & { readonly at?: Instant })[];

/** A refusal without the line that was read, which the caller knows. */
export type Refusal = Omit<Problem, 'read'>;

export type Decision =
  | {
      readonly events: Decided;
      /** What the reply says although the command is recorded. */
      readonly answer?: AnswerBody;
    }
  | { readonly refusal: Refusal };

export function accept(...events: Decided): Decision {
  return { events };
}

export function refuse(reason: string, expected: string, example: string): Decision {
  return { refusal: { reason, expected, example } };
}
