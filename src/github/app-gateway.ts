/** The App's own questions over a client that signs with its key. */
import { z } from 'zod';
import { type AppGateway, type FailedDelivery } from '../reconcile/app-gateway.ts';
import { NotThere } from '../reconcile/gateway.ts';
import type { Octokit } from './client.ts';
import { readFailure, statusOf } from './failure.ts';
import { Time } from './shapes.ts';

/** GitHub's largest page. */
const PAGE = 100;

const Installation = z.object({ id: z.number(), suspended_at: z.string().nullish() });

const Attempt = z.object({
  id: z.number(),
  guid: z.string(),
  delivered_at: Time,
  status_code: z.number(),
  event: z.string(),
  action: z.string().nullish(),
});

const Payload = z.object({ request: z.object({ payload: z.unknown() }) });

function failure(error: unknown): unknown {
  const status = statusOf(error);
  return status === 404 || status === 410 ? new NotThere(status) : readFailure(error);
}

export function openAppGateway(octokit: Octokit): AppGateway {
  return {
    listInstallations: async () => {
      try {
        const list = await octokit.paginate(octokit.rest.apps.listInstallations, { per_page: PAGE });
        return list
          .map((item) => Installation.parse(item))
          .map(({ id, suspended_at: suspendedAt }) => ({ id, isSuspended: suspendedAt != null }));
      } catch (error) {
        if (statusOf(error) === 401) return null;
        throw failure(error);
      }
    },
    listFailedDeliveries: async (since, most) => {
      const found: FailedDelivery[] = [];
      try {
        // pages come by a cursor in the Link header, which the paginator follows
        const pages = octokit.paginate.iterator(octokit.rest.apps.listWebhookDeliveries, {
          per_page: PAGE,
          status: 'failure',
        });
        for await (const { data } of pages) {
          const attempts = z.array(Attempt).parse(data);
          for (const attempt of attempts) {
            if (Temporal.Instant.compare(attempt.delivered_at, since) < 0 || found.length >= most)
              return found;
            // a server that does not know the filter lists all
            if (attempt.status_code >= 200 && attempt.status_code < 400) continue;
            found.push({
              attempt: attempt.id,
              id: attempt.guid,
              event: attempt.event,
              action: attempt.action ?? null,
              deliveredAt: attempt.delivered_at,
            });
          }
        }
        return found;
      } catch (error) {
        throw failure(error);
      }
    },
    readDelivery: async (attempt) => {
      try {
        const { data } = await octokit.rest.apps.getWebhookDelivery({ delivery_id: attempt });
        return Payload.parse(data).request.payload;
      } catch (error) {
        if (statusOf(error) === 404) return null;
        throw failure(error);
      }
    },
  };
}
