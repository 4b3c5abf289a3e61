/**
 * After a rebuild: reactions that stand on comments and that the journal says were ours, and documents of ours that are folded, are taken as given, so that
 * nothing is done again one by one. Whoever folded one of them: it is folded.
 */
import type { JournalEntry } from '../core/incident/journal.ts';
import { saveMemo } from '../store/memos.ts';
import type { Looked, Shown } from './look.ts';
import { minimisedMemo, reactionMemo } from './memo-names.ts';
import type { OwnDocuments } from './own-documents.ts';
import type { Ports } from './ports.ts';

type Memo = readonly [name: string, value: number | null];

function reactions(
  reacted: Shown['reacted'],
  journal: readonly JournalEntry[],
  known: ReadonlyMap<string, unknown>,
): readonly Memo[] {
  const letters = new Map<number, string>();
  for (const entry of journal) if (entry.kind === 'judged') letters.set(entry.comment, entry.verdict);
  const noted: string[] = [];
  for (const [comment, { plus, confused }] of reacted) {
    const verdict = letters.get(comment) ?? '';
    if (plus && verdict.includes('a')) noted.push(reactionMemo(comment, '+1'));
    if (confused && /[re]/u.test(verdict)) noted.push(reactionMemo(comment, 'confused'));
  }
  return noted.filter((memo) => !known.has(memo)).map((memo) => [memo, null]);
}

function folded(
  minimised: Shown['minimised'],
  documents: OwnDocuments['documents'],
  known: ReadonlyMap<string, number | null>,
): readonly Memo[] {
  return [...documents.values()]
    .filter(({ kind, id }) => kind === 'comment' && minimised.has(id))
    .map(({ key, id }) => [minimisedMemo(key), id] as const)
    .filter(([memo, id]) => known.get(memo) !== id);
}

/** Returns the memos with what was noted. */
export async function noteDone(ports: Ports, looked: Looked, own: OwnDocuments): Promise<Looked> {
  const { shown, memos, key } = looked;
  if (shown === null) return looked;
  const missing = [
    ...reactions(shown.reacted, own.journal, memos),
    ...folded(shown.minimised, own.documents, memos),
  ];
  if (missing.length === 0) return looked;
  await ports.store.transaction(async (db) => {
    for (const [memo, value] of missing) await saveMemo(db, key, memo, value);
  });
  return { ...looked, memos: new Map([...memos, ...missing]) };
}
