/**
 * Issues: create, read, list, change, lock. What GitHub drops without a word is dropped here too: labels and assignees of an
 * issue written by somebody without triage, and a changed body that is too long.
 */
import * as z from 'zod';
import type { Hub } from '../hub.ts';
import {
  announceIssue,
  assign,
  assigneeChanged,
  close,
  createLabel,
  edit,
  findLabel,
  labelChanged,
  reopen,
  setLabels,
  setLock,
  unassign,
} from '../issue-changes.ts';
import type { Author } from '../issue-changes.ts';
import { BODY_LIMIT, byteLength, tooLong } from '../limits.ts';
import { changedSince, page } from '../paging.ts';
import { assignable, atLeast, callerRole } from '../permissions.ts';
import type { IssueRecord, RepositoryRecord, UserRecord } from '../records.ts';
import { crossReference } from '../references.ts';
import { forbidden, invalid } from '../refusal.ts';
import { authorOf, issueOf, readBody, repositoryOf } from '../request.ts';
import type { Request } from '../request.ts';
import type { Routes } from '../router.ts';
import { issueShape } from '../shapes/issue-shape.ts';

const MOST_ASSIGNEES = 10;
const MOST_TITLE_CHARACTERS = 256;

const labelNames = z.array(
  z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)]),
);
const newIssue = z.object({
  title: z.union([z.string(), z.number().transform(String)]),
  body: z.string().nullish(),
  labels: labelNames.optional(),
  assignees: z.array(z.string()).optional(),
});
const issueChange = z.object({
  title: z.string().nullish(),
  body: z.string().nullish(),
  state: z.enum(['open', 'closed']).optional(),
  state_reason: z.enum(['completed', 'not_planned', 'duplicate', 'reopened']).nullish(),
  labels: labelNames.optional(),
  assignees: z.array(z.string()).optional(),
});
const lockBody = z.object({ lock_reason: z.enum(['off-topic', 'too heated', 'resolved', 'spam']).nullish() });

export const issueRoutes: Routes = {
  'GET /repos/{owner}/{repo}/issues': (request) => {
    const repository = repositoryOf(request, 'read', ['issues', 'read']);
    return page(request, selected(request, repository), (issue) => issueShape(request.hub, issue));
  },

  'POST /repos/{owner}/{repo}/issues': (request) => {
    const { hub } = request;
    const repository = repositoryOf(request, 'read', ['issues', 'write']);
    const author = authorOf(request);
    const fields = readBody(request, 'Issue', newIssue);
    checkTitle(fields.title);
    if (byteLength(fields.body) > BODY_LIMIT) throw tooLong('Issue');
    const issue = createIssue(hub, repository, author, fields.title, fields.body ?? null);
    const privileged = atLeast(callerRole(hub.store, request.caller, repository), 'triage');
    if (privileged) openWith(hub, repository, issue, author, fields);
    else announceIssue(hub, issue, author, 'opened');
    crossReference(hub, request.caller, author, issue, issue.body);
    return { status: 201, body: issueShape(hub, issue) };
  },

  'GET /repos/{owner}/{repo}/issues/{issue_number}': (request) => {
    const issue = issueOf(request, repositoryOf(request, 'read', ['issues', 'read']));
    return { status: 200, body: issueShape(request.hub, issue) };
  },

  'PATCH /repos/{owner}/{repo}/issues/{issue_number}': (request) => {
    const { hub } = request;
    const repository = repositoryOf(request, 'read', ['issues', 'write']);
    const issue = issueOf(request, repository);
    const author = authorOf(request);
    const fields = readBody(request, 'Issue', issueChange);
    const privileged = atLeast(callerRole(hub.store, request.caller, repository), 'triage');
    if (!privileged && issue.authorId !== author.user.id) throw forbidden();
    if (fields.title != null) checkTitle(fields.title);
    if (fields.state === 'open' && !privileged && issue.closedById !== author.user.id) throw forbidden();
    changeText(request, issue, author, fields);
    if (privileged && fields.labels) setLabels(hub, issue, author, fields.labels);
    if (privileged && fields.assignees) {
      for (const id of issue.assigneeIds) {
        const user = hub.store.user(id);
        if (!fields.assignees.some((login) => login.toLowerCase() === user.login.toLowerCase()))
          unassign(hub, issue, author, user);
      }
      assignAll(hub, repository, issue, author, fields.assignees);
    }
    if (fields.state === 'closed') close(hub, issue, author, fields.state_reason ?? 'completed');
    if (fields.state === 'open') reopen(hub, issue, author);
    return { status: 200, body: issueShape(hub, issue) };
  },

  'PUT /repos/{owner}/{repo}/issues/{issue_number}/lock': (request) => {
    const issue = issueOf(request, repositoryOf(request, 'write', ['issues', 'write']));
    const { lock_reason: reason } = readBody(request, 'Issue', lockBody);
    setLock(request.hub, issue, authorOf(request), true, reason ?? null);
    return { status: 204 };
  },

  'DELETE /repos/{owner}/{repo}/issues/{issue_number}/lock': (request) => {
    const issue = issueOf(request, repositoryOf(request, 'write', ['issues', 'write']));
    setLock(request.hub, issue, authorOf(request), false, null);
    return { status: 204 };
  },
};

/** `opened` already shows labels and assignees; an event for each of them follows it. */
function openWith(
  hub: Hub,
  repository: RepositoryRecord,
  issue: IssueRecord,
  author: Author,
  fields: z.infer<typeof newIssue>,
): void {
  const labels = (fields.labels ?? []).map(
    (name) => findLabel(repository, name) ?? createLabel(hub, repository, author, { name }),
  );
  const distinct = [...new Set(labels)];
  const people = (fields.assignees ?? []).flatMap(
    (login) => assignableHere(hub, repository, issue, login) ?? [],
  );
  const first = [...new Set(people)].slice(0, MOST_ASSIGNEES);
  issue.labelIds = distinct.map(({ id }) => id);
  issue.assigneeIds = first.map(({ id }) => id);
  announceIssue(hub, issue, author, 'opened');
  for (const label of distinct) labelChanged(hub, issue, author, 'labeled', label);
  for (const user of first) assigneeChanged(hub, issue, author, 'assigned', user);
}

function assignableHere(
  hub: Hub,
  repository: RepositoryRecord,
  issue: IssueRecord,
  login: string,
): UserRecord | undefined {
  const user = hub.store.userByLogin(login);
  const commented = user?.type === 'User' && issue.comments.some(({ authorId }) => authorId === user.id);
  return user && (commented || assignable(hub.store, repository, user)) ? user : undefined;
}

/** Unknown and unassignable logins are dropped, as is what is over ten. */
export function assignAll(
  hub: Hub,
  repository: RepositoryRecord,
  issue: IssueRecord,
  author: Author,
  logins: readonly string[],
): void {
  for (const login of logins) {
    const user = assignableHere(hub, repository, issue, login);
    if (user && issue.assigneeIds.length < MOST_ASSIGNEES) assign(hub, issue, author, user);
  }
}

function createIssue(
  hub: Hub,
  repository: RepositoryRecord,
  author: Author,
  title: string,
  body: string | null,
): IssueRecord {
  const at = hub.clock.stamp();
  const issue: IssueRecord = {
    id: hub.store.nextId('issue'),
    repositoryId: repository.id,
    number: repository.nextNumber++,
    title,
    body,
    authorId: author.user.id,
    viaApp: author.viaApp,
    state: 'open',
    stateReason: null,
    createdAt: at,
    updatedAt: at,
    closedAt: null,
    closedById: null,
    locked: false,
    lockReason: null,
    labelIds: [],
    assigneeIds: [],
    parentId: null,
    subIssueIds: [],
    deleted: false,
    commentsEver: 0,
    comments: [],
    events: [],
    reactions: [],
  };
  hub.store.addIssue(issue);
  return issue;
}

function checkTitle(title: string): void {
  if (title.trim() === '') throw invalid({ resource: 'Issue', field: 'title', code: 'missing_field' });
  if (Array.from(title).length > MOST_TITLE_CHARACTERS) {
    const message = `title is too long (maximum is ${MOST_TITLE_CHARACTERS} characters)`;
    throw invalid({ resource: 'Issue', field: 'title', code: 'custom', message });
  }
}

function changeText(
  request: Request,
  issue: IssueRecord,
  author: Author,
  fields: z.infer<typeof issueChange>,
): void {
  const keepsBody = fields.body === undefined || byteLength(fields.body) > BODY_LIMIT;
  edit(request.hub, issue, author, {
    ...(fields.title == null ? {} : { title: fields.title }),
    ...(keepsBody ? {} : { body: fields.body ?? null }),
  });
  if (!keepsBody) crossReference(request.hub, request.caller, author, issue, issue.body);
}

/** The repository's issues by the filters and the order of the query. */
function selected(request: Request, repository: RepositoryRecord): IssueRecord[] {
  const { store } = request.hub;
  const { query } = request;
  const state = query.get('state') ?? 'open';
  const labels = (query.get('labels') ?? '').split(',').filter((name) => name !== '');
  const creator = query.get('creator')?.toLowerCase();
  const assignee = query.get('assignee')?.toLowerCase();
  const rows = changedSince(request, [...store.issues.values()]).filter((issue) => {
    if (issue.repositoryId !== repository.id || issue.deleted) return false;
    if (state !== 'all' && issue.state !== state) return false;
    if (creator !== undefined && store.user(issue.authorId).login.toLowerCase() !== creator) return false;
    if (!matchesAssignee(request, issue, assignee)) return false;
    const names = repository.labels
      .filter(({ id }) => issue.labelIds.includes(id))
      .map(({ name }) => name.toLowerCase());
    return labels.every((name) => names.includes(name.toLowerCase()));
  });
  const sort = query.get('sort');
  const valueOf = (issue: IssueRecord) => {
    if (sort === 'comments') return issue.comments.length;
    return Date.parse(sort === 'updated' ? issue.updatedAt : issue.createdAt);
  };
  const direction = query.get('direction') === 'asc' ? 1 : -1;
  return rows.toSorted((a, b) => direction * (valueOf(a) - valueOf(b) || a.number - b.number));
}

function matchesAssignee(request: Request, issue: IssueRecord, wanted: string | undefined): boolean {
  if (wanted === undefined || wanted === '*') return wanted === undefined || issue.assigneeIds.length > 0;
  if (wanted === 'none') return issue.assigneeIds.length === 0;
  return issue.assigneeIds.some((id) => request.hub.store.user(id).login.toLowerCase() === wanted);
}
