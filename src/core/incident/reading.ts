/**
 * Which text of a comment counts, and what the journal already says of it (C4).
 *
 * A text that the journal has judged keeps its verdict, whatever the policy or the permissions are today. A text it has not judged is new: written
 * for the first time and judged by the author's right, or an edit and judged by the editor's. A refused edit (`e`) leaves the former text standing.
 */
import type { Account, Permission } from './account.ts';
import type { JournalEntry } from './journal.ts';
import type { CommentFacts } from './record.ts';

type Judged = JournalEntry & { kind: 'judged' };

/** First characters of a former text that the journal keeps (C4). */
export const FORMER_CHARACTERS = 200;
/** A refused edit keeps the whole former text standing, up to this many characters. */
export const STANDING_CHARACTERS = 2000;

export interface Reading {
  /** The text whose commands count. */
  readonly text: string;
  readonly hash: string;
  /** The verdict of the journal on that text, or null: to be judged now. */
  readonly judged: Judged | null;
  /** The text on GitHub is an edit that the journal refused; `text` is the one before. */
  readonly isFormerStanding: boolean;
  /** By whose right a new text is judged. */
  readonly by: Account;
  /** The permission the journal recorded, if any: an author's plain comment asks nothing anew. */
  readonly permission: Permission | null;
  /** The comment was recorded before with another text. */
  readonly isEdit: boolean;
  /** What stood right before an edit that is not judged yet, where the cache knows it. */
  readonly former: string | null;
}

/** `entries`: what the journal judged of this comment, in the order of writing. */
export function readComment(
  comment: CommentFacts,
  entries: readonly Judged[],
  digest: (text: string) => string,
): Reading {
  const hash = digest(comment.body);
  const last = entries.at(-1);
  if (last !== undefined && last.hash === hash) {
    if (last.verdict === 'e' && last.standing !== null) {
      const text = last.standing;
      const standing = digest(text);
      const judged = entries.findLast((e) => e.hash === standing && e.verdict !== 'e') ?? null;
      const { by, permission } = judged ?? last;
      return {
        text,
        hash: standing,
        judged,
        isFormerStanding: true,
        by,
        permission,
        isEdit: true,
        former: null,
      };
    }
    return {
      text: comment.body,
      hash,
      judged: last,
      isFormerStanding: false,
      by: last.by,
      permission: last.permission,
      isEdit: entries.length > 1,
      former: null,
    };
  }
  const isEdit = last !== undefined;
  return {
    text: comment.body,
    hash,
    judged: null,
    isFormerStanding: false,
    by: comment.editor ?? comment.author,
    permission: null,
    isEdit,
    former: comment.former,
  };
}

/** The former text, whole, for an edit that is refused now. Call only where `now.former` is known. */
export function standingBefore(
  now: Reading,
  entries: readonly Judged[],
  digest: (text: string) => string,
): Reading {
  const text = now.former ?? '';
  const hash = digest(text);
  const judged =
    entries.findLast((e) => e.hash === hash && e.verdict !== 'e') ??
    entries.findLast((e) => e.verdict !== 'e') ??
    null;
  return {
    text,
    hash,
    judged,
    isFormerStanding: true,
    by: judged?.by ?? now.by,
    permission: judged?.permission ?? null,
    isEdit: entries.length > 1,
    former: null,
  };
}
