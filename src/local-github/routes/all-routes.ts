/**
 * Every route, in the order in which they are asked.
 */
import { graphql } from '../graphql.ts';
import { budgetKey } from '../rate-limit.ts';
import type { RateLimits } from '../rate-limit.ts';
import type { Routes } from '../router.ts';
import type { WebhookSender } from '../webhook-sender.ts';
import { appRoutes } from './app-routes.ts';
import { assigneeRoutes } from './assignee-routes.ts';
import { commentRoutes } from './comment-routes.ts';
import { contentRoutes } from './content-routes.ts';
import { deliveryRoutes } from './delivery-routes.ts';
import { issueRoutes } from './issue-routes.ts';
import { labelRoutes } from './label-routes.ts';
import { localRoutes } from './local-routes.ts';
import { reactionRoutes } from './reaction-routes.ts';
import { repositoryRoutes } from './repository-routes.ts';
import { subIssueRoutes } from './sub-issue-routes.ts';
import { timelineRoutes } from './timeline-routes.ts';
import { userRoutes } from './user-routes.ts';

export function allRoutes(sender: WebhookSender, limits: RateLimits): Routes[] {
  return [
    appRoutes,
    deliveryRoutes(sender),
    userRoutes,
    repositoryRoutes,
    commentRoutes,
    issueRoutes,
    labelRoutes,
    assigneeRoutes,
    reactionRoutes,
    timelineRoutes,
    subIssueRoutes,
    contentRoutes,
    { 'POST /graphql': graphql },
    rateRoutes(limits),
    localRoutes(sender),
  ];
}

function rateRoutes(limits: RateLimits): Routes {
  return {
    'GET /rate_limit': ({ caller }) => {
      const core = limits.read(budgetKey(caller));
      const search = { ...core, limit: 30, used: 0, remaining: 30 };
      return { status: 200, body: { resources: { core, search, graphql: core }, rate: core } };
    },
  };
}
