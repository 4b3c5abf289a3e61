/**
 * After a rebuild: reactions that stand on comments and that the journal says were ours are taken as given, so that they are not given again one by one.
 */
import type { JournalEntry } from '../core/incident/journal.ts';
import { saveMemo } from '../store/memos.ts';
import type { Looked } from './look.ts';
import { reactionMemo } from './memo-names.ts';
import type { Ports } from './ports.ts';

/** Returns the memos with what was noted. */
export async function noteReactions(
  ports: Ports,
  looked: Looked,
  journal: readonly JournalEntry[],
): Promise<Looked> {
  if (looked.reacted === null) return looked;
  const letters = new Map<number, string>();
  for (const entry of journal) if (entry.kind === 'judged') letters.set(entry.comment, entry.verdict);
  const memos = new Map(looked.memos);
  const noted: string[] = [];
  for (const [comment, { plus, confused }] of looked.reacted) {
    const verdict = letters.get(comment) ?? '';
    if (plus && verdict.includes('a')) noted.push(reactionMemo(comment, '+1'));
    if (confused && /[re]/u.test(verdict)) noted.push(reactionMemo(comment, 'confused'));
  }
  const missing = noted.filter((memo) => !memos.has(memo));
  if (missing.length === 0) return looked;
  await ports.store.transaction(async (db) => {
    for (const memo of missing) await saveMemo(db, looked.key, memo, null);
  });
  for (const memo of missing) memos.set(memo, null);
  return { ...looked, memos };
}
