/**
 * One issue as GitHub's REST API gives it in three requests: the issue, its comments, the items of its timeline. The form in
 * which people export an issue.
 */
import type { Hub } from './hub.ts';
import { commentShape, issueShape } from './shapes/issue-shape.ts';
import type { CommentShape, IssueShape } from './shapes/issue-shape.ts';
import { timelineItemShape, timelineRows } from './shapes/timeline-shape.ts';

export interface IssueExport {
  readonly issue: IssueShape;
  readonly comments: readonly CommentShape[];
  readonly events: readonly Record<string, unknown>[];
}

/** Throws a RangeError when there is no such issue. */
export function issueExport(hub: Hub, owner: string, repo: string, number: number): IssueExport {
  const repository = hub.store.repositoryByName(owner, repo);
  const issue = repository && hub.store.issueByNumber(repository.id, number);
  if (!issue || issue.deleted) throw new RangeError(`there is no issue ${owner}/${repo}#${number}`);
  return {
    issue: issueShape(hub, issue),
    comments: issue.comments.map((comment) => commentShape(hub, comment)),
    events: timelineRows(issue).map((row) => timelineItemShape(hub, issue, row)),
  };
}
