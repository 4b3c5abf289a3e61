/**
 * Assignees of an issue. Who may not be assigned is left out without a word, and so is everything a caller without triage asks
 * for: the answer is 201 all the same, so that only reading it back tells.
 */
import * as z from 'zod';
import { unassign } from '../issue-changes.ts';
import { page } from '../paging.ts';
import { assignable, atLeast, callerRole } from '../permissions.ts';
import type { IssueRecord } from '../records.ts';
import { notFound } from '../refusal.ts';
import { authorOf, issueOf, param, readBody, repositoryOf } from '../request.ts';
import type { Routes } from '../router.ts';
import { issueShape } from '../shapes/issue-shape.ts';
import { userShape } from '../shapes/user-shape.ts';
import { assignAll } from './issue-routes.ts';
import type { Request } from '../request.ts';

const assigneeList = z.object({
  assignees: z.union([z.array(z.string()), z.string().transform((login) => [login])]).optional(),
});

export const assigneeRoutes: Routes = {
  'GET /repos/{owner}/{repo}/assignees': (request) => {
    const { hub } = request;
    const repository = repositoryOf(request, 'read', ['issues', 'read']);
    const people = [...hub.store.users.values()].filter((user) => assignable(hub.store, repository, user));
    return page(request, people, (user) => userShape(hub, user));
  },

  'GET /repos/{owner}/{repo}/assignees/{assignee}': (request) => {
    const { store } = request.hub;
    const repository = repositoryOf(request, 'read', ['issues', 'read']);
    const user = store.userByLogin(param(request, 'assignee'));
    if (!user || !assignable(store, repository, user)) throw notFound();
    return { status: 204 };
  },

  'GET /repos/{owner}/{repo}/issues/{issue_number}/assignees/{assignee}': (request) => {
    const { store } = request.hub;
    const repository = repositoryOf(request, 'read', ['issues', 'read']);
    const issue = issueOf(request, repository);
    const user = store.userByLogin(param(request, 'assignee'));
    const commented = issue.comments.some(({ authorId }) => user?.type === 'User' && authorId === user.id);
    if (!user || !(commented || assignable(store, repository, user))) throw notFound();
    return { status: 204 };
  },

  'POST /repos/{owner}/{repo}/issues/{issue_number}/assignees': (request) => {
    const { issue, logins, privileged } = read(request);
    const repository = request.hub.store.repository(issue.repositoryId);
    if (privileged) assignAll(request.hub, repository, issue, authorOf(request), logins);
    return { status: 201, body: issueShape(request.hub, issue) };
  },

  'DELETE /repos/{owner}/{repo}/issues/{issue_number}/assignees': (request) => {
    const { issue, logins, privileged } = read(request);
    for (const login of privileged ? logins : []) {
      const user = request.hub.store.userByLogin(login);
      if (user) unassign(request.hub, issue, authorOf(request), user);
    }
    return { status: 200, body: issueShape(request.hub, issue) };
  },
};

function read(request: Request): { issue: IssueRecord; logins: readonly string[]; privileged: boolean } {
  const repository = repositoryOf(request, 'read', ['issues', 'write']);
  const { assignees = [] } = readBody(request, 'Issue', assigneeList);
  const privileged = atLeast(callerRole(request.hub.store, request.caller, repository), 'triage');
  return { issue: issueOf(request, repository), logins: assignees, privileged };
}
