/**
 * The parts of GitHub's webhook payloads that Muster reads, and nothing else: other fields may change or be missing. Shapes are those of
 * `@octokit/openapi-webhooks-types`; what GitHub calls optional or nullable there is so here.
 */
import { z } from 'zod';
import { type Account, GHOST } from '../core/incident/account.ts';
import type { Instant, IssueFacts } from '../core/incident/record.ts';

const id = z.number().int();

const instant = z.string().transform((text, context): Instant => {
  try {
    return Temporal.Instant.from(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'expected an ISO 8601 instant' });
    return z.NEVER;
  }
});

/** A deleted account is null. */
const account = z
  .object({ id, login: z.string(), type: z.string().optional() })
  .nullish()
  .transform((user): Account =>
    user ? { id: user.id, login: user.login, isBot: user.type === 'Bot' } : GHOST,
  );

const repository = z.object({
  id,
  name: z.string(),
  private: z.boolean(),
  owner: z.object({ login: z.string() }),
  default_branch: z.string().optional(),
  archived: z.boolean().optional(),
});

const label = z.object({ name: z.string() });

const issue = z.object({
  id,
  node_id: z.string(),
  number: id,
  title: z.string(),
  body: z.string().nullish(),
  user: account,
  created_at: instant,
  updated_at: instant,
  state: z.enum(['open', 'closed']).default('open'),
  state_reason: z.string().nullish(),
  closed_at: instant.nullish(),
  labels: z.array(label.nullable()).default([]),
  assignees: z.array(account).default([]),
  locked: z.boolean().default(false),
  pull_request: z.unknown().optional(),
  html_url: z.string(),
});

const comment = z.object({
  id,
  node_id: z.string(),
  user: account,
  created_at: instant,
  updated_at: instant,
  body: z.string(),
  html_url: z.string(),
});

const installation = z.object({ id }).nullish();
const envelope = { action: z.string(), sender: account, installation };

/** Enough to say whether an event of an issue concerns us; checked before anything else is. */
export const issueGist = z.object({
  repository: z.object({ id }),
  issue: z.object({
    number: id,
    labels: z.array(label.nullable()).default([]),
    pull_request: z.unknown().optional(),
  }),
  label: label.nullish(),
});

export const issueCommentPayload = z.object({
  ...envelope,
  repository,
  issue,
  comment,
  changes: z.object({ body: z.object({ from: z.string() }).optional() }).optional(),
});

export const issuesPayload = z.object({
  ...envelope,
  repository,
  issue,
  changes: z.object({ new_issue: z.object({ html_url: z.string() }).nullish() }).optional(),
});

export const labelPayload = z.object({
  ...envelope,
  repository,
  label,
  changes: z.object({ name: z.object({ from: z.string() }).optional() }).optional(),
});

export const repositoryPayload = z.object({ ...envelope, repository });

/** As lists of an installation give it: the owner stands in `full_name` only. */
const listedRepository = z.object({ id, name: z.string(), full_name: z.string(), private: z.boolean() });

export const installationPayload = z.object({
  action: z.string(),
  installation: z.object({ id }),
  repositories: z.array(listedRepository).default([]),
  repositories_added: z.array(listedRepository).default([]),
  repositories_removed: z.array(z.object({ id })).default([]),
  account: z.object({ login: z.string() }).optional(),
});

export const membershipPayload = z.object({
  installation,
  repository: z.object({ id }).nullish(),
  member: z.object({ login: z.string() }).nullish(),
  membership: z.object({ user: z.object({ login: z.string() }).nullish() }).nullish(),
});

const paths = z.array(z.string()).default([]);

export const pushPayload = z.object({
  ref: z.string(),
  installation,
  repository,
  commits: z.array(z.object({ added: paths, modified: paths, removed: paths })).default([]),
});

export type IssuePayload = z.infer<typeof issue>;
export type RepositoryPayload = z.infer<typeof repository>;
export type ListedRepository = z.infer<typeof listedRepository>;

export function issueFactsOf(payload: IssuePayload): Omit<IssueFacts, 'repository'> {
  return {
    id: payload.id,
    nodeId: payload.node_id,
    number: payload.number,
    title: payload.title,
    body: payload.body ?? '',
    author: payload.user,
    createdAt: payload.created_at,
    state: payload.state,
    stateReason: payload.state_reason ?? null,
    closedAt: payload.closed_at ?? null,
    labels: labelNames(payload.labels),
    assignees: payload.assignees,
    isLocked: payload.locked,
    isPullRequest: isPullRequest(payload),
    url: payload.html_url,
  };
}

export function labelNames(labels: readonly ({ readonly name: string } | null)[]): string[] {
  return labels.flatMap((entry) => (entry === null ? [] : [entry.name]));
}

export function isPullRequest(payload: { readonly pull_request?: unknown }): boolean {
  return payload.pull_request !== undefined && payload.pull_request !== null;
}

/** Where the payload differs from the shape, without what stood there. */
export function firstProblem(error: z.ZodError): string {
  const [problem] = error.issues;
  if (problem === undefined) return 'unknown';
  return `${problem.path.join('.') || 'body'}: ${problem.message}`;
}
