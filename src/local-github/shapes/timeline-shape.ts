/**
 * Events of an issue, in the two forms GitHub has: items of the timeline, where comments stand between the events as whole
 * comments, and `issue-event`s, which are events alone and carry only what is no relation between issues.
 */
import type { Hub } from '../hub.ts';
import type { CommentRecord, EventRecord, IssueRecord } from '../records.ts';
import { viaAppShape } from './app-shape.ts';
import { commentShape, issueShape } from './issue-shape.ts';
import { nodeId } from './node-id.ts';
import { repositoryShape, repositoryUrl } from './repository-shape.ts';
import { userShape } from './user-shape.ts';

/** Comments and events in the order they happened. */
export function timelineRows(issue: IssueRecord): (CommentRecord | EventRecord)[] {
  return [...issue.comments, ...issue.events].toSorted((a, b) => a.sequence - b.sequence);
}

export function timelineItemShape(
  hub: Hub,
  issue: IssueRecord,
  row: CommentRecord | EventRecord,
): Record<string, unknown> {
  if (!('event' in row)) {
    const comment = commentShape(hub, row);
    return { ...comment, actor: comment.user, event: 'commented' };
  }
  if (row.event === 'cross-referenced') return crossReferenceShape(hub, row);
  return eventShape(hub, issue, row);
}

/** `GET /issues/{n}/events` leaves out what only the timeline has. */
export function isIssueEvent(row: EventRecord): boolean {
  return row.event !== 'cross-referenced';
}

export function eventShape(hub: Hub, issue: IssueRecord, row: EventRecord): Record<string, unknown> {
  const actor = userShape(hub, hub.store.user(row.actorId));
  return {
    id: row.id,
    node_id: nodeId('EV', row.id),
    url: `${repositoryUrl(hub, hub.store.repository(issue.repositoryId))}/issues/events/${row.id}`,
    actor,
    event: row.event,
    commit_id: null,
    commit_url: null,
    created_at: row.createdAt,
    ...(row.label ? { label: row.label } : {}),
    ...(row.assigneeId === undefined
      ? {}
      : { assignee: userShape(hub, hub.store.user(row.assigneeId)), assigner: actor }),
    ...(row.rename ? { rename: row.rename } : {}),
    ...(row.lockReason === undefined ? {} : { lock_reason: row.lockReason }),
    ...(row.stateReason === undefined ? {} : { state_reason: row.stateReason }),
    ...related(hub, row),
    performed_via_github_app: viaAppShape(hub, row.viaApp),
  };
}

function related(hub: Hub, row: EventRecord): Record<string, unknown> {
  if (row.otherIssueId === undefined) return {};
  const other = hub.store.issue(row.otherIssueId);
  const reference = {
    number: other.number,
    title: other.title,
    state: other.state,
    state_reason: other.stateReason,
    repository: repositoryShape(hub, hub.store.repository(other.repositoryId)),
    issue_type: null,
  };
  return { [row.event.startsWith('sub_issue') ? 'sub_issue' : 'parent_issue']: reference };
}

function crossReferenceShape(hub: Hub, row: EventRecord): Record<string, unknown> {
  const source = hub.store.issue(row.otherIssueId ?? 0);
  const repository = hub.store.repository(source.repositoryId);
  return {
    actor: userShape(hub, hub.store.user(row.actorId)),
    created_at: row.createdAt,
    updated_at: row.createdAt,
    source: {
      type: 'issue',
      issue: { ...issueShape(hub, source), repository: repositoryShape(hub, repository) },
    },
    event: 'cross-referenced',
  };
}
