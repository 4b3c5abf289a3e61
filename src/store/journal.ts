/** The cached copy of an incident's journal. The journal itself stands in Muster's comments; its entries are only ever added (E1). */
import { type RawBuilder, sql } from 'kysely';
import type { JournalEntry } from '../core/incident/journal.ts';
import { type Attempt, confirmClaim, renewal, writeClaimed } from './claim.ts';
import { storable, toJson } from './columns.ts';
import type { IncidentKey } from './incident-key.ts';
import { touchIncident } from './incident-row.ts';
import { send, statement } from './statement.ts';
import type { Store } from './store.ts';
import type { Database, Written } from './tables.ts';

/**
 * Makes the copy equal to `entries`, writing only what differs from `before`: what `loadIncident` gave to the run, which alone writes here. Throws ClaimLost,
 * where there is something to write.
 */
export async function saveJournal(
  store: Pick<Store, 'db' | 'transaction'>,
  key: IncidentKey,
  before: readonly JournalEntry[],
  entries: readonly JournalEntry[],
): Promise<void> {
  let start = 0;
  while (start < Math.min(before.length, entries.length) && isSame(before[start], entries[start])) start += 1;
  const news = { ...key, start, entries: toJson(entries.slice(start)) };
  const add = async (db: Database) => {
    if (start < entries.length)
      await writeClaimed((attempt) =>
        send(db, attempt === null ? addUnclaimed(news) : addClaimed({ ...news, ...attempt })),
      );
  };
  if (start === before.length) return add(store.db);
  await store.transaction(async (db) => {
    await touchIncident(db, key);
    await confirmClaim();
    await db
      .deleteFrom('journal')
      .where('repository_id', '=', key.repositoryId)
      .where('number', '=', key.number)
      .where('seq', '>=', start)
      .execute();
    await add(db);
  });
}

type News = IncidentKey & { readonly start: number; readonly entries: string };

const columns = sql`insert into muster.journal (repository_id, number, seq, entry)`;

function rows({ repositoryId, number, start, entries }: News): {
  readonly values: RawBuilder<unknown>;
  readonly source: RawBuilder<unknown>;
} {
  return {
    values: sql`select ${repositoryId}::bigint, ${number}::integer, ${start}::integer + place - 1, entry`,
    source: sql`jsonb_array_elements(${entries}::jsonb) with ordinality as news (entry, place)`,
  };
}

const addUnclaimed = statement((_db, news: News) => {
  const { values, source } = rows(news);
  return sql`${columns} ${values} from ${source}`;
});

const addClaimed = statement((_db, news: News & Attempt) => {
  const { values, source } = rows(news);
  return sql`with claim as (${renewal(news)}) ${columns} ${values} from claim, ${source} returning seq`;
});

export function entryOf(entry: Written<JournalEntry>): JournalEntry {
  const at = Temporal.Instant.from(entry.at);
  if (!('createdAt' in entry)) return { ...entry, at };
  return { ...entry, at, createdAt: Temporal.Instant.from(entry.createdAt) };
}

/** Whether one is what the database makes of the other; jsonb keeps no order of names. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a === 'string' && typeof b === 'string') return storable(a) === storable(b);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (a instanceof Temporal.Instant) return b instanceof Temporal.Instant && a.equals(b);
  const [left, right] = [fieldsOf(a), fieldsOf(b)];
  return left.size === right.size && [...left].every(([name, value]) => isSame(value, right.get(name)));
}

const fieldsOf = (value: object): ReadonlyMap<string, unknown> =>
  new Map(Object.entries(value).filter(([, field]) => field !== undefined));
