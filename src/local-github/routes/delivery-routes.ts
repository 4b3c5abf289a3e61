/**
 * The App's webhook as it sees it: address, log of deliveries newest first, redelivery.
 */
import { notFound, Refusal } from '../refusal.ts';
import type { Request } from '../request.ts';
import { param } from '../request.ts';
import type { Routes } from '../router.ts';
import type { DeliveryRecord, WebhookSender } from '../webhook-sender.ts';
import { appOf } from './app-routes.ts';

export function deliveryRoutes(sender: WebhookSender): Routes {
  const find = (request: Request): DeliveryRecord => {
    appOf(request);
    const record = sender.deliveries.find(
      ({ deliveryId }) => deliveryId === Number(param(request, 'delivery_id')),
    );
    if (!record) throw notFound();
    return record;
  };
  return {
    'GET /app/hook/config': (request) => {
      const { webhookUrl, webhookSecret } = appOf(request);
      const secret = webhookSecret === null ? {} : { secret: '********' };
      return {
        status: 200,
        body: { content_type: 'json', insecure_ssl: '0', ...secret, url: webhookUrl ?? '' },
      };
    },

    'GET /app/hook/deliveries': (request) => {
      appOf(request);
      const wanted = request.query.get('status');
      const size = Math.min(Number(request.query.get('per_page') ?? 30) || 30, 100);
      const cursor = /^v1_(\d+)$/u.exec(request.query.get('cursor') ?? '')?.[1];
      const rows = sender.deliveries
        .filter((row) => wanted === null || (wanted === 'success') === row.statusCode < 400)
        .filter((row) => cursor === undefined || row.deliveryId <= Number(cursor))
        .toReversed();
      const next = rows[size];
      return {
        status: 200,
        body: rows.slice(0, size).map(itemShape),
        ...(next ? { headers: { link: nextLink(request, next) } } : {}),
      };
    },

    'GET /app/hook/deliveries/{delivery_id}': (request) => {
      const record = find(request);
      return {
        status: 200,
        body: { ...itemShape(record), url: record.url, request: record.request, response: record.response },
      };
    },

    'POST /app/hook/deliveries/{delivery_id}/attempts': (request) => {
      const record = find(request);
      if (request.hub.store.app?.webhookUrl == null) throw new Refusal(422, 'The App has no webhook');
      sender.redeliver(record.id);
      return { status: 202, body: {} };
    },
  };
}

function itemShape(record: DeliveryRecord) {
  return {
    id: record.deliveryId,
    guid: record.id,
    delivered_at: record.deliveredAt,
    redelivery: record.redelivery,
    duration: record.duration,
    status: record.status,
    status_code: record.statusCode,
    event: record.event,
    action: record.action,
    installation_id: record.installationId,
    repository_id: record.repositoryId,
    throttled_at: null,
  };
}

/** The log is paged by a cursor, not by numbers: it grows at its front. */
function nextLink(request: Request, next: DeliveryRecord): string {
  const query = new URLSearchParams(request.query);
  query.set('cursor', `v1_${next.deliveryId}`);
  return `<${request.root}${request.path}?${query.toString()}>; rel="next"`;
}
