/**
 * What the local GitHub keeps, as plain data that survives `JSON.stringify`: the rows behind the REST shapes. Rows point at each
 * other by id, so a renamed label or repository shows everywhere at once. Instants are GitHub's strings, whole seconds, `Z`.
 */

/** Weakest first; the order is what `permissions.ts` compares. */
export const ROLES = ['none', 'read', 'triage', 'write', 'maintain', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export const REACTIONS = ['+1', '-1', 'laugh', 'confused', 'heart', 'hooray', 'rocket', 'eyes'] as const;
export type ReactionContent = (typeof REACTIONS)[number];

export interface UserRecord {
  readonly id: number;
  readonly login: string;
  readonly type: 'User' | 'Bot' | 'Organization';
  readonly name: string | null;
  /** What the user sends as `Authorization: token …`; null for organisations and bots. */
  readonly token: string | null;
  readonly createdAt: string;
}

export interface OrganisationRecord {
  /** The id of its row among the users. */
  readonly id: number;
  readonly owners: number[];
  readonly members: number[];
  /** What every member may do in every repository of the organisation. */
  readonly baseRole: Role;
  readonly teams: { slug: string; name: string; members: number[] }[];
}

export interface LabelRecord {
  readonly id: number;
  name: string;
  color: string;
  description: string | null;
}

export interface CommitRecord {
  readonly sha: string;
  readonly message: string;
  readonly authorId: number;
  readonly at: string;
  /** Path → its text from this commit on, null where it was deleted. */
  readonly changes: Record<string, string | null>;
}

export interface RepositoryRecord {
  readonly id: number;
  readonly ownerId: number;
  name: string;
  /** Names it had: GitHub redirects them. */
  readonly formerNames: string[];
  private: boolean;
  archived: boolean;
  description: string | null;
  nextNumber: number;
  readonly labels: LabelRecord[];
  /** User id → role. */
  readonly collaborators: Record<string, Role>;
  readonly commits: CommitRecord[];
  readonly createdAt: string;
  updatedAt: string;
}

export interface ReactionRecord {
  readonly id: number;
  readonly userId: number;
  readonly content: ReactionContent;
  readonly createdAt: string;
}

export interface CommentRecord {
  readonly id: number;
  readonly issueId: number;
  /** Place in the issue's timeline: GitHub's seconds are too coarse to order by. */
  readonly sequence: number;
  body: string;
  readonly authorId: number;
  readonly viaApp: boolean;
  readonly createdAt: string;
  updatedAt: string;
  editedAt: string | null;
  editorId: number | null;
  pin: { at: string; byId: number } | null;
  minimizedReason: string | null;
  reactions: ReactionRecord[];
}

export interface EventRecord {
  readonly id: number;
  readonly sequence: number;
  readonly event: string;
  readonly actorId: number;
  readonly viaApp: boolean;
  readonly createdAt: string;
  /** As it was then: a later rename does not reach it. */
  readonly label?: { name: string; color: string };
  readonly assigneeId?: number;
  readonly rename?: { from: string; to: string };
  readonly lockReason?: string | null;
  readonly stateReason?: string | null;
  /** The issue that mentions this one, or its sub-issue or parent. */
  readonly otherIssueId?: number;
}

export interface IssueRecord {
  readonly id: number;
  readonly repositoryId: number;
  readonly number: number;
  title: string;
  body: string | null;
  readonly authorId: number;
  readonly viaApp: boolean;
  state: 'open' | 'closed';
  stateReason: string | null;
  readonly createdAt: string;
  updatedAt: string;
  closedAt: string | null;
  closedById: number | null;
  locked: boolean;
  lockReason: string | null;
  labelIds: number[];
  assigneeIds: number[];
  parentId: number | null;
  subIssueIds: number[];
  deleted: boolean;
  /** Comments ever written: the limit of 2,500 counts the deleted ones too. */
  commentsEver: number;
  readonly comments: CommentRecord[];
  readonly events: EventRecord[];
  reactions: ReactionRecord[];
}

export interface InstallationRecord {
  readonly id: number;
  readonly accountId: number;
  repositoryIds: number[];
  suspendedAt: string | null;
  readonly createdAt: string;
}

export interface AppRecord {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly ownerId: number;
  readonly botId: number;
  /** PEM; the private half never reaches us. */
  readonly publicKey: string;
  readonly webhookUrl: string | null;
  readonly webhookSecret: string | null;
  readonly permissions: Record<string, string>;
  readonly events: string[];
  readonly installations: InstallationRecord[];
  readonly createdAt: string;
}

export interface TokenRecord {
  readonly token: string;
  readonly installationId: number;
  readonly permissions: Record<string, string>;
  readonly repositoryIds: number[];
  /** Milliseconds of the machine's time, not the story's: Octokit's token cache lives by that too. */
  readonly expiresAt: number;
}
