/**
 * What was done once and leaves no document to recognise: a reaction's id, a pin, a link between issues, an assignee that GitHub would not take.
 * Losing them costs a repeated call at worst; every one of these writes may be repeated.
 */
import type { IncidentKey } from './incident-key.ts';
import type { Database } from './tables.ts';

export async function saveMemo(
  db: Database,
  key: IncidentKey,
  memo: string,
  value: number | null,
): Promise<void> {
  await db
    .insertInto('memo')
    .values({ repository_id: key.repositoryId, number: key.number, key: memo, value })
    .onConflict((conflict) => conflict.columns(['repository_id', 'number', 'key']).doUpdateSet({ value }))
    .execute();
}

export async function dropMemo(db: Database, key: IncidentKey, memo: string): Promise<void> {
  await db
    .deleteFrom('memo')
    .where('repository_id', '=', key.repositoryId)
    .where('number', '=', key.number)
    .where('key', '=', memo)
    .execute();
}

export async function loadMemos(db: Database, key: IncidentKey): Promise<Map<string, number | null>> {
  const rows = await db
    .selectFrom('memo')
    .select(['key', 'value'])
    .where('repository_id', '=', key.repositoryId)
    .where('number', '=', key.number)
    .execute();
  return new Map(rows.map((row) => [row.key, row.value]));
}
