/** The schema while versions overlap: what a migration may hold, and what a process does that meets a schema of another version. */
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { MIGRATIONS, type Migration, migrate } from '../../src/store/migrate.ts';
import { touchIncident } from '../../src/store/incident-row.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { describeOnPostgres, type Postgres, startPostgres } from '../support/postgres.ts';

const NAME = String.raw`[a-z_]+`;
/** What a process of the version before does not notice. Indexes only where every row may stand: it knows nothing of a new rule. */
const ADDITIVE = [
  new RegExp(`^create table muster\\.${NAME} \\(`, 'u'),
  new RegExp(`^create index ${NAME} on muster\\.${NAME} \\(`, 'u'),
  new RegExp(
    `^alter table muster\\.${NAME} add column ${NAME} (?!.*(?:\\b(?:unique|primary key|check|references)\\b|,\\s*(?:drop|alter|rename|add)\\b))(?:(?!not null).|not null default )+$`,
    'su',
  ),
];
/** A trigger may refuse what the version before writes, so it comes with its table. */
const WITH_ITS_TABLE = [
  new RegExp(`^create function muster\\.${NAME}\\(`, 'u'),
  new RegExp(
    `^create trigger ${NAME} after (?:insert|update|delete)(?: or (?:insert|update|delete))* on muster\\.(?<table>${NAME}) `,
    'u',
  ),
];

/** The statements of a migration that the version before may stumble over. */
function noticed(migration: Migration, number = 1): readonly string[] {
  // what is dropped was not used by the version before, at the latest
  if ('drops' in migration) return migration.oldest < number ? [] : migration.drops;
  const made = new Set(
    migration.adds.flatMap((statement) => /^create table muster\.([a-z_]+)/u.exec(statement)?.[1] ?? []),
  );
  const isWithItsTable = (statement: string) =>
    WITH_ITS_TABLE.some((form) => {
      const found = form.exec(statement);
      const table = found?.groups?.['table'];
      return found !== null && (table === undefined || made.has(table));
    });
  return migration.adds.filter(
    (statement) => !ADDITIVE.some((form) => form.test(statement)) && !isWithItsTable(statement),
  );
}

describe('E4: what a migration may hold', () => {
  test.each(MIGRATIONS.map((migration, index) => [index + 1, migration] as const))(
    'migration %i adds, or says which versions work without what it drops',
    (number, migration) => {
      expect(noticed(migration, number)).toEqual([]);
    },
  );

  test.each([
    'drop table muster.memo',
    'alter table muster.memo drop column value',
    'alter table muster.memo rename column value to worth',
    'alter table muster.memo rename to note',
    'alter table muster.memo alter column value type text',
    'alter table muster.memo alter column value set not null',
    'alter table muster.memo add column since timestamptz not null',
    'alter table muster.memo add column since timestamptz, drop column value',
    'alter table muster.memo add column owner bigint unique',
    'alter table muster.memo add constraint positive check (value > 0)',
    'create unique index memo_value on muster.memo (value)',
    'create trigger refuse before insert on muster.memo for each row execute function muster.refuse()',
    'create trigger tell_memo after insert on muster.memo for each row execute function muster.tell()',
    'create or replace function muster.tell_policy() returns trigger language plpgsql as $$ begin return null; end $$',
    'update muster.memo set value = 0',
    'delete from muster.memo',
    'truncate muster.memo',
  ])('is not: %s', (statement) => {
    expect(noticed({ adds: [statement] })).toEqual([statement]);
  });

  test('the queue’s own schema is the one that was tried beside its former version', () => {
    const { pgboss } = createRequire(import.meta.url)('pg-boss/package.json') as {
      pgboss: { schema: number };
    };
    // whoever changes this: docs/adr/0013-expand-then-contract.md says what to try first, and what to tell operators
    expect(pgboss.schema).toBe(43);
  });
});

describeOnPostgres('E4: versions side by side', () => {
  const next: Migration = {
    adds: [
      "alter table muster.incident add column mood text not null default 'calm'",
      'create table muster.later (id bigint primary key)',
      'create index incident_mood on muster.incident (mood)',
    ],
  };
  const contracting: Migration = { drops: ['drop table muster.later'], oldest: MIGRATIONS.length + 1 };
  let postgres: Postgres;
  let url: string;
  const open: Store[] = [];

  beforeAll(async () => {
    postgres = await startPostgres();
    url = await postgres.createDatabase();
  }, 60_000);
  afterAll(async () => {
    await Promise.all(open.map(async (store) => store.close()));
    await postgres.stop();
  });

  async function openOne(): Promise<Store> {
    const store = await openStore({ databaseUrl: url, dataDir: '' });
    open.push(store);
    return store;
  }

  test('of replicas that start at once one migrates, while the former version is at work', async () => {
    const former = await openOne();
    const load = { isOver: false, written: 0 };
    const work = async (repositoryId: number): Promise<void> => {
      for (let number = 1; !load.isOver; number += 1) {
        await former.transaction(async (db) => touchIncident(db, { repositoryId, number: number % 50 }));
        load.written += 1;
      }
    };
    const working = [1, 2, 3, 4].map(work);
    const starting = await Promise.all([openOne(), openOne(), openOne()]);
    const before = load.written;
    const told = await Promise.all(starting.map(async (store) => migrate(store.db, [...MIGRATIONS, next])));
    while (load.written < before + 200) await sql`select 1`.execute(former.db);
    load.isOver = true;
    await Promise.all(working); // rejects when a write failed
    expect(told).toEqual([null, null, null]);
    const { rows } = await sql`select version, oldest from muster.schema_version`.execute(former.db);
    expect(rows).toEqual([{ version: MIGRATIONS.length + 1, oldest: 1 }]);
  }, 30_000);

  test('a process of the former version that starts afterwards goes on, and says so', async () => {
    const store = await openOne();
    expect(store.notice).toMatch(/^the database has schema \d+, this Muster knows \d+: a newer version/u);
    expect(await store.transaction(async (db) => touchIncident(db, { repositoryId: 9, number: 9 }))).toBe(1);
    const { rows } = await sql`select version from muster.schema_version`.execute(store.db);
    expect(rows).toEqual([{ version: MIGRATIONS.length + 1 }]);
  });

  test('one that needs what was dropped meanwhile is refused, and told what to do', async () => {
    const [store] = open;
    await migrate(store!.db, [...MIGRATIONS, next, contracting]);
    await expect(openOne()).rejects.toThrow(
      `the database has schema ${MIGRATIONS.length + 2}, which needs a Muster that knows schema ${MIGRATIONS.length + 1}; this one knows ${MIGRATIONS.length}: run the newer Muster, or give it an empty database`,
    );
    expect(await migrate(store!.db, [...MIGRATIONS, next])).toContain('this one works on beside it');
  });

  test('a migration that somebody’s lock holds up gives way, and comes through when the lock is gone', async () => {
    const [store] = open;
    const locked = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const holding = store!.transaction(async (db) => {
      await sql`lock table muster.memo in access share mode`.execute(db);
      locked.resolve();
      await release.promise;
    });
    await locked.promise;
    const waiting = async () => {
      const { rows } = await sql<{ waiting: number }>`
        select count(*)::int as waiting from pg_locks where not granted`.execute(store!.db);
      return rows[0]?.waiting ?? 0;
    };
    const more: Migration = { adds: ['alter table muster.memo add column since timestamptz'] };
    const migrating = migrate(store!.db, [...MIGRATIONS, next, contracting, more]);
    while ((await waiting()) === 0);
    // queues up behind it, and comes before it
    await sql`select count(*) from muster.memo`.execute(store!.db);
    release.resolve();
    await holding;
    expect(await migrating).toBeNull();
  }, 30_000);
});
