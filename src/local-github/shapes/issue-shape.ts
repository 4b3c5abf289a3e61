/**
 * Issues, comments and reactions as REST and webhooks show them.
 */
import type { Hub } from '../hub.ts';
import { associationOf } from '../permissions.ts';
import type { CommentRecord, IssueRecord, ReactionContent, ReactionRecord } from '../records.ts';
import { viaAppShape } from './app-shape.ts';
import { nodeId } from './node-id.ts';
import { fullName, labelShape, repositoryUrl } from './repository-shape.ts';
import { userShape } from './user-shape.ts';

export type IssueShape = ReturnType<typeof issueShape>;
export type CommentShape = ReturnType<typeof commentShape>;
export type ReactionShape = ReturnType<typeof reactionShape>;

export function issueShape(hub: Hub, issue: IssueRecord) {
  const { store } = hub;
  const repository = store.repository(issue.repositoryId);
  const repositoryAddress = repositoryUrl(hub, repository);
  const url = issueUrl(hub, issue);
  const people = issue.assigneeIds.map((id) => userShape(hub, store.user(id)));
  const pinned = issue.comments.find(({ pin }) => pin !== null);
  const children = issue.subIssueIds.map((id) => store.issue(id));
  const done = children.filter(({ state }) => state === 'closed').length;
  return {
    url,
    repository_url: repositoryAddress,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: issueWebUrl(hub, issue),
    id: issue.id,
    node_id: nodeId('I', issue.id),
    number: issue.number,
    title: issue.title,
    user: userShape(hub, store.user(issue.authorId)),
    labels: issue.labelIds.flatMap((id) => {
      const label = repository.labels.find((row) => row.id === id);
      return label ? [labelShape(hub, repository, label)] : [];
    }),
    state: issue.state,
    locked: issue.locked,
    assignee: people[0] ?? null,
    assignees: people,
    milestone: null,
    comments: issue.comments.length,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    author_association: associationOf(store, repository, issue.authorId),
    active_lock_reason: issue.lockReason,
    sub_issues_summary: {
      total: children.length,
      completed: done,
      percent_completed: children.length === 0 ? 0 : Math.floor((done * 100) / children.length),
    },
    ...(issue.parentId === null ? {} : { parent_issue_url: issueUrl(hub, store.issue(issue.parentId)) }),
    issue_dependencies_summary: { blocked_by: 0, total_blocked_by: 0, blocking: 0, total_blocking: 0 },
    body: issue.body,
    closed_by: issue.closedById === null ? null : userShape(hub, store.user(issue.closedById)),
    reactions: rollup(issue.reactions, `${url}/reactions`),
    timeline_url: `${url}/timeline`,
    performed_via_github_app: viaAppShape(hub, issue.viaApp),
    state_reason: issue.stateReason,
    pinned_comment: pinned ? commentShape(hub, pinned) : null,
  };
}

export function commentShape(hub: Hub, comment: CommentRecord) {
  const { store } = hub;
  const issue = store.issue(comment.issueId);
  const repository = store.repository(issue.repositoryId);
  const url = `${repositoryUrl(hub, repository)}/issues/comments/${comment.id}`;
  return {
    url,
    html_url: `${issueWebUrl(hub, issue)}#issuecomment-${comment.id}`,
    issue_url: issueUrl(hub, issue),
    id: comment.id,
    node_id: nodeId('IC', comment.id),
    user: userShape(hub, store.user(comment.authorId)),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    body: comment.body,
    author_association: associationOf(store, repository, comment.authorId),
    pin:
      comment.pin === null
        ? null
        : { pinned_at: comment.pin.at, pinned_by: userShape(hub, store.user(comment.pin.byId)) },
    minimized: comment.minimizedReason === null ? null : { reason: comment.minimizedReason.toLowerCase() },
    reactions: rollup(comment.reactions, `${url}/reactions`),
    performed_via_github_app: viaAppShape(hub, comment.viaApp),
  };
}

export function reactionShape(hub: Hub, reaction: ReactionRecord) {
  return {
    id: reaction.id,
    node_id: nodeId('REA', reaction.id),
    user: userShape(hub, hub.store.user(reaction.userId)),
    content: reaction.content,
    created_at: reaction.createdAt,
  };
}

function issueUrl(hub: Hub, issue: IssueRecord): string {
  return `${repositoryUrl(hub, hub.store.repository(issue.repositoryId))}/issues/${issue.number}`;
}

function issueWebUrl(hub: Hub, issue: IssueRecord): string {
  return `${hub.webUrl}/${fullName(hub, hub.store.repository(issue.repositoryId))}/issues/${issue.number}`;
}

function rollup(reactions: readonly ReactionRecord[], url: string) {
  const count = (content: ReactionContent) => reactions.filter((row) => row.content === content).length;
  return {
    url,
    total_count: reactions.length,
    '+1': count('+1'),
    '-1': count('-1'),
    laugh: count('laugh'),
    hooray: count('hooray'),
    confused: count('confused'),
    heart: count('heart'),
    rocket: count('rocket'),
    eyes: count('eyes'),
  };
}
