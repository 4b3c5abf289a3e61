/**
 * A person at the local GitHub, for tests and demos: each method is the API request that this person's browser would cause, made
 * with their token through the same code as HTTP, permissions and webhooks included. What GitHub refuses is thrown as
 * an error with `status` and `body`; `request` gives status and body of anything.
 */
import type { Api } from './api.ts';
import { isRecord } from './is-record.ts';
import type { ReactionContent } from './records.ts';
import type { CommentShape, IssueShape, ReactionShape } from './shapes/issue-shape.ts';

export interface ActorAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

class RequestRefused extends Error {
  readonly status: number;
  readonly body: unknown;

  constructor(what: string, status: number, body: unknown) {
    super(`${what}: ${status} ${JSON.stringify(body)}`);
    this.status = status;
    this.body = body;
  }
}

export interface NewIssue {
  readonly title: string;
  readonly body?: string;
  readonly labels?: readonly string[];
  readonly assignees?: readonly string[];
}

export interface IssueChange {
  readonly title?: string;
  readonly body?: string;
  readonly state?: 'open' | 'closed';
  readonly state_reason?: 'completed' | 'not_planned' | 'duplicate' | 'reopened';
}

export class Actor {
  readonly login: string;
  readonly #token: string;
  readonly #api: Api;

  constructor(login: string, token: string, api: Api) {
    this.login = login;
    this.#token = token;
    this.#api = api;
  }

  /** Any request; `path` with its query. Throws only where the connection would have broken. */
  async request(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<ActorAnswer> {
    const url = new URL(path, 'http://localhost');
    const text = body === undefined ? '' : JSON.stringify(body);
    const outgoing = await this.#api.handle({
      method,
      path: url.pathname,
      query: url.searchParams,
      headers: { authorization: `token ${this.#token}`, ...headers },
      text,
    });
    if (outgoing.dropped) throw new TypeError(`${method} ${path}: the connection broke`);
    const json = (outgoing.headers['content-type'] ?? '').startsWith('application/json');
    const answer: unknown = json && outgoing.text !== '' ? JSON.parse(outgoing.text) : outgoing.text;
    return { status: outgoing.status, body: answer, headers: outgoing.headers };
  }

  async createIssue(owner: string, repo: string, issue: NewIssue): Promise<IssueShape> {
    return this.#do('POST', `${root(owner, repo)}/issues`, issue);
  }

  async issue(owner: string, repo: string, number: number): Promise<IssueShape> {
    return this.#do('GET', `${root(owner, repo)}/issues/${number}`);
  }

  async editIssue(owner: string, repo: string, number: number, change: IssueChange): Promise<IssueShape> {
    return this.#do('PATCH', `${root(owner, repo)}/issues/${number}`, change);
  }

  async comment(owner: string, repo: string, number: number, body: string): Promise<CommentShape> {
    return this.#do('POST', `${root(owner, repo)}/issues/${number}/comments`, { body });
  }

  async editComment(owner: string, repo: string, commentId: number, body: string): Promise<CommentShape> {
    return this.#do('PATCH', `${root(owner, repo)}/issues/comments/${commentId}`, { body });
  }

  async deleteComment(owner: string, repo: string, commentId: number): Promise<void> {
    await this.#do('DELETE', `${root(owner, repo)}/issues/comments/${commentId}`);
  }

  async pin(owner: string, repo: string, commentId: number): Promise<CommentShape> {
    return this.#do('PUT', `${root(owner, repo)}/issues/comments/${commentId}/pin`);
  }

  async unpin(owner: string, repo: string, commentId: number): Promise<void> {
    await this.#do('DELETE', `${root(owner, repo)}/issues/comments/${commentId}/pin`);
  }

  async addLabels(owner: string, repo: string, number: number, labels: readonly string[]): Promise<void> {
    await this.#do('POST', `${root(owner, repo)}/issues/${number}/labels`, { labels });
  }

  async removeLabel(owner: string, repo: string, number: number, label: string): Promise<void> {
    await this.#do('DELETE', `${root(owner, repo)}/issues/${number}/labels/${encodeURIComponent(label)}`);
  }

  async assign(owner: string, repo: string, number: number, logins: readonly string[]): Promise<IssueShape> {
    return this.#do('POST', `${root(owner, repo)}/issues/${number}/assignees`, { assignees: logins });
  }

  async unassign(
    owner: string,
    repo: string,
    number: number,
    logins: readonly string[],
  ): Promise<IssueShape> {
    return this.#do('DELETE', `${root(owner, repo)}/issues/${number}/assignees`, { assignees: logins });
  }

  async lock(owner: string, repo: string, number: number, reason?: string): Promise<void> {
    await this.#do(
      'PUT',
      `${root(owner, repo)}/issues/${number}/lock`,
      reason === undefined ? undefined : { lock_reason: reason },
    );
  }

  async unlock(owner: string, repo: string, number: number): Promise<void> {
    await this.#do('DELETE', `${root(owner, repo)}/issues/${number}/lock`);
  }

  /** On a comment; `reactToIssue` for the issue itself. */
  async react(
    owner: string,
    repo: string,
    commentId: number,
    content: ReactionContent,
  ): Promise<ReactionShape> {
    return this.#do('POST', `${root(owner, repo)}/issues/comments/${commentId}/reactions`, { content });
  }

  async reactToIssue(
    owner: string,
    repo: string,
    number: number,
    content: ReactionContent,
  ): Promise<ReactionShape> {
    return this.#do('POST', `${root(owner, repo)}/issues/${number}/reactions`, { content });
  }

  async addSubIssue(owner: string, repo: string, number: number, childId: number): Promise<IssueShape> {
    return this.#do('POST', `${root(owner, repo)}/issues/${number}/sub_issues`, { sub_issue_id: childId });
  }

  /** Writes a file to the default branch, whether it is there or not; sends `push`. */
  async putFile(
    owner: string,
    repo: string,
    path: string,
    text: string,
    message = `Change ${path}`,
  ): Promise<void> {
    const address = `${root(owner, repo)}/contents/${path}`;
    const { status, body } = await this.request('GET', address);
    const sha = status === 200 && isRecord(body) ? body['sha'] : undefined;
    const content = Buffer.from(text).toString('base64');
    await this.#do('PUT', address, { message, content, ...(sha === undefined ? {} : { sha }) });
  }

  async deleteFile(owner: string, repo: string, path: string, message = `Delete ${path}`): Promise<void> {
    const address = `${root(owner, repo)}/contents/${path}`;
    const { sha } = await this.#do<{ sha: string }>('GET', address);
    await this.#do('DELETE', address, { message, sha });
  }

  async #do<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await this.request(method, path, body);
    if (answer.status >= 400)
      throw new RequestRefused(`${this.login}: ${method} ${path}`, answer.status, answer.body);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a shape function built it; JSON only carried it
    return answer.body as T;
  }
}

const root = (owner: string, repo: string) =>
  `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}`;
