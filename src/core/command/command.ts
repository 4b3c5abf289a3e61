/**
 * What a slash command asks for, as parsed and before anything is decided. Words of the repository's vocabulary (severity, role, audience)
 * are kept as written: whether they exist is decided against the policy, so that what was accepted once stays accepted when the policy
 * changes later.
 */
import type { Instant } from '../incident/record.ts';

/** `@login`, or `me`. */
export type PersonRef = { readonly login: string } | 'me';

/** The instants that people state; statistics stand on them (N1). */
export const STATED_INSTANTS = ['started', 'detected', 'diagnosed', 'mitigated', 'resolved'] as const;
export type StatedInstant = (typeof STATED_INSTANTS)[number];

export const ACTION_KINDS = ['fix', 'deprecate', 'detect', 'process', 'experiment'] as const;
export type ActionKind = (typeof ACTION_KINDS)[number];

export type Command =
  | { readonly name: 'severity'; readonly severity: string }
  | { readonly name: 'impact'; readonly text: string }
  | { readonly name: 'service'; readonly services: readonly string[] }
  | { readonly name: 'link'; readonly url: string; readonly text: string | null }
  /** `role` is every word before the people: `technical-lead`, `comms external`. Empty `people` means `none`. */
  | { readonly name: 'role'; readonly role: string; readonly people: readonly PersonRef[] }
  | { readonly name: 'take'; readonly role: string }
  | { readonly name: 'release'; readonly role: string }
  | { readonly name: StatedInstant; readonly at: Instant | null; readonly text: string | null }
  | { readonly name: 'timeline' | 'milestone'; readonly at: Instant | null; readonly text: string }
  | {
      readonly name: 'comms';
      readonly audience: string;
      readonly channel: string | null;
      readonly at: Instant | null;
      readonly message: string;
    }
  /** The one main channel (M4), or where an audience is told unless said otherwise; `channel` is a URL or a name, null = none any more. */
  | {
      readonly name: 'channel';
      readonly for: 'main' | { readonly audience: string };
      readonly channel: string | null;
    }
  /** `words` as typed: an audience may come first, `none` or `remove` may follow. */
  | { readonly name: 'stakeholder'; readonly words: readonly string[] }
  /** Null = whoever is owed an update. */
  | { readonly name: 'brief'; readonly audience: string | null }
  /** Since when, or of which call; both null = since this person last wrote. */
  | { readonly name: 'recap'; readonly since: Instant | null; readonly call: string | null }
  | { readonly name: 'validate'; readonly text: string | null }
  | { readonly name: 'pass'; readonly text: string | null }
  | { readonly name: 'fail'; readonly text: string }
  | {
      readonly name: 'action';
      readonly kind: ActionKind;
      readonly text: string;
      readonly owner: PersonRef | null;
      /** ISO calendar date. */
      readonly by: string | null;
      readonly programme: string | null;
    }
  | { readonly name: 'done'; readonly number: number }
  | { readonly name: 'ack' }
  /** No call named: the usual two. */
  | {
      readonly name: 'split';
      readonly calls: readonly { readonly id: string; readonly link: string | null }[];
    }
  /** No call named: all. */
  | { readonly name: 'unsplit'; readonly calls: readonly string[] }
  /** `call` null: none was named. `person` null: `none`. */
  | { readonly name: 'subcommander'; readonly call: string | null; readonly person: PersonRef | null }
  | { readonly name: 'join' | 'leave'; readonly call: string | null }
  /** Part of another incident, or, with `isHere`, the other part of this one; target null: for itself again (D6). */
  | {
      readonly name: 'merge';
      readonly target: { readonly repository: string | null; readonly number: number } | null;
      readonly isHere: boolean;
    }
  /** Of whom, and how many of the newest; null = everybody's, all (A6). */
  | { readonly name: 'audit'; readonly who: PersonRef | null; readonly last: number | null }
  | { readonly name: 'status' }
  | { readonly name: 'help' };

export type CommandName = Command['name'];

/** Why something was not recorded: what was read, what was expected, an example that works (C3). Plain text, never markdown. */
export interface Problem {
  /** The command's line as read, shortened to 120 characters. */
  readonly read: string;
  readonly reason: string;
  readonly expected: string;
  readonly example: string;
}

export interface ParsedCommand {
  /** Counted from 1 in the comment. */
  readonly line: number;
  /** First line of the command as written, shortened to 120 characters. */
  readonly read: string;
  readonly result: { readonly command: Command } | { readonly problem: Problem };
}
