/** When to look at an incident again, by our clock: a column of its row, which `watch-due.ts` looks at. */
import { type RawBuilder, sql } from 'kysely';
import type { Instant } from '../core/incident/record.ts';
import { type Attempt, renewal, writeClaimed } from './claim.ts';
import { toColumn } from './columns.ts';
import type { IncidentKey } from './incident-key.ts';
import { send, statement } from './statement.ts';
import type { Database } from './tables.ts';

type Wish = IncidentKey & { readonly at: Date | null };

/** Creates the row where needed, as `touchIncident` does, and leaves it alone where it says so already. */
function upsert(wish: Wish): {
  readonly values: RawBuilder<unknown>;
  readonly onConflict: RawBuilder<unknown>;
} {
  return {
    values: sql`insert into muster.incident (repository_id, number, stale_reason, wake_at)
      select ${wish.repositoryId}::bigint, ${wish.number}::integer, 'first seen', ${wish.at}::timestamptz`,
    onConflict: sql`on conflict (repository_id, number) do update
      set wake_at = excluded.wake_at, revision = incident.revision + 1
      where incident.wake_at is distinct from excluded.wake_at`,
  };
}

const unclaimed = statement((_db, wish: Wish) => {
  const { values, onConflict } = upsert(wish);
  return sql`${values} ${onConflict}`;
});

const claimed = statement((_db, wish: Wish & Attempt) => {
  const { values, onConflict } = upsert(wish);
  return sql`with claim as (${renewal(wish)}), wish as (${values} from claim ${onConflict}) select id from claim`;
});

/** Null for never. Throws ClaimLost in a run that is not the incident's any more. */
export async function setWakeAt(db: Database, key: IncidentKey, at: Instant | null): Promise<void> {
  const wish = { ...key, at: toColumn(at) };
  await writeClaimed((attempt) =>
    send(db, attempt === null ? unclaimed(wish) : claimed({ ...wish, ...attempt })),
  );
}
