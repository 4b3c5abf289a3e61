/**
 * Which commands a judged text held, as the journal keeps it: the names of our own table, so that a verdict can be told apart when the text is gone
 * (A6). No word of a person is in it: what was never recorded leaves none behind.
 *   names := name (" " name)* (" +" count)?      `?` for a word that is no command of ours
 */
import type { ParsedCommand } from '../command/command.ts';
import { findCommand } from '../command/commands.ts';

/** Names of one comment that are written out; of the rest only the number. Anybody may write comments, and the journal is short. */
const MOST_NAMES = 20;

/** The word that was meant for us, known or not. */
const WORD = /^\/(?:incident[ \t\u00A0]+\/?)?([a-z-]+)/iu;

export const UNKNOWN_NAME = '?';

/** The command's name in our table, also where it was refused for how it was written. */
export function nameOf({ read, result }: ParsedCommand): string {
  if ('command' in result) return result.command.name;
  return findCommand(WORD.exec(read)?.[1] ?? '')?.name ?? UNKNOWN_NAME;
}

export function commandNames(commands: readonly ParsedCommand[]): string {
  const names = commands.slice(0, MOST_NAMES).map(nameOf);
  const more = commands.length - names.length;
  return [...names, ...(more > 0 ? [`+${more}`] : [])].join(' ');
}

/** `more`: how many follow the names. Entries of earlier versions have none: null. */
export function readCommandNames(
  text: string | undefined,
): { readonly names: readonly string[]; readonly more: number } | null {
  if (text === undefined) return null;
  const words = text.split(' ').filter((word) => word !== '');
  const more = /^\+(\d{1,6})$/u.exec(words.at(-1) ?? '')?.[1];
  return more === undefined ? { names: words, more: 0 } : { names: words.slice(0, -1), more: Number(more) };
}
