/**
 * The one table of commands: the parser, `/help` and docs/commands.md are made from it. A new command is a new variant of `Command` and a row in
 * one of the two halves. Rows stand in the order in which help shows them.
 */
import type { CommandName } from './command.ts';
import type { CommandSpec } from './command-spec.ts';
import { RECORDING } from './recording-commands.ts';
import { WORKING } from './working-commands.ts';

export const COMMANDS: { readonly [N in CommandName]: CommandSpec<N> } = { ...RECORDING, ...WORKING };

export const COMMAND_NAMES: readonly CommandName[] = Object.values(COMMANDS).map(({ name }) => name);

/** The row of a name as typed, or null. Inherited names (`/constructor`) are none. */
export function findCommand(word: string): CommandSpec | null {
  const name = COMMAND_NAMES.find((known) => known === word.toLowerCase());
  return name === undefined ? null : COMMANDS[name];
}
