/** The commands of a text, read by the rules that were in force when its comment was written (C1, C6). */
import type { ParsedCommand } from '../command/command.ts';
import { parseComment } from '../command/parse-comment.ts';
import type { Policy } from '../policy.ts';
import type { JournalEntry } from './journal.ts';
import { readingRules } from './reading-rules.ts';
import type { Instant } from './record.ts';

export function readCommands(
  text: string,
  createdAt: Instant,
  journal: readonly JournalEntry[],
  policy: Policy,
): readonly ParsedCommand[] {
  return parseComment(text, { createdAt, ...readingRules(journal, policy, createdAt) });
}
