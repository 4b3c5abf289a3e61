/**
 * Reads one issue from GitHub in full: its comments and events in one pass over the timeline, 100 items a page. Edits do not name their editor in
 * REST, so comments that were edited and not yet told by a webhook are asked for by GraphQL (C4).
 *
 * The timeline may lack comments that the issue counts: it is indexed apart and lags. Then the list of comments is read as well, because a comment
 * that a full read lacks counts as deleted.
 */
import { z } from 'zod';
import type { Account } from '../core/incident/account.ts';
import type { CommentFacts, Instant, IssueFacts } from '../core/incident/record.ts';
import { type IssueRead, NotThere, type OwnIssue, type Place } from '../reconcile/gateway.ts';
import type { Octokit } from './client.ts';
import { readFailure, statusOf } from './failure.ts';
import {
  RestComment,
  RestIssue,
  RestTimelineItem,
  toAccount,
  toCommentFacts,
  toEventFacts,
  toIssueFacts,
} from './shapes.ts';

/** GitHub's largest page. */
const PAGE = 100;

/** The issue and everything on it. Throws TryLater, or NotThere: gone (404, 410), or closed to us (403 that is no limit). */
export async function readIssue(
  octokit: Octokit,
  place: Place,
  repository: IssueFacts['repository'],
): Promise<IssueRead> {
  const { owner, repo, number } = place;
  const at = { owner, repo, issue_number: number };
  try {
    const { data } = await octokit.rest.issues.get(at);
    const rest = RestIssue.parse(data);
    const items = await octokit.paginate(octokit.rest.issues.listEventsForTimeline, {
      ...at,
      per_page: PAGE,
    });
    const shown = items
      .filter((item) => 'event' in item && item.event === 'commented')
      .map((item) => RestComment.parse(item));
    const comments =
      shown.length >= (rest.comments ?? 0) ? shown : merged(shown, await listComments(octokit, at));
    return {
      issue: toIssueFacts(rest, repository),
      updatedAt: rest.updated_at ?? rest.created_at,
      comments: comments.map(toCommentFacts),
      events: items
        .map((item) => toEventFacts(RestTimelineItem.parse(item)))
        .filter((event) => event !== null),
      reacted: new Map(
        comments.map((c) => [
          c.id,
          { plus: (c.reactions?.['+1'] ?? 0) > 0, confused: (c.reactions?.confused ?? 0) > 0 },
        ]),
      ),
      minimised: new Set(comments.filter((c) => c.minimized != null).map((c) => c.id)),
    };
  } catch (error) {
    throw goneOr(error);
  }
}

type Comment = z.output<typeof RestComment>;

async function listComments(
  octokit: Octokit,
  at: { readonly owner: string; readonly repo: string; readonly issue_number: number },
): Promise<readonly Comment[]> {
  const list = await octokit.paginate(octokit.rest.issues.listComments, { ...at, per_page: PAGE });
  return list.map((item) => RestComment.parse(item));
}

/** What the later list shows counts; the order is that of ids, which is that of writing. */
function merged(earlier: readonly Comment[], later: readonly Comment[]): readonly Comment[] {
  const byId = new Map([...earlier, ...later].map((comment) => [comment.id, comment]));
  return [...byId.values()].toSorted((a, b) => a.id - b.id);
}

/** 301 is followed by the client; 404 and 410 say that there is nothing to come back to. */
function goneOr(error: unknown): unknown {
  const status = statusOf(error);
  return status === 404 || status === 410 ? new NotThere(status) : readFailure(error);
}

/** One comment as it is now, or null when it is gone. */
export async function readComment(
  octokit: Octokit,
  { owner, repo }: Place,
  id: number,
): Promise<CommentFacts | null> {
  try {
    const { data } = await octokit.rest.issues.getComment({ owner, repo, comment_id: id });
    return toCommentFacts(RestComment.parse(data));
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw readFailure(error);
  }
}

const EDITORS = `query editors($ids: [ID!]!) {
  nodes(ids: $ids) { ... on IssueComment { id editor { login ... on User { databaseId } ... on Bot { databaseId } } } }
}`;

const Editors = z.object({
  nodes: z.array(
    z
      .object({
        id: z.string(),
        editor: z.object({ login: z.string(), databaseId: z.number().nullish() }).nullish(),
      })
      .nullable(),
  ),
});

/** A comment that is gone by now is an error beside the data of the others; a server without GraphQL knows no editor. */
async function queryEditors(octokit: Octokit, ids: readonly string[]): Promise<unknown> {
  try {
    return await octokit.graphql(EDITORS, { ids });
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'data' in error && error.data != null)
      return error.data;
    if (statusOf(error) === 404) return { nodes: [] };
    throw readFailure(error);
  }
}

/** Who edited the comments last, by the comment's node id; those that GitHub does not name are left out. */
export async function readEditors(
  octokit: Octokit,
  nodeIds: readonly string[],
): Promise<ReadonlyMap<string, Account>> {
  const found = new Map<string, Account>();
  for (let start = 0; start < nodeIds.length; start += PAGE) {
    const { nodes } = Editors.parse(await queryEditors(octokit, nodeIds.slice(start, start + PAGE)));
    for (const node of nodes) {
      if (node?.editor == null) continue;
      found.set(node.id, toAccount({ id: node.editor.databaseId ?? 0, login: node.editor.login }));
    }
  }
  return found;
}

function toOwnIssue(data: unknown): OwnIssue {
  const { id, node_id: nodeId, number, html_url: url, body } = RestIssue.parse(data);
  return { id, nodeId, number, url, body: body ?? '' };
}

export async function readOwnIssue(
  octokit: Octokit,
  { owner, repo }: Place,
  number: number,
): Promise<OwnIssue | null> {
  try {
    return toOwnIssue((await octokit.rest.issues.get({ owner, repo, issue_number: number })).data);
  } catch (error) {
    if (goneOr(error) instanceof NotThere) return null;
    throw readFailure(error);
  }
}

/** Issues by ourselves, newest first. Lists are to be trusted where search is not: it lags. */
export async function listOwnIssues(
  octokit: Octokit,
  { owner, repo }: Place,
  creator: string,
  since: Instant,
): Promise<readonly OwnIssue[]> {
  try {
    const list = await octokit.paginate(octokit.rest.issues.listForRepo, {
      owner,
      repo,
      creator,
      state: 'all',
      since: since.toString({ smallestUnit: 'second' }),
      per_page: PAGE,
    });
    return list.map(toOwnIssue);
  } catch (error) {
    throw goneOr(error);
  }
}

export async function readComments(
  octokit: Octokit,
  { owner, repo }: Place,
  number: number,
): Promise<readonly CommentFacts[]> {
  try {
    return (await listComments(octokit, { owner, repo, issue_number: number })).map(toCommentFacts);
  } catch (error) {
    throw readFailure(error);
  }
}
