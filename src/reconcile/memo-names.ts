/** The names under which `store/memos` keeps what was done once. Written and read here. */
import type { Reaction } from './effect.ts';

const REACTION = 'reaction:';
const ASSIGNED = 'assigned:';

export function reactionMemo(comment: number | null, content: Reaction): string {
  return `${REACTION}${comment ?? 0}:${content}`;
}

/** `<comment>:<content>` to the reaction's id. */
export function reactionsIn(memos: ReadonlyMap<string, number | null>): ReadonlyMap<string, number | null> {
  return new Map(
    [...memos]
      .filter(([name]) => name.startsWith(REACTION))
      .map(([name, id]) => [name.slice(REACTION.length), id]),
  );
}

/** Whether a reaction of ours stands on a comment was found out. */
export function examinedMemo(comment: number): string {
  return `examined:${comment}`;
}

export function assignedMemo(login: string): string {
  return `${ASSIGNED}${login.toLowerCase()}`;
}

export function assignedIn(memos: ReadonlyMap<string, number | null>): readonly string[] {
  return [...memos.keys()]
    .filter((name) => name.startsWith(ASSIGNED))
    .map((name) => name.slice(ASSIGNED.length));
}

/** GitHub would not take somebody as an assignee. */
export function assigneeMemo(login: string): string {
  return `assignee:${login.toLowerCase()}`;
}

/** GitHub would not take a label. */
export function labelMemo(label: string): string {
  return `label:${label.toLowerCase()}`;
}

/** The server does not take `duplicate` as a reason to close. */
export const NO_DUPLICATE_MEMO = 'no-duplicate';

/** Its value is the comment that was pinned, or null when the server has no pins. */
export const PIN_MEMO = 'pin';

const SUB_ISSUE = 'sub-issue:';

/** Its value is the id of the issue that was linked, or null when the server has no sub-issues. */
export function subIssueMemo(document: string): string {
  return `${SUB_ISSUE}${document}`;
}

const MINIMISED = 'minimised:';

/** Its value is the comment that is folded, or null when the server cannot fold it. */
export function minimisedMemo(document: string): string {
  return `${MINIMISED}${document}`;
}

/** The document that a memo is about, when it holds for one place of it only. */
function documentIn(name: string): string | null {
  if (name === PIN_MEMO) return 'board';
  const of = [SUB_ISSUE, MINIMISED].find((start) => name.startsWith(start));
  return of === undefined ? null : name.slice(of.length);
}

/** What was done to a document that has another place by now is to be done anew. */
export function settledIn(
  memos: ReadonlyMap<string, number | null>,
  idOf: (document: string) => number | undefined,
): ReadonlySet<string> {
  const isElsewhere = ([name, id]: readonly [string, number | null]): boolean => {
    const document = documentIn(name);
    return document !== null && id !== null && id !== idOf(document);
  };
  return new Set([...memos].filter((memo) => !isElsewhere(memo)).map(([name]) => name));
}

/** When, in seconds since 1970, everything is read once more after a doubt: lists may have lagged when it was settled. */
export const SECOND_LOOK_MEMO = 'second-look';

/** Seconds of the last wait for a limit that named no time, and when that began, in seconds since 1970. */
export const BACK_OFF_MEMO = 'back-off';
export const BACK_OFF_SINCE_MEMO = 'back-off-since';
