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
type Stands = NonNullable<ReturnType<Shown['reacted']['get']>>;

const standing = ({ plus, confused }: Stands): readonly ('+1' | 'confused')[] => [
  ...(plus ? (['+1'] as const) : []),
  ...(confused ? (['confused'] as const) : []),
];

function reactions(reacted: Shown['reacted'], journal: readonly JournalEntry[]): readonly Memo[] {
  const letters = new Map<number, string>();
  for (const entry of journal) if (entry.kind === 'judged') letters.set(entry.comment, entry.verdict);
  return [...reacted].flatMap(([comment, stands]) => {
    const verdict = letters.get(comment) ?? '';
    return standing(stands)
      .filter((content) => (content === '+1' ? verdict.includes('a') : /[re]/u.test(verdict)))
      .map((content): Memo => [reactionMemo(comment, content), null]);
  });
}

function folded(minimised: Shown['minimised'], documents: OwnDocuments['documents']): readonly Memo[] {
  return [...documents.values()]
    .filter(({ kind, id }) => kind === 'comment' && minimised.has(id))
    .map(({ key, id }) => [minimisedMemo(key), id]);
}

/** Returns the memos with what was noted. */
export async function noteDone(ports: Ports, looked: Looked, own: OwnDocuments): Promise<Looked> {
  const { shown } = looked;
  if (shown === null) return looked;
  return note(ports, looked, [
    ...reactions(shown.reacted, own.journal),
    ...folded(shown.minimised, own.documents),
  ]);
}

/** What is known already, with this value or where any will do, is left alone. */
async function note(ports: Ports, looked: Looked, found: readonly Memo[]): Promise<Looked> {
  const { key, memos } = looked;
  const missing = found.filter(
    ([name, value]) => !memos.has(name) || (value !== null && memos.get(name) !== value),
  );
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
      const contents = standing(reacted.get(id) ?? { plus: false, confused: false });
      if (contents.length === 0) return [];
      return [
        [examinedMemo(id), null],
        ...contents.map((content): Memo => [reactionMemo(id, content), null]),
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
  const { shown } = looked;
  if (shown === null) return looked;
  const judged = new Set(own.journal.flatMap((e) => (e.kind === 'judged' ? [e.comment] : [])));
  const missing = want.reactions.flatMap(({ comment, contents }) => {
    const stands = comment === null || judged.has(comment) ? undefined : shown.reacted.get(comment);
    if (stands === undefined) return [];
    return standing(stands)
      .filter((content) => !contents.includes(content))
      .map((content): Memo => [reactionMemo(comment, content), null]);
  });
  const known = new Set([...judged, ...want.reactions.flatMap(({ comment }) => comment ?? [])]);
  return note(ports, looked, [...missing, ...doubtfulTalk(looked, shown.reacted, known)]);
}
