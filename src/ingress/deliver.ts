/** Which kind of delivery goes where. Events that are not listed are none of our business; app.yml asks GitHub for those that are. */
import type { DeliveryContext, HandleDelivery } from './context.ts';
import { DROPPED } from './context.ts';
import { glance } from './glance.ts';
import type { IncidentIndex } from './incident-index.ts';
import type { Delivery, Outcome } from './ingress.ts';
import { onInstallation } from './on-installation.ts';
import { onIssueComment } from './on-issue-comment.ts';
import { onIssues } from './on-issues.ts';
import { onLabel } from './on-label.ts';
import { onMembership } from './on-membership.ts';
import { onPush } from './on-push.ts';
import { onRepository } from './on-repository.ts';

export const HANDLERS: ReadonlyMap<string, HandleDelivery> = new Map([
  ['issue_comment', onIssueComment],
  ['issues', onIssues],
  ['label', onLabel],
  ['repository', onRepository],
  ['installation', onInstallation],
  ['installation_repositories', onInstallation],
  ['installation_target', onInstallation],
  ['member', onMembership],
  ['membership', onMembership],
  ['organization', onMembership],
  ['team', onMembership],
  ['team_add', onMembership],
  ['push', onPush],
]);

/** What `createIngress` hands deliveries to; also for payloads of failed deliveries that a resync fetched. Resolves when they are durable. */
export function createDeliver(context: DeliveryContext): (delivery: Delivery) => Promise<Outcome> {
  return async (delivery) => {
    const handle = HANDLERS.get(delivery.event);
    if (handle === undefined || (await isNoneOfOurs(context.index, delivery))) return DROPPED;
    // GitHub waits for the answer
    return await context.hurry(async () => handle(context, delivery));
  };
}

/** Whether its bytes say so already. */
async function isNoneOfOurs(index: IncidentIndex, { event, raw }: Delivery): Promise<boolean> {
  if (raw === undefined) return false;
  const seen = glance(event, raw);
  return seen.kind === 'issue' ? !(await index.concerns(seen.key, seen.labels)) : seen.kind === 'nothing';
}
