/**
 * Reactions on issues and comments: each person has each kind once, so a second one answers 200 with the first. They send no
 * webhook and do not touch `updated_at`.
 */
import * as z from 'zod';
import { page } from '../paging.ts';
import { atLeast, callerRole } from '../permissions.ts';
import { REACTIONS } from '../records.ts';
import type { CommentRecord, IssueRecord } from '../records.ts';
import { forbidden, notFound, Refusal } from '../refusal.ts';
import { issueOf, param, readBody, repositoryOf, writer } from '../request.ts';
import type { Answer, Request } from '../request.ts';
import type { Routes } from '../router.ts';
import { reactionShape } from '../shapes/issue-shape.ts';
import { commentOf } from './comment-routes.ts';

const newReaction = z.object({ content: z.enum(REACTIONS) });

interface Target {
  readonly owner: IssueRecord | CommentRecord;
  readonly locked: boolean;
}

const COMMENT = '/repos/{owner}/{repo}/issues/comments/{comment_id}/reactions';
const ISSUE = '/repos/{owner}/{repo}/issues/{issue_number}/reactions';

export const reactionRoutes: Routes = {
  [`GET ${COMMENT}`]: (request) => list(request, onComment(request, 'read')),
  [`POST ${COMMENT}`]: (request) => add(request, onComment(request, 'write')),
  [`DELETE ${COMMENT}/{reaction_id}`]: (request) => remove(request, onComment(request, 'write')),
  [`GET ${ISSUE}`]: (request) => list(request, onIssue(request, 'read')),
  [`POST ${ISSUE}`]: (request) => add(request, onIssue(request, 'write')),
  [`DELETE ${ISSUE}/{reaction_id}`]: (request) => remove(request, onIssue(request, 'write')),
};

function onComment(request: Request, level: 'read' | 'write'): Target {
  const { comment, issue } = commentOf(request, repositoryOf(request, 'read', ['issues', level]));
  return { owner: comment, locked: issue.locked };
}

function onIssue(request: Request, level: 'read' | 'write'): Target {
  const issue = issueOf(request, repositoryOf(request, 'read', ['issues', level]));
  return { owner: issue, locked: issue.locked };
}

function list(request: Request, { owner }: Target): Answer {
  const content = request.query.get('content');
  const rows = content === null ? owner.reactions : owner.reactions.filter((row) => row.content === content);
  return page(request, rows, (row) => reactionShape(request.hub, row));
}

function add(request: Request, { owner, locked }: Target): Answer {
  const { hub, caller } = request;
  const user = writer(request);
  const repository = repositoryOf(request, 'read', ['issues', 'write']);
  if (locked && !atLeast(callerRole(hub.store, caller, repository), 'write')) {
    throw new Refusal(403, 'Unable to create reaction because issue is locked.');
  }
  const { content } = readBody(request, 'Reaction', newReaction);
  const known = owner.reactions.find((row) => row.userId === user.id && row.content === content);
  if (known) return { status: 200, body: reactionShape(hub, known) };
  const reaction = {
    id: hub.store.nextId('reaction'),
    userId: user.id,
    content,
    createdAt: hub.clock.stamp(),
  };
  owner.reactions.push(reaction);
  return { status: 201, body: reactionShape(hub, reaction) };
}

function remove(request: Request, { owner }: Target): Answer {
  const reaction = owner.reactions.find(({ id }) => id === Number(param(request, 'reaction_id')));
  if (!reaction) throw notFound();
  if (reaction.userId !== writer(request).id) throw forbidden();
  owner.reactions = owner.reactions.filter((row) => row !== reaction);
  return { status: 204 };
}
