import { type StoredEffect, effectOf } from '../../src/store/effects.ts';
import type { IncidentKey } from '../../src/store/incident-key.ts';
import type { Database } from '../../src/store/tables.ts';

/** Pending ones of a run that died, and doubtful ones; oldest first. */
export async function openEffects(db: Database, key: IncidentKey): Promise<StoredEffect[]> {
  const rows = await db
    .selectFrom('effect')
    .select(['id', 'document', 'kind', 'state', 'started_at'])
    .where('repository_id', '=', key.repositoryId)
    .where('number', '=', key.number)
    .where('state', '!=', 'done')
    .orderBy('started_at')
    .orderBy('id')
    .execute();
  return rows.map(effectOf);
}
