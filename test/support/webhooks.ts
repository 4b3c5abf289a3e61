/** Webhooks as GitHub sends them, down to the fields that Muster reads and some that it does not. */
import { createHmac } from 'node:crypto';
import type { Account } from '../../src/core/incident/account.ts';
import { ana } from './facts.ts';

interface IssueOptions {
  readonly repositoryId?: number;
  readonly number?: number;
  readonly labels?: readonly string[];
  readonly updatedAt?: string;
  readonly sender?: Account;
  readonly isPullRequest?: boolean;
  readonly over?: Record<string, unknown>;
}

interface CommentOptions extends IssueOptions {
  readonly id?: number;
  readonly author?: Account;
  readonly body?: string;
  readonly from?: string;
}

export const MUSTER: Account = { id: 99, login: 'muster[bot]', isBot: true };

function user(account: Account): Record<string, unknown> {
  return {
    login: account.login,
    id: account.id,
    node_id: `U_${account.id}`,
    avatar_url: '',
    type: account.isBot ? 'Bot' : 'User',
    site_admin: false,
  };
}

function repositoryPayload(id = 1, over: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id,
    node_id: `R_${id}`,
    name: 'shop',
    full_name: 'acme/shop',
    private: true,
    owner: { ...user({ id: 5, login: 'acme', isBot: false }), type: 'Organization' },
    default_branch: 'main',
    archived: false,
    ...over,
  };
}

function issuePayload(options: IssueOptions): Record<string, unknown> {
  const {
    number = 41,
    labels = ['incident'],
    updatedAt = '2026-11-21T14:05:00Z',
    isPullRequest = false,
  } = options;
  return {
    url: `https://api.github.com/repos/acme/shop/issues/${number}`,
    html_url: `https://github.com/acme/shop/issues/${number}`,
    id: 900 + number,
    node_id: `I_${900 + number}`,
    number,
    title: 'Checkout is down',
    user: user(ana),
    labels: labels.map((name, id) => ({
      id,
      node_id: `L_${id}`,
      name,
      color: 'ff0000',
      default: false,
      description: null,
    })),
    state: 'open',
    locked: false,
    assignee: null,
    assignees: [],
    milestone: null,
    comments: 1,
    created_at: '2026-11-21T14:00:00Z',
    updated_at: updatedAt,
    closed_at: null,
    author_association: 'MEMBER',
    body: null,
    state_reason: null,
    ...(isPullRequest ? { pull_request: { url: 'https://api.github.com/repos/acme/shop/pulls/41' } } : {}),
    ...options.over,
  };
}

export function issuesEvent(
  action: string,
  options: IssueOptions = {},
  extra: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    action,
    issue: issuePayload(options),
    repository: repositoryPayload(options.repositoryId),
    sender: user(options.sender ?? ana),
    installation: { id: 77, node_id: 'MDIz' },
    ...extra,
  };
}

export function commentPayload(options: CommentOptions = {}): Record<string, unknown> {
  const { id = 1, author = ana, body = '/status', updatedAt = '2026-11-21T14:05:00Z' } = options;
  return {
    url: `https://api.github.com/repos/acme/shop/issues/comments/${id}`,
    html_url: `https://github.com/acme/shop/issues/41#issuecomment-${id}`,
    id,
    node_id: `IC_${id}`,
    user: user(author),
    created_at: '2026-11-21T14:05:00Z',
    updated_at: updatedAt,
    author_association: 'MEMBER',
    body,
    reactions: { total_count: 0 },
    performed_via_github_app: null,
  };
}

export function commentEvent(action: string, options: CommentOptions = {}): Record<string, unknown> {
  return {
    action,
    ...(options.from === undefined ? {} : { changes: { body: { from: options.from } } }),
    issue: issuePayload(options),
    comment: commentPayload(options),
    repository: repositoryPayload(options.repositoryId),
    sender: user(options.sender ?? options.author ?? ana),
    installation: { id: 77, node_id: 'MDIz' },
  };
}

/** What most payloads carry besides their subject. */
export function common(over: Record<string, unknown> = {}): Record<string, unknown> {
  return { repository: repositoryPayload(1, over), sender: user(ana), installation: { id: 77 } };
}

export function push(
  modified: readonly string[],
  over: Record<string, unknown> = {},
): Record<string, unknown> {
  return { ref: 'refs/heads/main', ...common(), commits: [{ added: [], modified, removed: [] }], ...over };
}

/** Headers and body of a signed delivery. */
export function signed(
  secret: string,
  event: string,
  payload: unknown,
  id = '72d3162e-cc78-11e3-81ab-4c9367dc0958',
): { headers: Record<string, string>; body: string } {
  const body = JSON.stringify(payload);
  return {
    headers: {
      'content-type': 'application/json',
      'x-github-event': event,
      'x-github-delivery': id,
      'x-github-hook-id': '1',
      'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    },
    body,
  };
}
