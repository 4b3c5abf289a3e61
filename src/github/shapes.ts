/**
 * GitHub's REST objects as facts: the one place that knows both. Only the fields used are asked for; an export from elsewhere and a live answer
 * pass the same gate.
 */
import { z } from 'zod';
import { type Account, GHOST } from '../core/incident/account.ts';
import type { CommentFacts, IssueEventFacts, IssueFacts } from '../core/incident/record.ts';

const User = z
  .object({ id: z.number(), login: z.string(), type: z.string().optional() })
  .nullable()
  .optional();

function instantOf(text: string): Temporal.Instant | null {
  try {
    const instant = Temporal.Instant.from(text);
    // Nearer to the ends of what Temporal holds, no day before and no zone could be reckoned with.
    return /^[12]\d{3}-/u.test(instant.toString()) ? instant : null;
  } catch {
    return null;
  }
}

/** The message is the noun phrase of what was expected. */
export const Time = z.string().transform((text, context) => {
  const instant = instantOf(text);
  if (instant !== null) return instant;
  context.addIssue({ code: 'custom', message: 'an ISO 8601 time like 2026-11-21T14:05:00Z' });
  return z.NEVER;
});

export const RestIssue = z.object({
  id: z.number(),
  node_id: z.string().default(''),
  number: z.number().int().positive('a whole number above 0'),
  title: z.string(),
  body: z.string().nullable().optional(),
  user: User,
  created_at: Time,
  updated_at: Time.optional(),
  state: z.enum(['open', 'closed']),
  state_reason: z.string().nullable().optional(),
  closed_at: Time.nullable().optional(),
  labels: z.array(z.union([z.string(), z.object({ name: z.string() })])).default([]),
  assignees: z
    .array(z.object({ id: z.number(), login: z.string(), type: z.string().optional() }))
    .nullable()
    .optional(),
  locked: z.boolean().default(false),
  comments: z.number().optional(),
  pull_request: z.unknown().optional(),
  html_url: z.string(),
});

export const RestComment = z.object({
  id: z.number(),
  node_id: z.string().default(''),
  user: User,
  created_at: Time,
  updated_at: Time,
  body: z.string().nullable().default(''),
  html_url: z.string(),
  reactions: z.object({ '+1': z.number(), confused: z.number() }).partial().optional(),
  /** Only its presence counts: older servers do not show it. */
  minimized: z.unknown().optional(),
});

/** An item of an issue's timeline: those kinds that mean something here, and everything else as it comes. */
export const RestTimelineItem = z.looseObject({
  event: z.string(),
  id: z.number().optional(),
  actor: User,
  created_at: Time.optional(),
  label: z.object({ name: z.string() }).nullish(),
  state_reason: z.string().nullable().optional(),
  rename: z.object({ from: z.string(), to: z.string() }).nullish(),
  assignee: User,
  source: z
    .looseObject({
      issue: z
        .looseObject({
          id: z.number(),
          title: z.string(),
          html_url: z.string(),
          user: User,
          pull_request: z.looseObject({ merged_at: Time.nullable().optional() }).optional(),
        })
        .optional(),
    })
    .optional(),
});

export type RestTimelineItem = z.output<typeof RestTimelineItem>;

export function toAccount(user: z.output<typeof User>): Account {
  if (user === null || user === undefined) return GHOST;
  return { id: user.id, login: user.login, isBot: user.type === 'Bot' || user.login.endsWith('[bot]') };
}

export function toIssueFacts(
  issue: z.output<typeof RestIssue>,
  repository: IssueFacts['repository'],
): IssueFacts {
  return {
    repository,
    id: issue.id,
    nodeId: issue.node_id,
    number: issue.number,
    title: issue.title,
    body: issue.body ?? '',
    author: toAccount(issue.user),
    createdAt: issue.created_at,
    state: issue.state,
    stateReason: issue.state_reason ?? null,
    closedAt: issue.closed_at ?? null,
    labels: issue.labels.map((label) => (typeof label === 'string' ? label : label.name)),
    assignees: (issue.assignees ?? []).map(toAccount),
    isLocked: issue.locked,
    isPullRequest: issue.pull_request !== undefined,
    url: issue.html_url,
  };
}

export function toCommentFacts(comment: z.output<typeof RestComment>): CommentFacts {
  return {
    id: comment.id,
    nodeId: comment.node_id,
    author: toAccount(comment.user),
    createdAt: comment.created_at,
    updatedAt: comment.updated_at,
    body: comment.body ?? '',
    url: comment.html_url,
    editor: null,
    former: null,
    deleted: null,
  };
}

function crossReference(item: RestTimelineItem, actor: Account | null): IssueEventFacts | null {
  const source = item.source?.issue;
  const at = source?.pull_request?.merged_at;
  if (source === undefined || at === undefined || at === null) return null;
  return { id: `merged-${source.id}`, actor, at, kind: 'merged', title: source.title, url: source.html_url };
}

/** Null for kinds that mean nothing here. */
export function toEventFacts(item: RestTimelineItem): IssueEventFacts | null {
  const actor = item.actor === null || item.actor === undefined ? null : toAccount(item.actor);
  if (item.event === 'cross-referenced') return crossReference(item, actor);
  if (item.created_at === undefined || item.id === undefined) return null;
  const base = { id: String(item.id), actor, at: item.created_at };
  switch (item.event) {
    case 'labeled':
    case 'unlabeled':
      return item.label == null ? null : { ...base, kind: item.event, label: item.label.name };
    case 'closed':
      return { ...base, kind: 'closed', reason: item.state_reason ?? null };
    case 'reopened':
    case 'locked':
    case 'unlocked':
    case 'comment_deleted':
      return { ...base, kind: item.event };
    case 'renamed':
      return item.rename == null ? null : { ...base, kind: 'renamed', ...item.rename };
    case 'assigned':
    case 'unassigned':
      return { ...base, kind: item.event, assignee: toAccount(item.assignee) };
    default:
      return null;
  }
}
