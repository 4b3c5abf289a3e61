/**
 * An audit of the webhooks that mattered. Never asked whether one was seen: a delivery that comes again is worked again, else a redelivery could
 * not repair what a crash left undone.
 */
import type { Instant } from '../core/incident/record.ts';
import { storable, toColumn } from './columns.ts';
import { type IncidentKey, keyText } from './incident-key.ts';
import type { Database } from './tables.ts';

export interface DeliveryFacts {
  /** `X-GitHub-Delivery`. */
  readonly id: string;
  readonly event: string;
  readonly action: string | null;
  readonly key: IncidentKey | null;
  readonly receivedAt: Instant;
  /** What was made of it, in a few words. */
  readonly outcome: string;
}

export async function recordDelivery(db: Database, delivery: DeliveryFacts): Promise<void> {
  const row = { received_at: toColumn(delivery.receivedAt), outcome: delivery.outcome };
  await db
    .insertInto('delivery')
    .values({
      id: storable(delivery.id),
      event: storable(delivery.event),
      action: delivery.action === null ? null : storable(delivery.action),
      key: delivery.key === null ? null : keyText(delivery.key),
      ...row,
    })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
}

/** Deletes what was received before `instant`. */
export async function trimDeliveries(db: Database, instant: Instant): Promise<void> {
  await db.deleteFrom('delivery').where('received_at', '<', toColumn(instant)).execute();
}
