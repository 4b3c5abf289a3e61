/** What every kind of delivery is handled with. */
import type { Clock } from '../clock.ts';
import { markRepositoriesStale } from '../store/incident-row.ts';
import type { Queue } from '../store/queue.ts';
import type { Store } from '../store/store.ts';
import type { IncidentIndex } from './incident-index.ts';
import type { Delivery, Outcome } from './ingress.ts';

export interface DeliveryContext {
  readonly store: Store;
  /** Around work that somebody waits for. */
  readonly hurry: <T>(work: () => Promise<T>) => Promise<T>;
  readonly queue: Pick<Queue, 'wake' | 'wakeTouched'>;
  readonly clock: Clock;
  readonly index: IncidentIndex;
  /** Our own bot's numeric user id, or null as long as it is not known: then our own events are treated like everybody's. */
  readonly self: () => number | null;
  /** Repositories came or went, or rights changed: what they hold should be read anew. Called after the facts are stored; resolves when it is durable. */
  readonly onInstallationChange: (installationId: number) => Promise<void>;
}

export type HandleDelivery = (context: DeliveryContext, delivery: Delivery) => Promise<Outcome>;

export const STORED: Outcome = { kind: 'stored' };
export const DROPPED: Outcome = { kind: 'dropped' };

/** Something changed for all known incidents of these repositories: all are read anew. One transaction each, in the order of locks. */
export async function wakeRepositories(
  { store, queue }: DeliveryContext,
  repositoryIds: readonly number[],
  reason: string,
): Promise<void> {
  const keys = await store.transaction(async (db) => markRepositoriesStale(db, repositoryIds, reason));
  for (const key of keys) await queue.wake(key);
}
