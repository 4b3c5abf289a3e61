/**
 * GitHub as a reconcile run sees it, for one installation. Reads throw TryLater, or NotThere when the issue is gone; writes throw as
 * `applyEffect` says. Nothing behind it retries a write.
 */
import type { Account, Permission } from '../core/incident/account.ts';
import type { CommentFacts, Instant, IssueEventFacts, IssueFacts } from '../core/incident/record.ts';
import type { Effect, EffectAnswer } from './effect.ts';

/** The issue that a run is about. */
export interface Place {
  readonly owner: string;
  readonly repo: string;
  readonly number: number;
}

export interface IssueRead {
  readonly issue: IssueFacts;
  readonly updatedAt: Instant;
  readonly comments: readonly CommentFacts[];
  readonly events: readonly IssueEventFacts[];
  /** Reactions that comments carry, whoever gave them: a comment without any certainly lacks ours. */
  readonly reacted: ReadonlyMap<number, { readonly plus: boolean; readonly confused: boolean }>;
}

/** An issue of ours as it stands on GitHub. */
export interface OwnIssue {
  readonly id: number;
  readonly nodeId: string;
  readonly number: number;
  readonly url: string;
  readonly body: string;
}

export interface Gateway {
  readonly readIssue: (place: Place, repository: IssueFacts['repository']) => Promise<IssueRead>;
  /** Null when it is gone. */
  readonly readComment: (place: Place, id: number) => Promise<CommentFacts | null>;
  /** Who edited comments last, by node id. */
  readonly readEditors: (nodeIds: readonly string[]) => Promise<ReadonlyMap<string, Account>>;
  readonly readPermission: (
    place: Place,
    login: string,
    teams: readonly string[],
    teamLevel: Permission,
  ) => Promise<Permission | 'unknown'>;
  /** Null when it is gone. */
  readonly readOwnIssue: (place: Place, number: number) => Promise<OwnIssue | null>;
  /** Open issues with a label; pull requests left out. */
  readonly listLabelled: (
    place: Place,
    label: string,
    repository: IssueFacts['repository'],
  ) => Promise<readonly { readonly issue: IssueFacts; readonly updatedAt: Instant }[]>;
  /** Issues that Muster opened, newest first, since an instant. */
  readonly listOwnIssues: (place: Place, since: Instant) => Promise<readonly OwnIssue[]>;
  /** Comments of an issue of ours. */
  readonly readComments: (place: Place, number: number) => Promise<readonly CommentFacts[]>;
  readonly apply: (place: Place, effect: Effect) => Promise<EffectAnswer>;
}

/** The issue was deleted, moved, or is out of reach. */
export class NotThere extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`GitHub answered ${status}: the issue is gone or out of reach`);
    this.name = 'NotThere';
    this.status = status;
  }
}
