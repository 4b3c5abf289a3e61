/**
 * Sub-issues: an issue has one parent, of the same owner, and a parent a list of children. The body names the child by its id,
 * not by its number.
 */
import * as z from 'zod';
import type { Hub } from '../hub.ts';
import { addEvent } from '../issue-changes.ts';
import type { Author } from '../issue-changes.ts';
import { page } from '../paging.ts';
import { canSee } from '../permissions.ts';
import type { IssueRecord } from '../records.ts';
import { invalid, notFound } from '../refusal.ts';
import { authorOf, issueOf, readBody, repositoryOf } from '../request.ts';
import type { Request } from '../request.ts';
import type { Routes } from '../router.ts';
import { issueShape } from '../shapes/issue-shape.ts';
import { repositoryShape } from '../shapes/repository-shape.ts';

const newChild = z.object({ sub_issue_id: z.number().int(), replace_parent: z.boolean().optional() });
const oldChild = z.object({ sub_issue_id: z.number().int() });

export const subIssueRoutes: Routes = {
  'GET /repos/{owner}/{repo}/issues/{issue_number}/sub_issues': (request) => {
    const { store } = request.hub;
    const issue = issueOf(request, repositoryOf(request, 'read', ['issues', 'read']));
    const children = issue.subIssueIds
      .map((id) => store.issue(id))
      .filter((child) => visible(request, child));
    return page(request, children, (child) => issueShape(request.hub, child));
  },

  'GET /repos/{owner}/{repo}/issues/{issue_number}/parent': (request) => {
    const issue = issueOf(request, repositoryOf(request, 'read', ['issues', 'read']));
    if (issue.parentId === null) throw notFound();
    return { status: 200, body: issueShape(request.hub, request.hub.store.issue(issue.parentId)) };
  },

  'POST /repos/{owner}/{repo}/issues/{issue_number}/sub_issues': (request) => {
    const { hub } = request;
    const parent = issueOf(request, repositoryOf(request, 'triage', ['issues', 'write']));
    const { sub_issue_id: id, replace_parent: replace = false } = readBody(request, 'SubIssue', newChild);
    const child = hub.store.issues.get(id);
    if (!child || child.deleted || !visible(request, child)) throw notFound();
    const problem = whyNot(hub, parent, child, replace);
    if (problem !== null)
      throw invalid({ resource: 'SubIssue', field: 'sub_issue_id', code: 'custom', message: problem });
    const author = authorOf(request);
    if (child.parentId !== null) separate(hub, hub.store.issue(child.parentId), child, author);
    parent.subIssueIds.push(child.id);
    child.parentId = parent.id;
    announceRelation(hub, parent, child, author, 'added');
    return { status: 201, body: issueShape(hub, parent) };
  },

  'DELETE /repos/{owner}/{repo}/issues/{issue_number}/sub_issue': (request) => {
    const { hub } = request;
    const parent = issueOf(request, repositoryOf(request, 'triage', ['issues', 'write']));
    const { sub_issue_id: id } = readBody(request, 'SubIssue', oldChild);
    if (!parent.subIssueIds.includes(id)) throw notFound();
    separate(hub, parent, hub.store.issue(id), authorOf(request));
    return { status: 200, body: issueShape(hub, parent) };
  },
};

function visible(request: Request, issue: IssueRecord): boolean {
  const { store } = request.hub;
  return canSee(store, request.caller, store.repository(issue.repositoryId));
}

function whyNot(hub: Hub, parent: IssueRecord, child: IssueRecord, replace: boolean): string | null {
  const { store } = hub;
  const owner = (issue: IssueRecord) => store.repository(issue.repositoryId).ownerId;
  if (child.id === parent.id) return 'An issue cannot be its own sub-issue';
  if (owner(child) !== owner(parent)) return 'Sub-issue must belong to the same owner as its parent';
  if (parent.subIssueIds.includes(child.id)) return 'Issue may not contain duplicate sub-issues';
  if (child.parentId !== null && !replace) return 'Sub issue may only have one parent';
  for (let at: number | null = parent.parentId; at !== null; at = store.issue(at).parentId) {
    if (at === child.id) return 'Sub-issue would make a circle';
  }
  return null;
}

function separate(hub: Hub, parent: IssueRecord, child: IssueRecord, author: Author): void {
  parent.subIssueIds = parent.subIssueIds.filter((id) => id !== child.id);
  child.parentId = null;
  announceRelation(hub, parent, child, author, 'removed');
}

function announceRelation(
  hub: Hub,
  parent: IssueRecord,
  child: IssueRecord,
  author: Author,
  what: 'added' | 'removed',
): void {
  const { store } = hub;
  addEvent(hub, parent, author, { event: `sub_issue_${what}`, otherIssueId: child.id });
  addEvent(hub, child, author, { event: `parent_issue_${what}`, otherIssueId: parent.id });
  const home = { parent: store.repository(parent.repositoryId), child: store.repository(child.repositoryId) };
  const body = {
    parent_issue_id: parent.id,
    parent_issue: issueShape(hub, parent),
    sub_issue_id: child.id,
    sub_issue: issueShape(hub, child),
  };
  hub.announce({
    event: 'sub_issues',
    action: `sub_issue_${what}`,
    repository: home.parent,
    sender: author.user,
    body: { ...body, sub_issue_repo: repositoryShape(hub, home.child) },
  });
  hub.announce({
    event: 'sub_issues',
    action: `parent_issue_${what}`,
    repository: home.child,
    sender: author.user,
    body: { ...body, parent_issue_repo: repositoryShape(hub, home.parent) },
  });
}
