/**
 * What stands on GitHub at one moment, read as any person would read it: through the REST API, with a person's token.
 */
import type { Octokit } from '@octokit/rest';
import { type WrittenDocument, documentKey } from './written-document.ts';

export interface SeenComment {
  readonly id: number;
  readonly author: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly body: string;
  readonly thumbs: number;
  readonly confused: number;
  readonly isPinned: boolean;
  /** Minimised: shown folded. */
  readonly isFolded: boolean;
}

export interface Snapshot {
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
  readonly eyes: number;
  readonly comments: readonly SeenComment[];
  /** Muster's own, in the order in which they were written. */
  readonly documents: readonly WrittenDocument[];
}

export const MUSTER = 'muster[bot]';

interface Place {
  readonly owner: string;
  readonly repo: string;
  readonly number: number;
}

export async function takeSnapshot(octokit: Octokit, { owner, repo, number }: Place): Promise<Snapshot> {
  const place = { owner, repo, per_page: 100 };
  const [{ data: issue }, comments, issues] = await Promise.all([
    octokit.rest.issues.get({ owner, repo, issue_number: number }),
    octokit.paginate(octokit.rest.issues.listComments, { ...place, issue_number: number }),
    octokit.paginate(octokit.rest.issues.listForRepo, { ...place, state: 'all', direction: 'asc' }),
  ]);
  const seen = comments.map((comment): SeenComment => ({
    id: comment.id,
    author: comment.user?.login ?? 'ghost',
    createdAt: comment.created_at,
    body: comment.body ?? '',
    thumbs: comment.reactions?.['+1'] ?? 0,
    confused: comment.reactions?.confused ?? 0,
    isPinned: Reflect.get(comment, 'pin') != null,
    isFolded: Reflect.get(comment, 'minimized') != null,
  }));
  const onIssue = seen.flatMap(({ author, body }) =>
    author === MUSTER ? [{ key: documentKey(body), title: null, body }] : [],
  );
  const ownIssues = issues.flatMap(({ user, title, body, number: own }) =>
    user?.login === MUSTER
      ? [{ key: documentKey(body ?? ''), title: `#${own} ${title}`, body: body ?? '' }]
      : [],
  );
  return {
    labels: issue.labels.map((label) => (typeof label === 'string' ? label : (label.name ?? ''))),
    assignees: (issue.assignees ?? []).map(({ login }) => login),
    eyes: issue.reactions?.eyes ?? 0,
    comments: seen,
    documents: [...onIssue, ...ownIssues],
  };
}
