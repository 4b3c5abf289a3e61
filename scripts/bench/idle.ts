/** Open incidents at which nothing is due: what they cost, with a hundred of them and with a hundred thousand. */
import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import { openStore } from '../../src/store/store.ts';
import { seedOpenIncidents } from './idle-seed.ts';
import type { PostgresServer } from './postgres-server.ts';
import { type Group, NO_BAR, type Row, count, verdict } from './row.ts';
import { type Engine, type Stage, openStage } from './stage.ts';

const FEW = 100;
const MANY = 100_000;
/** More than one round of the queue's own care, which comes every ten seconds. */
const WINDOW_MS = 12_000;

interface Idle {
  readonly engine: string;
  readonly incidents: number;
  readonly queriesAMinute: number;
  /** Of one core. */
  readonly cpuPercent: number;
  /** Of the tables and their indexes. */
  readonly bytes: number;
  /** How the database finds who is due. */
  readonly plan: string;
}

type Database = Readonly<Record<string, string>>;

const settingsOf = (database: Database) => ({
  databaseUrl: database['DATABASE_URL'] ?? null,
  dataDir: database['DATA_DIR'] ?? '',
});

interface Node {
  readonly 'Node Type': string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Node[];
}

function nodes(node: Node): readonly Node[] {
  return [node, ...(node.Plans ?? []).flatMap(nodes)];
}

/** The statement as Muster itself sent it, explained with this very moment. */
async function planOf(database: Database, queries: readonly string[]): Promise<string> {
  const due = queries.find((text) => /from "muster"\."incident" where "wake_at" <= \$1/u.test(text));
  if (due === undefined) throw new Error('Muster never asked who is due');
  const store = await openStore(settingsOf(database));
  const text = due.replace('$1', 'now()').replace('$2', '500');
  const { rows } = await sql<{
    'QUERY PLAN': readonly { readonly Plan: Node }[];
  }>`${sql.raw(`explain (analyze, format json) ${text}`)}`.execute(store.db);
  await store.close();
  const [top] = rows[0]?.['QUERY PLAN'] ?? [];
  if (top === undefined) throw new Error('no plan');
  const all = nodes(top.Plan);
  const found = all.find((node) => node['Index Name'] !== undefined);
  const looked = Math.max(...all.map((node) => node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)));
  return found === undefined
    ? `${all.at(-1)?.['Node Type'] ?? '?'}, ${count(looked)} rows`
    : `index ${found['Index Name']}, ${count(looked)} rows`;
}

async function bytesOf(database: Database): Promise<number> {
  const store = await openStore(settingsOf(database));
  const { rows } = await sql<{ bytes: number }>`select sum(pg_total_relation_size(c.oid))::float8 as bytes
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'muster' and c.relkind = 'r'`.execute(
    store.db,
  );
  await store.close();
  return rows[0]?.bytes ?? 0;
}

async function open(
  engine: Engine,
  incidents: number,
): Promise<{ database: Database; stage: Stage; asked: readonly string[] }> {
  const database = await engine.fresh();
  await seedOpenIncidents(settingsOf(database), incidents);
  const stage = await openStage(database, { environment: { BENCH_QUERIES: '1' } });
  await stage.settled();
  return { database, stage, asked: (await stage.muster.usage()).queries };
}

/** One size on all engines at once: nobody of them does much. */
async function measure(
  engines: readonly Engine[],
  incidents: number,
  server: PostgresServer | null,
): Promise<readonly Idle[]> {
  const opened = [];
  for (const engine of engines) opened.push({ engine, ...(await open(engine, incidents)) });
  await setTimeout(2_000); // what the start left to do
  const before = await Promise.all(opened.map(async ({ stage }) => stage.muster.usage()));
  const serverBefore = server?.cpuMs() ?? null;
  const began = performance.now();
  await setTimeout(WINDOW_MS);
  const after = await Promise.all(opened.map(async ({ stage }) => stage.muster.usage()));
  const serverAfter = server?.cpuMs() ?? null;
  const minutes = (performance.now() - began) / 60_000;
  const found: Idle[] = [];
  for (const [index, { engine, database, stage, asked }] of opened.entries()) {
    await stage.stop();
    const own = (after[index]?.cpuMs ?? 0) - (before[index]?.cpuMs ?? 0);
    const ofServer = engine.name === 'PGlite' ? 0 : (serverAfter ?? 0) - (serverBefore ?? 0);
    found.push({
      engine: engine.name,
      incidents,
      queriesAMinute: (after[index]?.queries.length ?? 0) / minutes,
      cpuPercent: ((own + ofServer) / (minutes * 60_000)) * 100,
      bytes: await bytesOf(database),
      plan: await planOf(database, asked),
    });
  }
  return found;
}

export async function idle(engines: readonly Engine[], server: PostgresServer | null): Promise<Group> {
  const few = await measure(engines, FEW, server);
  const many = await measure(engines, MANY, server);
  const rows = many.flatMap((one, index): Row[] => {
    const before = few[index];
    if (before === undefined) throw new Error('one size without the other');
    const each = (one.bytes - before.bytes) / (MANY - FEW);
    const isMet =
      one.queriesAMinute <= before.queriesAMinute * 1.2 && one.cpuPercent <= before.cpuPercent + 1;
    return [
      {
        what: `${count(MANY)} open, nothing due, beside ${FEW} open`,
        engine: one.engine,
        bar: 'no polling per incident',
        measured: `${count(one.queriesAMinute)} queries a minute (${count(before.queriesAMinute)}), ${one.cpuPercent.toFixed(1)} % of one core (${before.cpuPercent.toFixed(1)} %); who is due: ${one.plan}`,
        verdict: verdict(isMet),
      },
      {
        what: 'What one open incident takes in the database, without its comments',
        engine: one.engine,
        bar: NO_BAR,
        measured: `${count(each)} bytes`,
        verdict: NO_BAR,
      },
    ];
  });
  return {
    title: 'Open incidents at which nothing is due',
    how: `Rows are put into the database as Muster leaves them, due from tomorrow on. Muster runs for ${WINDOW_MS / 1_000} seconds with each number; queries are counted at its database client, the queue's own included; CPU time of PostgreSQL's processes is included. Met when a hundred thousand cost at most a fifth more queries and one hundredth of a core more than a hundred. “Who is due” is Muster's own statement, explained by the database.`,
    rows,
  };
}
