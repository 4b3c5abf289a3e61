/**
 * What GitHub shows of one incident, and nothing else: the issue, its comments, the items of its timeline, and the journal that Muster keeps
 * in its own comments for what GitHub does not show. The incident is a pure fold over this (E1).
 */
import type { Account, Permission } from './account.ts';
import type { JournalEntry } from './journal.ts';
import type { Neighbours } from './neighbour.ts';

export type Instant = Temporal.Instant;

export interface IssueFacts {
  readonly repository: {
    readonly id: number;
    readonly owner: string;
    readonly name: string;
    readonly isPrivate: boolean;
  };
  readonly id: number;
  readonly nodeId: string;
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly author: Account;
  readonly createdAt: Instant;
  readonly state: 'open' | 'closed';
  readonly stateReason: string | null;
  readonly closedAt: Instant | null;
  readonly labels: readonly string[];
  readonly assignees: readonly Account[];
  readonly isLocked: boolean;
  readonly isPullRequest: boolean;
  /** The page, e.g. `https://github.com/acme/shop/issues/41`. */
  readonly url: string;
}

export interface CommentFacts {
  readonly id: number;
  readonly nodeId: string;
  readonly author: Account;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  readonly body: string;
  readonly url: string;
  /** Who edited last, as far as known: null when never edited or not known. An edit is judged by this person's right (C4). */
  readonly editor: Account | null;
  /** The text before the last change, as far as the cache knows it. */
  readonly former: string | null;
  /** Set when the comment is gone from GitHub and the cache still knows what stood there. */
  readonly deleted: { readonly at: Instant; readonly by: Account | null } | null;
}

export type IssueEventFacts = {
  /** GitHub's id; a cross-reference has none and takes one from its source. */
  readonly id: string;
  readonly actor: Account | null;
  readonly at: Instant;
} & (
  | { readonly kind: 'labeled' | 'unlabeled'; readonly label: string }
  | { readonly kind: 'closed'; readonly reason: string | null }
  | { readonly kind: 'reopened' }
  | { readonly kind: 'renamed'; readonly from: string; readonly to: string }
  | { readonly kind: 'assigned' | 'unassigned'; readonly assignee: Account }
  /** A pull request that references the issue was merged. */
  | { readonly kind: 'merged'; readonly title: string; readonly url: string }
  /** GitHub's own trace of a deleted comment: no text, no comment id. */
  | { readonly kind: 'comment_deleted' }
  | { readonly kind: 'locked' | 'unlocked' }
);

export interface Permissions {
  /** By lower-case login; `unknown` = GitHub knows no such user. */
  readonly byLogin: ReadonlyMap<string, Permission | 'unknown'>;
  /** What everybody else has; null = it has to be looked up. */
  readonly others: Permission | null;
}

/** Everything the fold looks at. */
export interface IncidentRecord {
  readonly issue: IssueFacts;
  /** In any order; deleted ones that the cache knows are among them. */
  readonly comments: readonly CommentFacts[];
  /** In any order; null when an export brought none (then declared = created, and commands beat labels). */
  readonly events: readonly IssueEventFacts[] | null;
  readonly journal: readonly JournalEntry[];
  /** Our own numeric user id, or null when not known (a replay): own comments are documents and never talk. */
  readonly self: number | null;
  /** Today's permissions, asked only where the journal has no verdict; null means that everybody named may command (a replay without them). */
  readonly permissions: Permissions | null;
  /** Other incidents of the repository, as far as they matter or were asked for; absent in a replay, which knows none. */
  readonly neighbours?: Neighbours;
}
