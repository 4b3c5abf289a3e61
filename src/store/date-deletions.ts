/**
 * When comments that a full read lacks were deleted, and by whom. GitHub traces every deletion on the issue (`comment_deleted`: who and when, but not which
 * comment), so the youngest traces belong to the comments that are newly missing. Without it the time of the read would stand in the timeline, and the
 * trace beside it as the deletion of a comment that nobody ever saw.
 */
import type { CommentFacts, Instant, IssueEventFacts } from '../core/incident/record.ts';

type Deletion = NonNullable<CommentFacts['deleted']>;

/** Seconds between a deletion's trace and the webhook that told of it. */
const SAME_SECONDS = 120;

function isTrace({ kind }: IssueEventFacts): boolean {
  return kind === 'comment_deleted';
}

function isNear(a: Instant, b: Instant): boolean {
  return Math.abs(a.since(b).total('seconds')) <= SAME_SECONDS;
}

/** Traces that no known deletion accounts for, oldest first. */
function unclaimed(events: readonly IssueEventFacts[], known: readonly Instant[]): IssueEventFacts[] {
  const open = [...known];
  return events
    .filter(isTrace)
    .toSorted((a, b) => Temporal.Instant.compare(a.at, b.at))
    .filter((event) => {
      const index = open.findIndex((at) => isNear(at, event.at));
      if (index >= 0) open.splice(index, 1);
      return index < 0;
    });
}

/**
 * Deletions that a webhook told, which carries no time of its own and may have come late: where no trace lies near its arrival, the last trace before it by the
 * same person says when. `known`: when comments were deleted of which that is known, these included. Returns those that change.
 */
export function redateTold(
  told: readonly CommentFacts[],
  events: readonly IssueEventFacts[],
  known: readonly Instant[],
): readonly (CommentFacts & { readonly deleted: Deletion })[] {
  const open = unclaimed(events, known);
  return told.flatMap((comment) => {
    const { deleted } = comment;
    if (deleted === null || events.some((event) => isTrace(event) && isNear(event.at, deleted.at))) return [];
    const index = open.findLastIndex(
      ({ actor, at }) =>
        actor !== null &&
        actor.id === deleted.by?.id &&
        Temporal.Instant.compare(at, comment.updatedAt) >= 0 &&
        Temporal.Instant.compare(at, deleted.at) <= 0,
    );
    const [trace] = index < 0 ? [] : open.splice(index, 1);
    return trace === undefined ? [] : [{ ...comment, deleted: { ...deleted, at: trace.at } }];
  });
}

/**
 * `known`: when comments were deleted of which that is known. `readAt` stands where there is no trace. Who deleted is said only where a single trace leaves no
 * choice. In the order of `missing`.
 */
export function dateDeletions(
  missing: readonly CommentFacts[],
  events: readonly IssueEventFacts[],
  known: readonly Instant[],
  readAt: Instant,
): readonly Deletion[] {
  const traces = unclaimed(events, known);
  const isCertain = missing.length === 1 && traces.length === 1;
  const youngest = traces.slice(-missing.length);
  return missing.map((comment) => {
    const index = youngest.findIndex((trace) => Temporal.Instant.compare(trace.at, comment.updatedAt) >= 0);
    const [trace] = index < 0 ? [] : youngest.splice(index, 1);
    return trace === undefined
      ? { at: readAt, by: null }
      : { at: trace.at, by: isCertain ? trace.actor : null };
  });
}
