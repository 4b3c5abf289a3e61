/**
 * `npm run bench`: the figures of docs/benchmarks.md, each beside what it is held against. Numbers are for people: no test stands on them.
 *   --quick        less of everything, and nothing is written
 *   --only a,b     some groups only, and nothing is written
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { boardCalls } from './bench/board-calls.ts';
import { closing } from './bench/closing.ts';
import { idle } from './bench/idle.ts';
import { startGenerator } from './bench/load.ts';
import { describeMachine } from './bench/machine.ts';
import { notBuilt, withoutPostgres } from './bench/not-measured.ts';
import { otherBusiness } from './bench/other-business.ts';
import { benchmarksPage, printed } from './bench/page.ts';
import { startPostgresServer } from './bench/postgres-server.ts';
import type { Group } from './bench/row.ts';
import { type Engine, PGLITE } from './bench/stage.ts';
import { watchSteal } from './bench/steal.ts';
import { starts } from './bench/starts.ts';
import { thatMatters } from './bench/that-matters.ts';

const PAGE = path.join(import.meta.dirname, '../docs/benchmarks.md');

const { quick: isQuick, only } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, only: { type: 'string' } },
}).values;

// what a run started ends with it, on `exit`
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

const began = performance.now();
const stolen = watchSteal();
const postgres = await startPostgresServer();
const machine = describeMachine(postgres?.name ?? null);
const generator = startGenerator();
const engines: readonly Engine[] =
  postgres === null
    ? [PGLITE]
    : [
        PGLITE,
        { name: postgres.name, fresh: async () => ({ DATABASE_URL: await postgres.createDatabase() }) },
      ];

const GROUPS: Readonly<Record<string, () => Promise<Group> | Group>> = {
  other: async () => otherBusiness(generator, engines, isQuick),
  matters: async () => thatMatters(generator, engines, postgres, isQuick),
  board: async () => boardCalls(generator, engines),
  closing: async () => closing(engines, isQuick),
  idle: async () => idle(engines, postgres),
  oncall: () => notBuilt(),
  starts: async () => starts(engines, isQuick),
};

const wanted = only === undefined ? Object.keys(GROUPS) : only.split(',');
const unknown = wanted.filter((name) => !(name in GROUPS));
if (unknown.length > 0) {
  console.error(
    `--only: read ${unknown.join(', ')}, expected some of ${Object.keys(GROUPS).join(', ')}. Example: --only idle,starts`,
  );
  process.exit(2);
}

console.log(
  `${machine.cores} cores, Node ${machine.node}, commit ${machine.commit}, load ${machine.load.toFixed(2)}\n`,
);
const groups: Group[] = [];
for (const name of wanted) {
  const measured = await GROUPS[name]?.();
  if (measured === undefined) continue;
  const group = postgres === null ? withoutPostgres(measured) : measured;
  groups.push(group);
  console.log(printed(group));
}
generator.stop();
await postgres?.stop();

const tookMs = performance.now() - began;
console.log(`${Math.round(tookMs / 1_000)} s`);
if (!isQuick && only === undefined) {
  const options = await resolveConfig(PAGE);
  writeFileSync(
    PAGE,
    await format(benchmarksPage(machine, groups, { tookMs, stolen: stolen() }), {
      ...options,
      filepath: PAGE,
    }),
  );
  console.log(`written to ${path.relative(process.cwd(), PAGE)}`);
}
process.exit(0);
