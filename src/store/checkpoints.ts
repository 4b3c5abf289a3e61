/** How far something that goes on for ever has come. */
import type { Instant } from '../core/incident/record.ts';
import { toColumn, toInstant } from './columns.ts';
import type { Database } from './tables.ts';

/** `failed-deliveries`: everything that failed before this was taken. */
export type Checkpoint = 'failed-deliveries';

/** Null when nothing was reached yet. */
export async function loadCheckpoint(db: Database, name: Checkpoint): Promise<Instant | null> {
  const row = await db
    .selectFrom('checkpoint')
    .select('reached_at')
    .where('name', '=', name)
    .executeTakeFirst();
  return toInstant(row?.reached_at ?? null);
}

export async function saveCheckpoint(db: Database, name: Checkpoint, reachedAt: Instant): Promise<void> {
  const row = { reached_at: toColumn(reachedAt) };
  await db
    .insertInto('checkpoint')
    .values({ name, ...row })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
    .execute();
}
