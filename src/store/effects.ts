/**
 * Intents: what is about to be written on GitHub, committed before the request goes out. A write that failed or timed out may have happened,
 * so an intent that is still open after a crash tells what to look for before writing again (E2).
 */
import type { Selectable } from 'kysely';
import type { Instant } from '../core/incident/record.ts';
import { confirmClaim } from './claim.ts';
import { type InJson, toColumn, toInstant, toJson } from './columns.ts';
import type { IncidentKey } from './incident-key.ts';
import type { Database, Tables } from './tables.ts';

export interface StoredEffect {
  /** Chosen by the caller, unique for ever. */
  readonly id: string;
  readonly document: string;
  readonly kind: string;
  readonly state: 'pending' | 'doubtful';
  readonly startedAt: Instant;
}

/** Commit this before the request is sent. Throws ClaimLost in a run that is not the incident's any more. */
export async function beginEffect(
  db: Database,
  key: IncidentKey,
  effect: Omit<StoredEffect, 'state'>,
): Promise<void> {
  await confirmClaim();
  await db
    .insertInto('effect')
    .values({
      id: effect.id,
      repository_id: key.repositoryId,
      number: key.number,
      document: effect.document,
      kind: effect.kind,
      state: 'pending',
      started_at: toColumn(effect.startedAt),
    })
    .execute();
}

/** It happened; `answer` is what GitHub said, JSON-able. */
export async function finishEffect(db: Database, id: string, at: Instant, answer: unknown): Promise<void> {
  await db
    .updateTable('effect')
    .set({ state: 'done', finished_at: toColumn(at), answer: toJson(answer ?? null) })
    .where('id', '=', id)
    .execute();
}

/** It may have happened: a time-out, a broken connection, a 5xx. */
export async function doubtEffect(db: Database, id: string): Promise<void> {
  await db.updateTable('effect').set({ state: 'doubtful' }).where('id', '=', id).execute();
}

/** It certainly did not happen, or was found not to have. */
export async function dropEffect(db: Database, id: string): Promise<void> {
  await db.deleteFrom('effect').where('id', '=', id).execute();
}

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

type Row = Pick<Selectable<Tables['effect']>, 'id' | 'document' | 'kind' | 'state' | 'started_at'>;

export function effectOf(row: Row | InJson<Row>): StoredEffect {
  return {
    id: row.id,
    document: row.document,
    kind: row.kind,
    state: row.state === 'pending' ? 'pending' : 'doubtful',
    startedAt: toInstant(row.started_at),
  };
}

/** Deletes what is done since before `instant`. */
export async function trimEffects(db: Database, instant: Instant): Promise<void> {
  await db
    .deleteFrom('effect')
    .where('state', '=', 'done')
    .where('finished_at', '<', toColumn(instant))
    .execute();
}
