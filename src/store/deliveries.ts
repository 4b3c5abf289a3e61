/**
 * An audit of the webhooks that mattered. The ingress never asks it whether one was seen: a delivery that comes again is worked again, else a
 * redelivery could not repair what a crash left undone. Only a resync asks, which would else take every failed delivery once an hour for three days.
 */
import { sql } from 'kysely';
import type { Instant } from '../core/incident/record.ts';
import { storable, toColumn } from './columns.ts';
import { type IncidentKey, keyText } from './incident-key.ts';
import { type Statement, send, statement } from './statement.ts';
import type { Database, Tables } from './tables.ts';

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
  await send(db, deliveryRecorded(delivery));
}

export function deliveryRecorded(delivery: DeliveryFacts): Statement {
  return record({
    id: storable(delivery.id),
    event: storable(delivery.event),
    action: delivery.action === null ? null : storable(delivery.action),
    key: delivery.key === null ? null : keyText(delivery.key),
    received_at: toColumn(delivery.receivedAt),
    outcome: delivery.outcome,
  });
}

const record = statement((db, { id, event, action, key, received_at, outcome }: Tables['delivery']) =>
  db
    .insertInto('delivery')
    .values({ id, event, action, key, received_at, outcome })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ received_at, outcome })),
);

/** Those of these ids that were worked before. What is recorded is durable, so that a failed answer to it needs no second look. */
export async function recordedDeliveries(db: Database, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db
    .selectFrom('delivery')
    .select('id')
    .where('id', '=', sql<string>`any(${[...ids]}::text[])`)
    .execute();
  return new Set(rows.map((row) => row.id));
}

/** Records a delivery that was worked without leaving a record of its own; what is there stays. */
export async function noteDelivery(db: Database, delivery: DeliveryFacts): Promise<void> {
  if (!(await recordedDeliveries(db, [delivery.id])).has(delivery.id)) await recordDelivery(db, delivery);
}

/** Deletes what was received before `instant`. */
export async function trimDeliveries(db: Database, instant: Instant): Promise<void> {
  await db.deleteFrom('delivery').where('received_at', '<', toColumn(instant)).execute();
}
