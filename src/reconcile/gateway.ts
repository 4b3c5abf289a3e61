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
  /** Comments that are folded, whoever did it. */
  readonly minimised: ReadonlySet<number>;
}

/** An issue of ours as it stands on GitHub. */
export interface OwnIssue {
  readonly id: number;
  readonly nodeId: string;
  readonly number: number;
  readonly url: string;
  readonly body: string;
}

/** An issue as lists show it. */
export interface ListedIssue {
  readonly issue: IssueFacts;
  readonly updatedAt: Instant;
  /** How many comments it has; null where the server does not say. */
  readonly comments: number | null;
}

export interface ChangedComment {
  /** The issue's. */
  readonly number: number;
  readonly facts: CommentFacts;
}

export interface ListedRepositories {
  readonly repositories: readonly {
    readonly id: number;
    readonly nodeId: string;
    readonly owner: string;
    readonly name: string;
    readonly isPrivate: boolean;
    readonly isArchived: boolean;
    /** Pull requests counted. */
    readonly openIssues: number;
    readonly pushedAt: Instant | null;
  }[];
  /** Calls of this hour; null where the server has no limit. */
  readonly budget: { readonly remaining: number; readonly limit: number } | null;
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
  /** Issues with a label: the open ones, or those closed ones that changed after an instant. Pull requests left out. */
  readonly listLabelled: (
    place: Place,
    label: string,
    repository: IssueFacts['repository'],
    closedSince: Instant | null,
  ) => Promise<readonly ListedIssue[]>;
  /** Issues in any state that changed since an instant; pull requests left out. Null: so many that reading them is no good. */
  readonly changedIssues: (
    place: Place,
    since: Instant,
    repository: IssueFacts['repository'],
  ) => Promise<readonly ListedIssue[] | null>;
  /** Comments of any issue that were written or edited since an instant. Null as above. */
  readonly changedComments: (place: Place, since: Instant) => Promise<readonly ChangedComment[] | null>;
  /** Whether one of the first hundred comments is by `author`. */
  readonly isCommentedBy: (place: Place, number: number, author: number) => Promise<boolean>;
  /** What the installation may see. */
  readonly listRepositories: () => Promise<ListedRepositories>;
  /** Which repositories, by node id, have an open issue with one of the labels; their numeric ids. */
  readonly openIncidents: (
    nodeIds: readonly string[],
    labels: readonly string[],
  ) => Promise<ReadonlySet<number>>;
  /** Issues that Muster opened, newest first, since an instant. Throws NotThere where issues are switched off, too. */
  readonly listOwnIssues: (place: Place, since: Instant) => Promise<readonly OwnIssue[]>;
  /** Comments of an issue of ours. */
  readonly readComments: (place: Place, number: number) => Promise<readonly CommentFacts[]>;
  readonly apply: (place: Place, effect: Effect) => Promise<EffectAnswer>;
}

/** Deleted, moved, or out of reach. */
export class NotThere extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`GitHub answered ${status}: gone, or out of reach`);
    this.name = 'NotThere';
    this.status = status;
  }
}
