/** The cached copy of an incident's journal. The journal itself stands in Muster's comments; its entries are only ever added (E1). */
import type { JournalEntry } from '../core/incident/journal.ts';
import { confirmClaim } from './claim.ts';
import { toJson } from './columns.ts';
import type { IncidentKey } from './incident-key.ts';
import type { Database, Written } from './tables.ts';

const ROWS = 5_000;

/** Makes the copy equal to `entries`, writing only what differs. Call after `touchIncident` in the same transaction. Throws ClaimLost. */
export async function saveJournal(
  db: Database,
  key: IncidentKey,
  entries: readonly JournalEntry[],
): Promise<void> {
  await confirmClaim();
  const stored = await storedEntries(db, key);
  const texts = entries.map(toJson);
  const isSame = (index: number) => {
    const entry = stored[index];
    return entry !== undefined && canonical(entry) === canonical(JSON.parse(texts[index] ?? 'null'));
  };
  let start = 0;
  while (start < texts.length && isSame(start)) start += 1;
  if (start < stored.length) {
    await db
      .deleteFrom('journal')
      .where('repository_id', '=', key.repositoryId)
      .where('number', '=', key.number)
      .where('seq', '>=', start)
      .execute();
  }
  for (; start < texts.length; start += ROWS) {
    const rows = texts.slice(start, start + ROWS).map((entry, index) => ({
      repository_id: key.repositoryId,
      number: key.number,
      seq: start + index,
      entry,
    }));
    await db.insertInto('journal').values(rows).execute();
  }
}

async function storedEntries(db: Database, key: IncidentKey): Promise<Written<JournalEntry>[]> {
  const rows = await db
    .selectFrom('journal')
    .select('entry')
    .where('repository_id', '=', key.repositoryId)
    .where('number', '=', key.number)
    .orderBy('seq')
    .execute();
  return rows.map((row) => row.entry);
}

export function entryOf(entry: Written<JournalEntry>): JournalEntry {
  const at = Temporal.Instant.from(entry.at);
  if (!('createdAt' in entry)) return { ...entry, at };
  return { ...entry, at, createdAt: Temporal.Instant.from(entry.createdAt) };
}

/** jsonb keeps no order of keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
