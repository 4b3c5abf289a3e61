/**
 * `issue_comment`: created, edited, deleted. Comments of pull requests and of issues that are no incidents are dropped before anything is
 * looked up. Our own writing comes back as well: it is kept as facts and wakes nobody, else every answer would cause a run.
 */
import type { CommentFacts, Instant } from '../core/incident/record.ts';
import { saveOver } from '../store/comments.ts';
import { deliveryRecorded } from '../store/deliveries.ts';
import { keyText } from '../store/incident-key.ts';
import { markStale, touchIncident } from '../store/incident-row.ts';
import { saveIssueOver } from '../store/issues.ts';
import { loadTold } from '../store/load-told.ts';
import { saveRepositoryOver } from '../store/repositories.ts';
import { sendAll } from '../store/statement.ts';
import { together } from '../store/together.ts';
import { DROPPED, type DeliveryContext, type HandleDelivery } from './context.ts';
import {
  firstProblem,
  isPullRequest,
  issueCommentPayload,
  issueFactsOf,
  issueGist,
  labelNames,
} from './payload.ts';
import { repositoryFactsOf } from './repository-facts.ts';
import type { z } from 'zod';

type Payload = z.infer<typeof issueCommentPayload>;

export const onIssueComment: HandleDelivery = async (context, delivery) => {
  const gist = issueGist.safeParse(delivery.payload);
  if (!gist.success) return { kind: 'malformed', problem: firstProblem(gist.error) };
  const { issue, repository } = gist.data;
  if (isPullRequest(issue)) return DROPPED;
  const key = { repositoryId: repository.id, number: issue.number };
  if (!(await context.index.concerns(key, labelNames(issue.labels)))) return DROPPED;

  const parsed = issueCommentPayload.safeParse(delivery.payload);
  if (!parsed.success) return { kind: 'malformed', problem: firstProblem(parsed.error) };
  const payload = parsed.data;
  const facts = commentFactsOf(payload, context);
  if (facts === null) return DROPPED;
  const isOurs = payload.sender.id === context.self();

  await context.store.transaction(async (db) => {
    const isToldLate = isLate(facts, payload.issue.updated_at);
    // what is asked for together is sent together: the touch goes first and locks, the others look under its lock
    const [revision, known] = await together([touchIncident(db, key), loadTold(db, key, facts.id)]);
    const { updated_at: updatedAt } = payload.issue;
    const issueSave = saveIssueOver(key, known.issue, issueFactsOf(payload.issue), updatedAt, isOurs);
    const source = { from: 'webhook', isLate: isToldLate } as const;
    const commentSave = await saveOver(db, key, known.comment, facts, source, revision);
    // a label, a close: whoever's comment it is that shows it, the event itself was late or lost, and is on the timeline
    const isUntold = ['stored', 'tied', 'untold'].includes(issueSave.outcome);
    const reasons = [
      ...(isUntold ? ['a comment shows the issue otherwise'] : []),
      // Of days ago perhaps: the comment may be another or gone by now, and an answer to it would be sent and taken back.
      ...(delivery.raw === undefined ? ['a webhook that had failed'] : []),
      ...(isToldLate ? ['a deletion was told late'] : []),
    ];
    const recorded = deliveryRecorded({
      id: delivery.id,
      event: delivery.event,
      action: payload.action,
      key,
      receivedAt: context.clock.now(),
      outcome: `comment ${commentSave.outcome}`,
    });
    await together([
      saveRepositoryOver(db, known.repository, repositoryFactsOf(payload)),
      sendAll(db, [...issueSave.writes, ...commentSave.writes, recorded]),
      ...reasons.map(async (reason) => markStale(db, key, reason)),
      !isOurs || isUntold ? context.queue.wakeTouched(key) : null,
    ]);
  });
  return { kind: 'stored', incident: keyText(key) };
};

/** Seconds after which a webhook is late: GitHub's clock and ours may differ by some. */
const LATE_SECONDS = 120;

/** The payload of a deletion has no time of its own. The issue's, which it moves, shows that it came late: then the timeline says when it was. */
function isLate({ deleted }: CommentFacts, updatedAt: Instant): boolean {
  return deleted !== null && deleted.at.since(updatedAt).total('seconds') > LATE_SECONDS;
}

/** Null for actions that change nothing we keep (pinned, unpinned, and whatever GitHub adds). */
function commentFactsOf(
  { action, comment, changes, sender }: Payload,
  { clock }: DeliveryContext,
): CommentFacts | null {
  const facts: CommentFacts = {
    id: comment.id,
    nodeId: comment.node_id,
    author: comment.user,
    createdAt: comment.created_at,
    updatedAt: comment.updated_at,
    body: comment.body,
    url: comment.html_url,
    editor: null,
    former: null,
    deleted: null,
  };
  switch (action) {
    case 'created':
      return facts;
    case 'edited': {
      const former = changes?.body?.from ?? null;
      return former === comment.body ? facts : { ...facts, editor: sender, former };
    }
    case 'deleted':
      return { ...facts, deleted: { at: clock.now(), by: sender } };
    default:
      return null;
  }
}
