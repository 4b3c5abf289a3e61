/**
 * Webhooks that matter, until they are safely stored and answered, with everything that follows from them going on behind: runs, reactions and boards on
 * the local GitHub, and its webhooks of what Muster wrote.
 */
import { type Generator, signedRequest } from './load.ts';
import type { PostgresServer } from './postgres-server.ts';
import { type Group, NO_BAR, type Row, ascending, ms, percentile, verdict } from './row.ts';
import { share, watchSteal } from './steal.ts';
import { CREDENTIALS, type Engine, OWNER, PGLITE, REPO, type Stage, openStage } from './stage.ts';

const INCIDENTS = 60;
const EVERY_MS = 1_000 / 30;
const BURST = 300;
/** The middle one counts: what others take of the machine falls on some. */
const TURNS = 3;

type Request = ReturnType<typeof signedRequest>;

/** Prose and commands in turn: people talk more than they command, and a command is more work. */
function said(index: number): string {
  return index % 2 === 0
    ? `Node ${index} is at 98 %, looking at the slow queries.`
    : `/timeline error rate at ${index % 100} % on node ${index}`;
}

async function openIncidents({ github, settled }: Stage): Promise<readonly number[]> {
  const numbers: number[] = [];
  for (let n = 0; n < INCIDENTS; n += 1) {
    const issue = await github
      .as('prima')
      .createIssue(OWNER, REPO, { title: `Checkout fails in region ${n}`, labels: ['incident', 'sev2'] });
    numbers.push(issue.number);
  }
  await settled();
  return numbers;
}

interface Turn {
  readonly steady: {
    readonly p50: number;
    readonly p99: number;
    readonly most: number;
    readonly behind: number;
  };
  /** Of one core, while the webhooks came. */
  readonly core: number;
  readonly burst: { readonly p50: number; readonly slowest: number; readonly told: number };
  /** Processor milliseconds of each in the burst. */
  readonly each: { readonly muster: number; readonly server: number };
  readonly stolen: number | null;
}

async function turn(
  { settled, muster }: Stage,
  generator: Generator,
  server: PostgresServer | null,
  [atRate, atOnce]: readonly [readonly Request[], readonly Request[]],
): Promise<Turn> {
  const stolen = watchSteal();
  const before = await muster.usage();
  const steady = await generator.send(muster.port, { kind: 'rate', everyMs: EVERY_MS }, atRate);
  const during = await muster.usage();
  const afterRate = performance.now();
  await settled();
  const behind = performance.now() - afterRate;
  const times = ascending(steady.times);

  const began = performance.now();
  const atBurst = await muster.usage();
  const serverAtBurst = server?.cpuMs() ?? 0;
  const all = await generator.send(muster.port, { kind: 'burst' }, atOnce);
  await settled();
  const told = performance.now() - began;
  const after = await muster.usage();
  return {
    steady: { p50: percentile(times, 0.5), p99: percentile(times, 0.99), most: percentile(times, 1), behind },
    core: (during.cpuMs - before.cpuMs) / steady.totalMs,
    burst: { p50: percentile(ascending(all.times), 0.5), slowest: Math.max(...all.times), told },
    each: {
      muster: (after.cpuMs - atBurst.cpuMs) / BURST,
      server: ((server?.cpuMs() ?? 0) - serverAtBurst) / BURST,
    },
    stolen: stolen(),
  };
}

async function turns(
  generator: Generator,
  engine: Engine,
  server: PostgresServer | null,
  seconds: number,
): Promise<readonly Turn[]> {
  const stage = await openStage(await engine.fresh());
  await stage.settled();
  const numbers = await openIncidents(stage);
  const atRate = Math.round((seconds * 1_000) / EVERY_MS);
  const done: Turn[] = [];
  for (let number = 0; number < TURNS; number += 1) {
    const webhooks = await stage.heldComments(
      Array.from({ length: atRate + BURST }, (_, index) => ({
        number: numbers[(index * 7) % numbers.length] ?? 1,
        body: said(index),
      })),
    );
    const requests = webhooks.map((webhook) => signedRequest(webhook, CREDENTIALS.WEBHOOK_SECRET));
    await stage.settled();
    done.push(await turn(stage, generator, server, [requests.slice(0, atRate), requests.slice(atRate)]));
  }
  await stage.stop();
  return done;
}

/** The turn in the middle by a figure, and how far the others lie from it. */
function middle(
  all: readonly Turn[],
  of: (turn: Turn) => number,
): { readonly turn: Turn; readonly spread: string } {
  const sorted = all.toSorted((a, b) => of(a) - of(b));
  const [first, last] = [sorted[0], sorted.at(-1)];
  const found = sorted[Math.floor(sorted.length / 2)];
  if (first === undefined || last === undefined || found === undefined) throw new Error('no turn was made');
  return { turn: found, spread: `${ms(of(first))} to ${ms(of(last))}` };
}

async function measure(
  generator: Generator,
  engine: Engine,
  server: PostgresServer | null,
  seconds: number,
): Promise<readonly Row[]> {
  const all = await turns(generator, engine, engine === PGLITE ? null : server, seconds);
  const atRate = middle(all, ({ steady }) => steady.p99);
  const atOnce = middle(all, ({ burst }) => burst.slowest);
  const { steady, core } = atRate.turn;
  const { burst, each } = atOnce.turn;
  return [
    {
      what: `30 a second for ${seconds} s on ${INCIDENTS} incidents`,
      engine: engine.name,
      bar: 'p99 ≤ 25 ms',
      measured: `p50 ${ms(steady.p50)}, p99 ${ms(steady.p99)} (${atRate.spread}), slowest ${ms(steady.most)}; all told on GitHub ${ms(steady.behind)} after the last; ${(core * 100).toFixed(0)} % of one core; ${share(atRate.turn.stolen)} stolen`,
      verdict: verdict(steady.p99 <= 25),
    },
    {
      what: `${BURST} at once`,
      engine: engine.name,
      bar: 'slowest ≤ 1.5 s',
      measured: `slowest ${ms(burst.slowest)} (${atOnce.spread}), p50 ${ms(burst.p50)}; all told on GitHub ${ms(burst.told)} after the first; ${share(atOnce.turn.stolen)} stolen`,
      verdict: verdict(burst.slowest <= 1_500),
    },
    {
      what: 'Processor time of each in the burst, what follows from it included',
      engine: engine.name,
      bar: NO_BAR,
      measured: `${ms(each.muster)} of Muster${engine === PGLITE ? '' : `, ${ms(each.server)} of PostgreSQL`}`,
      verdict: NO_BAR,
    },
  ];
}

export async function thatMatters(
  generator: Generator,
  engines: readonly Engine[],
  server: PostgresServer | null,
  isQuick: boolean,
): Promise<Group> {
  const rows: Row[] = [];
  for (const engine of engines) rows.push(...(await measure(generator, engine, server, isQuick ? 3 : 10)));
  return {
    title: 'A webhook that matters, until it is safely stored and answered',
    how: `Comments on ${INCIDENTS} open incidents of one repository, every second one a command. They exist on the local GitHub, which is Muster's GitHub in this run and sends the webhooks of all that Muster writes; their own webhooks are sent by the generator. Milliseconds from the first byte of a request to the last of its answer, new connections included; a burst has a new connection for each. ${TURNS} turns; the middle one counts, with those beside it in brackets. “Stolen” is the share of the time that this machine wanted and its host gave to others. The generator, the local GitHub and PostgreSQL run on the same cores. “Told on GitHub”: when every reaction and every board was written.`,
    rows,
  };
}
