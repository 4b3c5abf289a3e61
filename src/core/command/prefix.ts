/**
 * The long form of commands, which always works and which some repositories make the only one (C1).
 */
import { findCommand } from './commands.ts';

export const PREFIX = 'incident';

/** `/severity sev2` → `/incident severity sev2`, wherever a text names a command. */
export function withPrefix(text: string): string {
  return text.replace(/(^|\s)\/([a-z]+)\b/gu, (whole, before: string, word: string) =>
    findCommand(word) === null ? whole : `${before}/${PREFIX} ${word}`,
  );
}
