/**
 * Comments: write, read, list by issue and by repository, edit, delete, pin. A locked issue takes comments only from people with
 * write, never from an App; an issue takes 2,500 comments ever; one comment of an issue can be pinned.
 */
import * as z from 'zod';
import type { Hub } from '../hub.ts';
import { addEvent } from '../issue-changes.ts';
import type { Author } from '../issue-changes.ts';
import { BODY_LIMIT, byteLength, COMMENT_LIMIT, tooLong } from '../limits.ts';
import { changedSince, page } from '../paging.ts';
import { atLeast, callerRole } from '../permissions.ts';
import type { CommentRecord, IssueRecord, RepositoryRecord } from '../records.ts';
import { crossReference } from '../references.ts';
import { forbidden, invalid, notFound, Refusal } from '../refusal.ts';
import { authorOf, issueOf, param, readBody, repositoryOf } from '../request.ts';
import type { Request } from '../request.ts';
import type { Routes } from '../router.ts';
import { commentShape, issueShape } from '../shapes/issue-shape.ts';

const commentBody = z.object({ body: z.string() });

export const commentRoutes: Routes = {
  'GET /repos/{owner}/{repo}/issues/comments': (request) => {
    const repository = repositoryOf(request, 'read', ['issues', 'read']);
    const { query, hub } = request;
    const rows = [...hub.store.comments.values()].filter(
      ({ issueId }) => hub.store.issue(issueId).repositoryId === repository.id,
    );
    const key = query.get('sort') === 'updated' ? 'updatedAt' : 'createdAt';
    const direction = query.get('sort') !== null && query.get('direction') === 'desc' ? -1 : 1;
    const sorted = changedSince(request, rows).toSorted(
      (a, b) => direction * (Date.parse(a[key]) - Date.parse(b[key]) || a.id - b.id),
    );
    return page(request, sorted, (comment) => commentShape(hub, comment));
  },

  'GET /repos/{owner}/{repo}/issues/comments/{comment_id}': (request) => {
    const { comment } = commentOf(request, repositoryOf(request, 'read', ['issues', 'read']));
    return { status: 200, body: commentShape(request.hub, comment) };
  },

  'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}': (request) => {
    const { hub } = request;
    const { comment, issue } = editable(request);
    const author = authorOf(request);
    const { body } = readBody(request, 'IssueComment', commentBody);
    checkBody(body);
    const from = comment.body;
    if (body !== from) {
      const at = hub.clock.stamp();
      Object.assign(comment, { body, updatedAt: at, editedAt: at, editorId: author.user.id });
      issue.updatedAt = at;
      announceComment(hub, issue, comment, author, 'edited', { changes: { body: { from } } });
      crossReference(hub, request.caller, author, issue, body);
    }
    return { status: 200, body: commentShape(hub, comment) };
  },

  'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}': (request) => {
    const { hub } = request;
    const { comment, issue } = editable(request);
    const author = authorOf(request);
    const lastShape = commentShape(hub, comment);
    hub.store.removeComment(comment);
    issue.updatedAt = hub.clock.stamp();
    addEvent(hub, issue, author, { event: 'comment_deleted' });
    announceComment(hub, issue, comment, author, 'deleted', { comment: lastShape });
    return { status: 204 };
  },

  'PUT /repos/{owner}/{repo}/issues/comments/{comment_id}/pin': (request) => {
    const { hub } = request;
    const { comment, issue } = commentOf(request, repositoryOf(request, 'write', ['issues', 'write']));
    const author = authorOf(request);
    if (comment.pin === null) {
      for (const other of issue.comments) if (other.pin !== null) unpin(hub, issue, other, author);
      comment.pin = { at: hub.clock.stamp(), byId: author.user.id };
      announceComment(hub, issue, comment, author, 'pinned');
    }
    return { status: 200, body: commentShape(hub, comment) };
  },

  'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}/pin': (request) => {
    const { comment, issue } = commentOf(request, repositoryOf(request, 'write', ['issues', 'write']));
    if (comment.pin !== null) unpin(request.hub, issue, comment, authorOf(request));
    return { status: 204 };
  },

  'GET /repos/{owner}/{repo}/issues/{issue_number}/comments': (request) => {
    const issue = issueOf(request, repositoryOf(request, 'read', ['issues', 'read']));
    return page(request, changedSince(request, issue.comments), (comment) =>
      commentShape(request.hub, comment),
    );
  },

  'POST /repos/{owner}/{repo}/issues/{issue_number}/comments': (request) => {
    const { hub } = request;
    const repository = repositoryOf(request, 'read', ['issues', 'write']);
    const issue = issueOf(request, repository);
    const author = authorOf(request);
    const { body } = readBody(request, 'IssueComment', commentBody);
    checkBody(body);
    checkOpenForComments(request, repository, issue);
    const comment = createComment(hub, issue, author, body);
    announceComment(hub, issue, comment, author, 'created');
    crossReference(hub, request.caller, author, issue, body);
    return {
      status: 201,
      body: commentShape(hub, comment),
      headers: { location: commentShape(hub, comment).url },
    };
  },
};

/** The comment of the path, with its issue. */
export function commentOf(
  request: Request,
  repository: RepositoryRecord,
): { comment: CommentRecord; issue: IssueRecord } {
  const comment = request.hub.store.comments.get(Number(param(request, 'comment_id')));
  const issue = comment && request.hub.store.issue(comment.issueId);
  if (!comment || issue?.repositoryId !== repository.id || issue.deleted) throw notFound();
  return { comment, issue };
}

function editable(request: Request): { comment: CommentRecord; issue: IssueRecord } {
  const repository = repositoryOf(request, 'read', ['issues', 'write']);
  const found = commentOf(request, repository);
  const own = found.comment.authorId === authorOf(request).user.id;
  if (!own && !atLeast(callerRole(request.hub.store, request.caller, repository), 'write')) throw forbidden();
  return found;
}

function checkBody(body: string): void {
  if (body.trim() === '') throw invalid({ resource: 'IssueComment', field: 'body', code: 'missing_field' });
  if (byteLength(body) > BODY_LIMIT) throw tooLong('IssueComment');
}

function checkOpenForComments(request: Request, repository: RepositoryRecord, issue: IssueRecord): void {
  const person =
    request.caller.kind === 'user' ? callerRole(request.hub.store, request.caller, repository) : 'none';
  if (issue.locked && !atLeast(person, 'write')) {
    throw new Refusal(403, 'Unable to create comment because issue is locked.');
  }
  if (issue.commentsEver >= COMMENT_LIMIT) {
    throw new Refusal(403, `Commenting is disabled on issues with more than ${COMMENT_LIMIT} comments`);
  }
}

function createComment(hub: Hub, issue: IssueRecord, author: Author, body: string): CommentRecord {
  const at = hub.clock.stamp();
  const comment: CommentRecord = {
    id: hub.store.nextId('comment'),
    issueId: issue.id,
    sequence: hub.store.nextId('sequence'),
    body,
    authorId: author.user.id,
    viaApp: author.viaApp,
    createdAt: at,
    updatedAt: at,
    editedAt: null,
    editorId: null,
    pin: null,
    minimizedReason: null,
    reactions: [],
  };
  hub.store.addComment(comment);
  issue.commentsEver += 1;
  issue.updatedAt = at;
  return comment;
}

function unpin(hub: Hub, issue: IssueRecord, comment: CommentRecord, author: Author): void {
  comment.pin = null;
  announceComment(hub, issue, comment, author, 'unpinned');
}

function announceComment(
  hub: Hub,
  issue: IssueRecord,
  comment: CommentRecord,
  author: Author,
  action: string,
  extra: Record<string, unknown> = {},
): void {
  const repository = hub.store.repository(issue.repositoryId);
  const { pinned_comment: _pinned, ...shape } = issueShape(hub, issue);
  const body = { issue: shape, comment: extra['comment'] ?? commentShape(hub, comment), ...extra };
  hub.announce({ event: 'issue_comment', action, repository, sender: author.user, body });
}
