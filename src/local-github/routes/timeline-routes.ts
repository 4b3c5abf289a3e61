/**
 * The history of an issue, oldest first: the timeline with comments, and the events alone. A cross-reference from a repository
 * that the reader may not see is not shown.
 */
import { page } from '../paging.ts';
import { canSee } from '../permissions.ts';
import type { CommentRecord, EventRecord } from '../records.ts';
import { issueOf, repositoryOf } from '../request.ts';
import type { Request } from '../request.ts';
import type { Routes } from '../router.ts';
import { eventShape, isIssueEvent, timelineItemShape, timelineRows } from '../shapes/timeline-shape.ts';

export const timelineRoutes: Routes = {
  'GET /repos/{owner}/{repo}/issues/{issue_number}/timeline': (request) => {
    const issue = issueOf(request, repositoryOf(request, 'read', ['issues', 'read']));
    const rows = timelineRows(issue).filter((row) => visible(request, row));
    return page(request, rows, (row) => timelineItemShape(request.hub, issue, row));
  },

  'GET /repos/{owner}/{repo}/issues/{issue_number}/events': (request) => {
    const issue = issueOf(request, repositoryOf(request, 'read', ['issues', 'read']));
    return page(request, issue.events.filter(isIssueEvent), (row) => eventShape(request.hub, issue, row));
  },
};

function visible(request: Request, row: CommentRecord | EventRecord): boolean {
  if (!('event' in row) || row.otherIssueId === undefined) return true;
  const { store } = request.hub;
  const other = store.issue(row.otherIssueId);
  return !other.deleted && canSee(store, request.caller, store.repository(other.repositoryId));
}
