/**
 * The shape of one row of the table of commands, and what its parse function is given and gives back.
 */
import type { Instant } from '../incident/record.ts';
import type { Command, CommandName } from './command.ts';

/** What times and dates of a comment are read against: never a clock (C6). */
export interface ParseContext {
  readonly createdAt: Instant;
  /** IANA zone of bare times. */
  readonly zone: string;
}

/** Why an argument cannot be used. Without its own `expected` and `example` those of the command's row are shown. */
export interface Refusal {
  readonly reason: string;
  readonly expected?: string;
  readonly example?: string;
}

export type Parsed = { readonly command: Command } | { readonly refusal: Refusal };

export const COMMAND_GROUPS = [
  'Classify',
  'Roles',
  'Instants',
  'Timeline',
  'Communications',
  'Validation',
  'Action items',
  'Reach people',
  'Calls',
  'Overlap',
  'Find your way',
] as const;

export type CommandGroup = (typeof COMMAND_GROUPS)[number];

export interface CommandSpec<N extends CommandName = CommandName> {
  readonly name: N;
  readonly group: CommandGroup;
  /** As a person types it: `<needed>`, `[may be left out]`. */
  readonly usage: string;
  /** One line, no full stop. */
  readonly summary: string;
  /** Each parses; the first is shown with problems. */
  readonly examples: readonly [string, ...string[]];
  /** `anybody` who can read the issue (R6, C5), or whoever the policy lets command (A1). */
  readonly right: 'anybody' | 'commander';
  /** Ends in free text, which runs on over the following lines (C2). */
  readonly takesText: boolean;
  /** `argument` is trimmed; only a command that takes text sees newlines. Total. */
  parse(argument: string, context: ParseContext): Parsed;
}
