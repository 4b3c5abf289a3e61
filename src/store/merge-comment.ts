/**
 * Decides which version of a comment stands, whatever order webhooks and reads arrive in (E2). GitHub's times are whole seconds, so two
 * versions of one second are ordered by the text that each replaced, where that is known; else the stored one stays, and doubt says that the
 * comment must be read again.
 */
import type { Account } from '../core/incident/account.ts';
import type { CommentFacts } from '../core/incident/record.ts';

/** What the store knows of a comment besides its facts. */
export interface StoredComment {
  readonly facts: CommentFacts;
  readonly deletion: 'told' | 'inferred' | null;
  readonly doubt: number;
}

/**
 * `webhook`: a version that was current at some time; `isLate` when its time of arrival says nothing about when it happened. `read`: what GitHub just answered, which settles a doubt as long as no newer one came up
 * while the answer was under way (`settles` = the doubt that the reader knew of).
 */
export type CommentSource =
  | { readonly from: 'webhook'; readonly isLate?: boolean }
  | { readonly from: 'read'; readonly settles: number };

/** The version to store, or null when the stored one stands as it is. */
export function mergeComment(
  stored: StoredComment | null,
  incoming: CommentFacts,
  source: CommentSource,
): StoredComment | null {
  if (stored === null) {
    return { facts: incoming, deletion: incoming.deleted === null ? null : 'told', doubt: 0 };
  }
  if (stored.deletion === 'told') return null;
  if (incoming.deleted !== null) {
    // the text at the time of the deletion, unless the payload is older than what is known
    const last = isOlder(incoming, stored.facts) ? stored.facts : incoming;
    const editor = last.editor ?? stored.facts.editor;
    return {
      facts: { ...last, editor, former: formerText(stored, last), deleted: incoming.deleted },
      deletion: 'told',
      doubt: 0,
    };
  }
  if (isOlder(incoming, stored.facts)) return null;

  const isBack = stored.deletion === 'inferred';
  const former = formerText(stored, incoming);
  const isSame = incoming.body === stored.facts.body;
  const editor = editorOf(stored, incoming, isSame);
  if (isOlder(stored.facts, incoming))
    return { facts: { ...incoming, editor, former }, deletion: null, doubt: 0 };

  const taken = { ...incoming, editor, former };
  if (source.from === 'read') {
    const doubt = stored.doubt === source.settles ? 0 : stored.doubt;
    // a rename of the repository moves the address and no time
    const isMoved = incoming.url !== stored.facts.url;
    if (isSame && !isBack && !isMoved && doubt === stored.doubt && editor === stored.facts.editor)
      return null;
    return { facts: taken, deletion: null, doubt };
  }
  if (isSame) {
    if (!isBack && editor?.id === stored.facts.editor?.id && former === stored.facts.former) return null;
    return { facts: taken, deletion: null, doubt: stored.doubt };
  }
  const follows = incoming.former === stored.facts.body;
  const precedes = stored.facts.former === incoming.body;
  if (follows && !precedes) return { facts: taken, deletion: null, doubt: stored.doubt };
  if (precedes && !follows && !isBack) return null;
  return { facts: { ...stored.facts, editor, deleted: null }, deletion: null, doubt: stored.doubt + 1 };
}

/** An edit that left the text as it was leaves its editor too; a read does not say who edited. */
function editorOf(stored: StoredComment, incoming: CommentFacts, isSame: boolean): Account | null {
  if (!isSame && isOlder(stored.facts, incoming)) return incoming.editor;
  if (isSame && incoming.former === null) return stored.facts.editor;
  return incoming.editor ?? stored.facts.editor;
}

/** The text before `next`, as far as anybody knows. */
function formerText(stored: StoredComment, next: CommentFacts): string | null {
  if (next.former !== null) return next.former;
  return next.body === stored.facts.body ? stored.facts.former : stored.facts.body;
}

function isOlder(a: CommentFacts, b: CommentFacts): boolean {
  return Temporal.Instant.compare(a.updatedAt, b.updatedAt) < 0;
}
