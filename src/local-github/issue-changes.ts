/**
 * The changes to an issue that leave an event in its timeline and send a webhook. Each does nothing, and says nothing, where the
 * issue already is as asked: a label twice, a second close.
 */
import type { Hub } from './hub.ts';
import type { EventRecord, IssueRecord, LabelRecord, RepositoryRecord, UserRecord } from './records.ts';
import { issueShape } from './shapes/issue-shape.ts';
import { labelShape } from './shapes/repository-shape.ts';
import { userShape } from './shapes/user-shape.ts';

/** Who changes something, and whether the App did it on their behalf. */
export interface Author {
  readonly user: UserRecord;
  readonly viaApp: boolean;
}

type EventDetails = Omit<EventRecord, 'id' | 'sequence' | 'actorId' | 'viaApp' | 'createdAt'>;

/** Colour GitHub gives a label that came into being by being put on an issue. */
const PLAIN = 'ededed';

export function addEvent(hub: Hub, issue: IssueRecord, author: Author, details: EventDetails): void {
  issue.events.push({
    id: hub.store.nextId('event'),
    sequence: hub.store.nextId('sequence'),
    actorId: author.user.id,
    viaApp: author.viaApp,
    createdAt: hub.clock.stamp(),
    ...details,
  });
}

/** Sends `issues.<action>` about the issue as it is now. */
export function announceIssue(
  hub: Hub,
  issue: IssueRecord,
  author: Author,
  action: string,
  extra: Record<string, unknown> = {},
): void {
  const repository = hub.store.repository(issue.repositoryId);
  hub.announce({
    event: 'issues',
    action,
    repository,
    sender: author.user,
    body: { issue: issueShape(hub, issue), ...extra },
  });
}

/** Label names are compared without case; the first spelling stays. */
export function findLabel(repository: RepositoryRecord, name: string): LabelRecord | undefined {
  return repository.labels.find((label) => label.name.toLowerCase() === name.toLowerCase());
}

export function createLabel(
  hub: Hub,
  repository: RepositoryRecord,
  author: Author,
  fields: { name: string; color?: string | undefined; description?: string | null | undefined },
): LabelRecord {
  const label: LabelRecord = {
    id: hub.store.nextId('label'),
    name: fields.name,
    color: fields.color ?? PLAIN,
    description: fields.description ?? null,
  };
  repository.labels.push(label);
  hub.announce({
    event: 'label',
    action: 'created',
    repository,
    sender: author.user,
    body: { label: labelShape(hub, repository, label) },
  });
  return label;
}

/** A name the repository does not have becomes a label. */
export function addLabels(hub: Hub, issue: IssueRecord, author: Author, names: readonly string[]): void {
  const repository = hub.store.repository(issue.repositoryId);
  for (const name of names) {
    const label = findLabel(repository, name) ?? createLabel(hub, repository, author, { name });
    if (issue.labelIds.includes(label.id)) continue;
    issue.labelIds.push(label.id);
    labelChanged(hub, issue, author, 'labeled', label);
  }
}

export function removeLabel(hub: Hub, issue: IssueRecord, author: Author, label: LabelRecord): void {
  if (!issue.labelIds.includes(label.id)) return;
  issue.labelIds = issue.labelIds.filter((id) => id !== label.id);
  labelChanged(hub, issue, author, 'unlabeled', label);
}

export function setLabels(hub: Hub, issue: IssueRecord, author: Author, names: readonly string[]): void {
  const repository = hub.store.repository(issue.repositoryId);
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  for (const label of repository.labels.filter(({ id }) => issue.labelIds.includes(id))) {
    if (!wanted.has(label.name.toLowerCase())) removeLabel(hub, issue, author, label);
  }
  addLabels(hub, issue, author, names);
}

export function assign(hub: Hub, issue: IssueRecord, author: Author, user: UserRecord): void {
  if (issue.assigneeIds.includes(user.id)) return;
  issue.assigneeIds.push(user.id);
  assigneeChanged(hub, issue, author, 'assigned', user);
}

export function unassign(hub: Hub, issue: IssueRecord, author: Author, user: UserRecord): void {
  if (!issue.assigneeIds.includes(user.id)) return;
  issue.assigneeIds = issue.assigneeIds.filter((id) => id !== user.id);
  assigneeChanged(hub, issue, author, 'unassigned', user);
}

export function close(hub: Hub, issue: IssueRecord, author: Author, reason: string): void {
  if (issue.state === 'closed') return;
  const at = hub.clock.stamp();
  Object.assign(issue, {
    state: 'closed',
    stateReason: reason,
    closedAt: at,
    closedById: author.user.id,
    updatedAt: at,
  });
  addEvent(hub, issue, author, { event: 'closed', stateReason: reason });
  announceIssue(hub, issue, author, 'closed');
}

export function reopen(hub: Hub, issue: IssueRecord, author: Author): void {
  if (issue.state === 'open') return;
  const at = hub.clock.stamp();
  Object.assign(issue, {
    state: 'open',
    stateReason: 'reopened',
    closedAt: null,
    closedById: null,
    updatedAt: at,
  });
  addEvent(hub, issue, author, { event: 'reopened', stateReason: 'reopened' });
  announceIssue(hub, issue, author, 'reopened');
}

/** New title and body; one webhook with what each was before. Only a new title leaves an event. */
export function edit(
  hub: Hub,
  issue: IssueRecord,
  author: Author,
  fields: { title?: string; body?: string | null },
): void {
  const { title = issue.title, body = issue.body } = fields;
  const before = { title: issue.title, body: issue.body };
  if (title === before.title && body === before.body) return;
  Object.assign(issue, { title, body, updatedAt: hub.clock.stamp() });
  if (title !== before.title)
    addEvent(hub, issue, author, { event: 'renamed', rename: { from: before.title, to: title } });
  const changes = {
    ...(title === before.title ? {} : { title: { from: before.title } }),
    ...(body === before.body ? {} : { body: { from: before.body ?? '' } }),
  };
  announceIssue(hub, issue, author, 'edited', { changes });
}

export function setLock(
  hub: Hub,
  issue: IssueRecord,
  author: Author,
  locked: boolean,
  reason: string | null,
): void {
  if (issue.locked === locked) return;
  Object.assign(issue, { locked, lockReason: reason, updatedAt: hub.clock.stamp() });
  addEvent(hub, issue, author, { event: locked ? 'locked' : 'unlocked', lockReason: reason });
  announceIssue(hub, issue, author, locked ? 'locked' : 'unlocked');
}

/** The mark in the timeline and the webhook of a label that has just been put on or taken off. */
export function labelChanged(
  hub: Hub,
  issue: IssueRecord,
  author: Author,
  event: 'labeled' | 'unlabeled',
  label: LabelRecord,
): void {
  issue.updatedAt = hub.clock.stamp();
  addEvent(hub, issue, author, { event, label: { name: label.name, color: label.color } });
  const repository = hub.store.repository(issue.repositoryId);
  announceIssue(hub, issue, author, event, { label: labelShape(hub, repository, label) });
}

/** The same for an assignee. */
export function assigneeChanged(
  hub: Hub,
  issue: IssueRecord,
  author: Author,
  event: 'assigned' | 'unassigned',
  user: UserRecord,
): void {
  issue.updatedAt = hub.clock.stamp();
  addEvent(hub, issue, author, { event, assigneeId: user.id });
  announceIssue(hub, issue, author, event, { assignee: userShape(hub, user) });
}
