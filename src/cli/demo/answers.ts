/**
 * What Muster did between two moments: the difference between what stood on GitHub before and after.
 */
import { MUSTER, type SeenComment, type Snapshot } from './snapshot.ts';
import { type WrittenDocument, boardCalls, boardHeadline, boardNext } from './written-document.ts';

export type Answer =
  | { readonly kind: 'reacted'; readonly to: SeenComment | null; readonly with: '👍' | '😕' | '👀' }
  | { readonly kind: 'took-back'; readonly from: SeenComment; readonly what: '👍' | '😕' }
  | { readonly kind: 'wrote' | 'changed' | 'removed'; readonly document: WrittenDocument }
  | { readonly kind: 'pinned' }
  | { readonly kind: 'folded'; readonly comment: SeenComment }
  /** The calls that are open, with who leads them, as Markdown. */
  | { readonly kind: 'calls'; readonly text: string }
  | { readonly kind: 'headline'; readonly text: string }
  | { readonly kind: 'next'; readonly text: string }
  | { readonly kind: 'labels'; readonly added: readonly string[]; readonly removed: readonly string[] }
  | { readonly kind: 'assigned'; readonly added: readonly string[]; readonly removed: readonly string[] };

/** `byPerson` holds the labels that the deed itself set, which are no answer. */
export function answersBetween(before: Snapshot, after: Snapshot, byPerson: readonly string[]): Answer[] {
  return [
    ...reactions(before, after),
    ...names('labels', before.labels, after.labels, byPerson),
    ...names('assigned', before.assignees, after.assignees, []),
    ...board(before, after),
    ...documents(before, after),
    ...folded(before, after),
  ];
}

function folded(before: Snapshot, after: Snapshot): Answer[] {
  const was = new Set(before.comments.filter((c) => c.isFolded).map(({ id }) => id));
  return after.comments
    .filter((c) => c.author === MUSTER && c.isFolded && !was.has(c.id))
    .map((comment) => ({ kind: 'folded', comment }));
}

function reactions(before: Snapshot, after: Snapshot): Answer[] {
  const found: Answer[] = after.eyes > before.eyes ? [{ kind: 'reacted', to: null, with: '👀' }] : [];
  for (const comment of after.comments) {
    const was = before.comments.find(({ id }) => id === comment.id);
    const signs = [
      ['👍', was?.thumbs ?? 0, comment.thumbs],
      ['😕', was?.confused ?? 0, comment.confused],
    ] as const;
    for (const [sign, then, now] of signs) {
      if (now > then) found.push({ kind: 'reacted', to: comment, with: sign });
      if (now < then) found.push({ kind: 'took-back', from: comment, what: sign });
    }
  }
  return found;
}

function names(
  kind: 'labels' | 'assigned',
  before: readonly string[],
  after: readonly string[],
  byPerson: readonly string[],
): Answer[] {
  const added = after.filter((name) => !before.includes(name) && !byPerson.includes(name));
  const removed = before.filter((name) => !after.includes(name));
  return added.length + removed.length === 0 ? [] : [{ kind, added, removed }];
}

export const find = ({ documents: all }: Snapshot, key: string) => all.find((d) => d.key === key);

const isPinned = ({ comments }: Snapshot) => comments.some((c) => c.author === MUSTER && c.isPinned);

function board(before: Snapshot, after: Snapshot): Answer[] {
  const [was = '', is = ''] = [find(before, 'board')?.body, find(after, 'board')?.body];
  const headline = boardHeadline(is);
  const next = boardNext(is);
  const calls = boardCalls(is);
  return [
    ...(isPinned(after) && !isPinned(before) ? [{ kind: 'pinned' } as const] : []),
    ...(headline === boardHeadline(was) ? [] : [{ kind: 'headline', text: headline } as const]),
    ...(next === boardNext(was) || next === '' ? [] : [{ kind: 'next', text: next } as const]),
    ...(calls === boardCalls(was) || calls === '' ? [] : [{ kind: 'calls', text: calls } as const]),
  ];
}

/** The board's own changes are told by its headline, where that moved. */
function documents(before: Snapshot, after: Snapshot): Answer[] {
  const answers: Answer[] = [];
  for (const document of after.documents) {
    const was = find(before, document.key);
    if (document.key === 'board' && was === undefined) continue; // told as pinned
    if (was === undefined) answers.push({ kind: 'wrote', document });
    else if (was.body !== document.body) answers.push({ kind: 'changed', document });
  }
  for (const document of before.documents) {
    if (find(after, document.key) === undefined) answers.push({ kind: 'removed', document });
  }
  return answers;
}
