/**
 * What was done once and leaves no document to recognise: a reaction's id, a pin, a link between issues, an assignee that GitHub would not take.
 * Losing them costs a repeated call at worst; every one of these writes may be repeated.
 */
import type { IncidentKey } from './incident-key.ts';
import { type Statement, send, statement } from './statement.ts';
import type { Database } from './tables.ts';

export async function saveMemo(
  db: Database,
  key: IncidentKey,
  memo: string,
  value: number | null,
): Promise<void> {
  await send(db, memoKept(key, memo, value));
}

type Memo = IncidentKey & { readonly memo: string };

const keep = statement((db, { repositoryId, number, memo, value }: Memo & { value: number | null }) =>
  db
    .insertInto('memo')
    .values({ repository_id: repositoryId, number, key: memo, value })
    .onConflict((conflict) => conflict.columns(['repository_id', 'number', 'key']).doUpdateSet({ value })),
);

export function memoKept(key: IncidentKey, memo: string, value: number | null): Statement {
  return keep({ ...key, memo, value });
}

export async function dropMemo(db: Database, key: IncidentKey, memo: string): Promise<void> {
  await send(db, memoDropped(key, memo));
}

const drop = statement((db, { repositoryId, number, memo }: Memo) =>
  db
    .deleteFrom('memo')
    .where('repository_id', '=', repositoryId)
    .where('number', '=', number)
    .where('key', '=', memo),
);

export function memoDropped(key: IncidentKey, memo: string): Statement {
  return drop({ ...key, memo });
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
