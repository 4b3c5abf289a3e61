/**
 * `audit acme/shop#41`: what was judged of each comment, by whose right, as the journal has it. The journal outlives the comments, also those that
 * were deleted (A6); which command it was stands in the comment.
 */
import type { Account } from '../../core/incident/account.ts';
import type { JournalEntry } from '../../core/incident/journal.ts';
import { loadJournal } from '../../store/journal.ts';
import type { Store } from '../../store/store.ts';
import { readKey } from './key-words.ts';

const VERDICTS: Readonly<Record<string, string>> = {
  a: 'accepted',
  r: 'refused',
  q: 'answered',
  e: 'edit refused, the former text stands',
};

function who(account: Account | null): string {
  return account === null ? 'somebody' : `@${account.login}`;
}

function lineOf(entry: JournalEntry): string | null {
  const at = entry.at.toString();
  if (entry.kind === 'withdrawn') {
    return `${at}  ${who(entry.by)}  deleted comment ${entry.comment} of ${who(entry.author)}`;
  }
  if (entry.kind !== 'judged' || entry.verdict === '') return null;
  const verdicts = entry.verdict
    .split('')
    .map((letter) => VERDICTS[letter] ?? letter)
    .join(', ');
  return `${at}  ${who(entry.by)} (${entry.permission})  comment ${entry.comment}: ${verdicts}`;
}

export async function audit(store: Store, name: string): Promise<string> {
  const key = await readKey(store.db, name);
  const lines = (await loadJournal(store.db, key)).map(lineOf).filter((line) => line !== null);
  return lines.length === 0 ? `${name}: no command was judged` : lines.join('\n');
}
