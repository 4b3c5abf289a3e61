/**
 * `issues`: whatever happens to an issue that carries the incident label, gains or loses it, or is a known incident. The payload is the issue,
 * not what happened and in which order: so other people's events make its timeline stale, and the next run reads it. An issue whose label was
 * taken away stays known: it stands down and may come back (D5).
 */
import { recordDelivery } from '../store/deliveries.ts';
import { markGone, markStale, touchIncident } from '../store/incident-row.ts';
import { keyText, repositoryKey } from '../store/incident-key.ts';
import { saveIssue } from '../store/issues.ts';
import { saveRepository } from '../store/repositories.ts';
import { DROPPED, type DeliveryContext, type HandleDelivery, STORED } from './context.ts';
import type { Delivery, Outcome } from './ingress.ts';
import {
  firstProblem,
  isPullRequest,
  issueFactsOf,
  issueGist,
  issuesPayload,
  labelNames,
} from './payload.ts';
import { repositoryFactsOf } from './repository-facts.ts';

/** Pinning, milestones, types and the like change nothing that an incident is made of. */
const ACTIONS = new Set([
  'opened',
  'edited',
  'labeled',
  'unlabeled',
  'assigned',
  'unassigned',
  'closed',
  'reopened',
  'locked',
  'unlocked',
  'transferred',
  'deleted',
]);

export const onIssues: HandleDelivery = async (context, delivery) => {
  const gist = issueGist.safeParse(delivery.payload);
  if (!gist.success) return { kind: 'malformed', problem: firstProblem(gist.error) };
  const { issue, repository, label } = gist.data;
  if (isPullRequest(issue)) return DROPPED;
  const key = { repositoryId: repository.id, number: issue.number };
  const labels = labelNames([...issue.labels, label ?? null]);
  if (!(await context.index.concerns(key, labels))) return learnPolicy(context, delivery, labels);

  const parsed = issuesPayload.safeParse(delivery.payload);
  if (!parsed.success) return { kind: 'malformed', problem: firstProblem(parsed.error) };
  const payload = parsed.data;
  const { action } = payload;
  if (!ACTIONS.has(action)) return DROPPED;
  const isOurs = payload.sender.id === context.self();

  await context.store.transaction(async (db) => {
    await touchIncident(db, key);
    await saveRepository(db, repositoryFactsOf(payload));
    const outcome = await saveIssue(db, key, issueFactsOf(payload.issue), payload.issue.updated_at, isOurs);
    if (action === 'deleted') await markGone(db, key, { how: 'deleted', url: null });
    if (action === 'transferred') {
      await markGone(db, key, { how: 'transferred', url: payload.changes?.new_issue?.html_url ?? null });
    }
    if (!isOurs) await markStale(db, key, `issue ${action}`);
    await recordDelivery(db, {
      id: delivery.id,
      event: delivery.event,
      action,
      key,
      receivedAt: context.clock.now(),
      outcome: `issue ${outcome}`,
    });
    if (!isOurs) await context.queue.wake(key);
  });
  return { kind: 'stored', incident: keyText(key) };
};

/** Events that may declare an incident under a label that only the repository's policy knows. */
const DECLARING = new Set(['opened', 'labeled', 'reopened']);

/**
 * A label, and nobody has read this repository's policy yet: its own run reads it, and finds the issue if the label means an incident there. That
 * happens once per repository.
 */
async function learnPolicy(
  context: DeliveryContext,
  delivery: Delivery,
  labels: readonly string[],
): Promise<Outcome> {
  const parsed = issuesPayload.safeParse(delivery.payload);
  if (!parsed.success || labels.length === 0 || !DECLARING.has(parsed.data.action)) return DROPPED;
  const { repository } = parsed.data;
  if (!(await context.index.isPolicyUnknown(repository.id))) return DROPPED;
  await context.store.transaction(async (db) => {
    await saveRepository(db, repositoryFactsOf(parsed.data));
    await context.queue.wake(repositoryKey(repository.id));
  });
  return STORED;
}
