/** Fills a database with open incidents at which nothing is due before tomorrow, as Muster would have left them. */
import { sql } from 'kysely';
import { systemClock } from '../../src/clock.ts';
import { openQueue } from '../../src/store/queue.ts';
import { type Store, type StoreSettings, openStore } from '../../src/store/store.ts';

/** Of repositories that no installation holds: nobody is asked about them. */
const FIRST_REPOSITORY = 5_000_000;
const REPOSITORIES = 1_000;

export async function seedOpenIncidents(settings: StoreSettings, incidents: number): Promise<void> {
  const store = await openStore(settings);
  // makes the queue's own tables
  const queue = await openQueue(store, systemClock, async () => undefined, { log: () => undefined });
  await queue.stop();
  await insertRows(store, incidents);
  await sql`analyze`.execute(store.db);
  await store.close();
}

async function insertRows({ db }: Store, incidents: number): Promise<void> {
  const numbered = sql`select ${FIRST_REPOSITORY}::bigint + n % ${sql.lit(REPOSITORIES)} as repository_id, n / ${sql.lit(REPOSITORIES)} + 1 as number, n
    from generate_series(0, ${sql.lit(incidents - 1)}) as n`;
  await sql`insert into muster.repository (id, owner, name, is_private)
    select ${FIRST_REPOSITORY}::bigint + n, 'elsewhere', 'repository-' || n, true from generate_series(0, ${sql.lit(REPOSITORIES - 1)}) as n`.execute(
    db,
  );
  await sql`insert into muster.incident (repository_id, number, read_mark, read_at, wake_at)
    select repository_id, number, 1, now(), now() + interval '1 day' + n * interval '1 second' from (${numbered}) as i`.execute(
    db,
  );
  await sql`insert into muster.issue (repository_id, number, id, node_id, title, body, author, created_at, updated_at, state, labels, assignees, is_locked, is_pull_request, url)
    select repository_id, number, 7000000 + n, 'I_' || n, 'Checkout fails in region ' || n, 'since the deploy', '{"id":1,"login":"prima","isBot":false}', now(), now(),
      'open', '["incident","sev2"]', '[]', false, false, 'https://github.com/elsewhere/repository/issues/' || number from (${numbered}) as i`.execute(
    db,
  );
  await sql`insert into muster.document (repository_id, number, key, kind, id, on_number, node_id, url, body_hash, state)
    select repository_id, number, 'board', 'comment', 8000000 + n, number, 'IC_' || n, 'https://github.com/elsewhere', repeat('0', 64), 'current' from (${numbered}) as i`.execute(
    db,
  );
}
