/**
 * The rows of the local GitHub, and the ids that hand them out. Ids rise and are never used twice, also over a restart with
 * `--state`; each kind starts where GitHub's are today, so that a 32-bit column or a mixed-up pair of ids shows at once.
 */
import type {
  AppRecord,
  CommentRecord,
  IssueRecord,
  OrganisationRecord,
  RepositoryRecord,
  TokenRecord,
  UserRecord,
} from './records.ts';

const FIRST_IDS = {
  user: 160_000_001,
  repository: 900_000_001,
  label: 8_000_000_001,
  issue: 3_600_000_001,
  comment: 3_700_000_001,
  event: 20_000_000_001,
  reaction: 400_000_001,
  installation: 70_000_001,
  delivery: 180_000_000_001,
  sequence: 1,
};
export type IdKind = keyof typeof FIRST_IDS;

/** The whole content as JSON. */
export interface StoredState {
  counters: Record<IdKind, number>;
  users: UserRecord[];
  organisations: OrganisationRecord[];
  repositories: RepositoryRecord[];
  issues: IssueRecord[];
  tokens: TokenRecord[];
  app: AppRecord | null;
}

export class Store {
  readonly users = new Map<number, UserRecord>();
  readonly organisations = new Map<number, OrganisationRecord>();
  readonly repositories = new Map<number, RepositoryRecord>();
  readonly issues = new Map<number, IssueRecord>();
  readonly comments = new Map<number, CommentRecord>();
  readonly tokens = new Map<string, TokenRecord>();
  app: AppRecord | null = null;
  readonly #counters: Record<IdKind, number> = { ...FIRST_IDS };
  readonly #usersByLogin = new Map<string, UserRecord>();
  readonly #usersByToken = new Map<string, UserRecord>();
  readonly #issuesByNumber = new Map<string, IssueRecord>();

  nextId(kind: IdKind): number {
    return this.#counters[kind]++;
  }

  addUser(user: UserRecord): UserRecord {
    this.users.set(user.id, user);
    this.#usersByLogin.set(user.login.toLowerCase(), user);
    if (user.token !== null) this.#usersByToken.set(user.token, user);
    return user;
  }

  /** Logins are compared without case, as everywhere on GitHub. */
  userByLogin(login: string): UserRecord | undefined {
    return this.#usersByLogin.get(login.toLowerCase());
  }

  userByToken(token: string): UserRecord | undefined {
    return this.#usersByToken.get(token);
  }

  /** A row that another row points at: its absence is a bug of ours. */
  user(id: number): UserRecord {
    return present(this.users.get(id), `user ${id}`);
  }

  repository(id: number): RepositoryRecord {
    return present(this.repositories.get(id), `repository ${id}`);
  }

  issue(id: number): IssueRecord {
    return present(this.issues.get(id), `issue ${id}`);
  }

  /** By its name today, or one it had before. */
  repositoryByName(owner: string, name: string): RepositoryRecord | undefined {
    const wanted = name.toLowerCase();
    const ownerId = this.userByLogin(owner)?.id;
    const owned = [...this.repositories.values()].filter((repository) => repository.ownerId === ownerId);
    return (
      owned.find((repository) => repository.name.toLowerCase() === wanted) ??
      owned.find((repository) => repository.formerNames.some((former) => former.toLowerCase() === wanted))
    );
  }

  addIssue(issue: IssueRecord): void {
    this.issues.set(issue.id, issue);
    this.#issuesByNumber.set(`${issue.repositoryId}#${issue.number}`, issue);
    for (const comment of issue.comments) this.comments.set(comment.id, comment);
  }

  issueByNumber(repositoryId: number, number: number): IssueRecord | undefined {
    return this.#issuesByNumber.get(`${repositoryId}#${number}`);
  }

  addComment(comment: CommentRecord): void {
    this.issue(comment.issueId).comments.push(comment);
    this.comments.set(comment.id, comment);
  }

  removeComment(comment: CommentRecord): void {
    const { comments } = this.issue(comment.issueId);
    comments.splice(comments.indexOf(comment), 1);
    this.comments.delete(comment.id);
  }

  /** The organisation that owns the repository, if it is not a person's. */
  organisationOf(repository: RepositoryRecord): OrganisationRecord | undefined {
    return this.organisations.get(repository.ownerId);
  }

  dump(): StoredState {
    return {
      counters: this.#counters,
      users: [...this.users.values()],
      organisations: [...this.organisations.values()],
      repositories: [...this.repositories.values()],
      issues: [...this.issues.values()],
      tokens: [...this.tokens.values()],
      app: this.app,
    };
  }

  load(state: StoredState): void {
    Object.assign(this.#counters, state.counters);
    for (const user of state.users) this.addUser(user);
    for (const organisation of state.organisations) this.organisations.set(organisation.id, organisation);
    for (const repository of state.repositories) this.repositories.set(repository.id, repository);
    for (const issue of state.issues) this.addIssue(issue);
    for (const token of state.tokens) this.tokens.set(token.token, token);
    this.app = state.app;
  }
}

function present<T>(row: T | undefined, what: string): T {
  if (row === undefined) throw new Error(`the store has no ${what}`);
  return row;
}
