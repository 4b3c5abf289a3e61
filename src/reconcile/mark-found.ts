/** An incident that nobody told about: its run reads it from GitHub. */
import type { IncidentKey } from '../store/incident-key.ts';
import { markStale, touchIncident } from '../store/incident-row.ts';
import type { Ports } from './ports.ts';

export async function markFound(
  { store, queue }: Pick<Ports, 'store' | 'queue'>,
  key: IncidentKey,
  why: string,
): Promise<void> {
  await store.transaction(async (db) => {
    await touchIncident(db, key);
    await markStale(db, key, why);
    await queue().wake(key);
  });
}
