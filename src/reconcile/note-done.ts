/**
 * After a rebuild: reactions that stand on comments and that the journal says were ours, and documents of ours that are folded, are taken as given, so that
 * nothing is done again one by one. Whoever folded one of them: it is folded.
 */
import type { Desired } from '../core/desired.ts';
import type { JournalEntry } from '../core/incident/journal.ts';
import { saveMemo } from '../store/memos.ts';
import type { Looked, Shown } from './look.ts';
import { examinedMemo, minimisedMemo, reactionMemo } from './memo-names.ts';
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
  const { shown, memos } = looked;
  if (shown === null) return looked;
  const missing = [
    ...reactions(shown.reacted, own.journal, memos),
    ...folded(shown.minimised, own.documents, memos),
  ];
  return note(ports, looked, missing);
}

async function note(ports: Ports, looked: Looked, missing: readonly Memo[]): Promise<Looked> {
  const { key, memos } = looked;
  if (missing.length === 0) return looked;
  await ports.store.transaction(async (db) => {
    for (const [memo, value] of missing) await saveMemo(db, key, memo, value);
  });
  return { ...looked, memos: new Map([...memos, ...missing]) };
}

/** Talk is never judged: whether ours stands on it is found out once, and only where an edit may have left it without its commands. */
function doubtfulTalk(
  { comments, memos }: Looked,
  reacted: Shown['reacted'],
  known: ReadonlySet<number>,
): readonly Memo[] {
  return comments
    .filter(({ id, createdAt, updatedAt }) => !known.has(id) && !updatedAt.equals(createdAt))
    .filter(({ id }) => !memos.has(examinedMemo(id)))
    .flatMap(({ id }): readonly Memo[] => {
      const { plus = false, confused = false } = reacted.get(id) ?? {};
      if (!plus && !confused) return [];
      return [
        [examinedMemo(id), null],
        ...(plus ? [[reactionMemo(id, '+1'), null] as const] : []),
        ...(confused ? [[reactionMemo(id, 'confused'), null] as const] : []),
      ];
    });
}

/**
 * Reactions are given before the board with its journal is written. A process that dies in between, and loses its database, leaves one of which nobody knows any
 * more; and judged anew, the comment may get the other one. So what stands on a comment that the journal does not know, and is not wanted there, counts as
 * ours: taking it away finds out.
 */
export async function noteDoubtful(
  ports: Ports,
  looked: Looked,
  own: OwnDocuments,
  want: Desired,
): Promise<Looked> {
  const { shown, memos } = looked;
  if (shown === null) return looked;
  const judged = new Set(own.journal.flatMap((e) => (e.kind === 'judged' ? [e.comment] : [])));
  const missing = want.reactions.flatMap(({ comment, contents }) => {
    const stands = comment === null || judged.has(comment) ? undefined : shown.reacted.get(comment);
    if (stands === undefined) return [];
    return (['+1', 'confused'] as const)
      .filter((content) => !contents.includes(content))
      .filter((content) => (content === '+1' ? stands.plus : stands.confused))
      .map((content): Memo => [reactionMemo(comment, content), null]);
  });
  const known = new Set([...judged, ...want.reactions.flatMap(({ comment }) => comment ?? [])]);
  const all = [...missing, ...doubtfulTalk(looked, shown.reacted, known)];
  return note(
    ports,
    looked,
    all.filter(([memo]) => !memos.has(memo)),
  );
}
