/**
 * Reads what changed in a whole repository, and which repositories an installation holds, in few calls whatever the number of incidents. Lists by
 * `since` go by `updated_at`: edits show, deletions do not.
 */
import { z } from 'zod';
import type { Instant, IssueFacts } from '../core/incident/record.ts';
import {
  type ChangedComment,
  type ListedIssue,
  type ListedRepositories,
  NotThere,
  type Place,
} from '../reconcile/gateway.ts';
import type { Octokit } from './client.ts';
import { readFailure, statusOf } from './failure.ts';
import { RestComment, RestIssue, Time, toCommentFacts, toIssueFacts } from './shapes.ts';

/** GitHub's largest page. */
const PAGE = 100;
/** Of a list of changes: more than this, and reading the incidents one by one is cheaper. */
const MOST_PAGES = 10;

const RestListedComment = RestComment.extend({ issue_url: z.string() });

const RestRepository = z.object({
  id: z.number(),
  node_id: z.string().default(''),
  name: z.string(),
  owner: z.object({ login: z.string() }),
  private: z.boolean(),
  archived: z.boolean().default(false),
  open_issues_count: z.number().default(0),
  pushed_at: Time.nullish(),
});

/** 404 and 410: gone, or issues switched off. */
function failure(error: unknown): unknown {
  const status = statusOf(error);
  return status === 404 || status === 410 ? new NotThere(status) : readFailure(error);
}

function toListed(item: unknown, repository: IssueFacts['repository']): ListedIssue {
  const rest = RestIssue.parse(item);
  return {
    issue: toIssueFacts(rest, repository),
    updatedAt: rest.updated_at ?? rest.created_at,
    comments: rest.comments ?? null,
  };
}

const seconds = (instant: Instant): string => instant.toString({ smallestUnit: 'second' });

/** Null when there are more than a list is good for. */
async function atMost<T>(pages: AsyncIterable<{ readonly data: readonly T[] }>): Promise<T[] | null> {
  const all: T[] = [];
  let count = 0;
  for await (const { data } of pages) {
    count += 1;
    if (count > MOST_PAGES) return null;
    all.push(...data);
  }
  return all;
}

/** Issues with a label; pull requests left out. Closed ones only when they changed after `since`. */
export async function listLabelled(
  octokit: Octokit,
  { owner, repo }: Place,
  label: string,
  repository: IssueFacts['repository'],
  closedSince: Instant | null,
): Promise<readonly ListedIssue[]> {
  const which =
    closedSince === null
      ? ({ state: 'open' } as const)
      : ({ state: 'closed', since: seconds(closedSince) } as const);
  try {
    const list = await octokit.paginate(octokit.rest.issues.listForRepo, {
      owner,
      repo,
      labels: label,
      per_page: PAGE,
      ...which,
    });
    return list.map((item) => toListed(item, repository)).filter(({ issue }) => !issue.isPullRequest);
  } catch (error) {
    throw failure(error);
  }
}

export async function changedIssues(
  octokit: Octokit,
  { owner, repo }: Place,
  since: Instant,
  repository: IssueFacts['repository'],
): Promise<readonly ListedIssue[] | null> {
  try {
    const list = await atMost(
      octokit.paginate.iterator(octokit.rest.issues.listForRepo, {
        owner,
        repo,
        state: 'all',
        since: seconds(since),
        sort: 'updated',
        direction: 'asc',
        per_page: PAGE,
      }),
    );
    return (
      list?.map((item) => toListed(item, repository)).filter(({ issue }) => !issue.isPullRequest) ?? null
    );
  } catch (error) {
    throw failure(error);
  }
}

export async function changedComments(
  octokit: Octokit,
  { owner, repo }: Place,
  since: Instant,
): Promise<readonly ChangedComment[] | null> {
  try {
    const list = await atMost(
      octokit.paginate.iterator(octokit.rest.issues.listCommentsForRepo, {
        owner,
        repo,
        since: seconds(since),
        sort: 'updated',
        direction: 'asc',
        per_page: PAGE,
      }),
    );
    return (
      list?.map((item) => {
        const rest = RestListedComment.parse(item);
        return { number: Number(rest.issue_url.split('/').at(-1)), facts: toCommentFacts(rest) };
      }) ?? null
    );
  } catch (error) {
    throw failure(error);
  }
}

/** Whether one of the first comments of an issue is by `author`: Muster's board stands early. */
export async function isCommentedBy(
  octokit: Octokit,
  { owner, repo }: Place,
  number: number,
  author: number,
): Promise<boolean> {
  try {
    const { data } = await octokit.rest.issues.listComments({
      owner,
      repo,
      issue_number: number,
      per_page: PAGE,
    });
    return data.some((comment) => comment.user?.id === author);
  } catch (error) {
    throw failure(error);
  }
}

const Limit = z.object({
  'x-ratelimit-remaining': z.coerce.number(),
  'x-ratelimit-limit': z.coerce.number(),
});

export async function listRepositories(octokit: Octokit): Promise<ListedRepositories> {
  try {
    const repositories: ListedRepositories['repositories'][number][] = [];
    let budget: ListedRepositories['budget'] = null;
    const pages = octokit.paginate.iterator(octokit.rest.apps.listReposAccessibleToInstallation, {
      per_page: PAGE,
    });
    for await (const { data, headers } of pages) {
      const limit = Limit.safeParse(headers);
      if (limit.success) {
        budget = { remaining: limit.data['x-ratelimit-remaining'], limit: limit.data['x-ratelimit-limit'] };
      }
      for (const rest of z.array(RestRepository).parse(data)) {
        repositories.push({
          id: rest.id,
          nodeId: rest.node_id,
          owner: rest.owner.login,
          name: rest.name,
          isPrivate: rest.private,
          isArchived: rest.archived,
          openIssues: rest.open_issues_count,
          pushedAt: rest.pushed_at ?? null,
        });
      }
    }
    return { repositories, budget };
  } catch (error) {
    throw failure(error);
  }
}
