/**
 * Webhooks that matter, until they are safely stored and answered, with everything that follows from them going on behind: runs, reactions and boards on
 * the local GitHub, and its webhooks of what Muster wrote.
 */
import { type Generator, signedRequest } from './load.ts';
import type { PostgresServer } from './postgres-server.ts';
import { type Group, NO_BAR, type Row, ascending, ms, percentile, verdict } from './row.ts';
import { CREDENTIALS, type Engine, OWNER, PGLITE, REPO, type Stage, openStage } from './stage.ts';

const INCIDENTS = 60;
const EVERY_MS = 1_000 / 30;
const BURST = 300;

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

async function measure(
  generator: Generator,
  engine: Engine,
  server: PostgresServer | null,
  seconds: number,
): Promise<readonly Row[]> {
  const stage = await openStage(await engine.fresh());
  await stage.settled();
  const numbers = await openIncidents(stage);
  const atRate = Math.round((seconds * 1_000) / EVERY_MS);
  const webhooks = await stage.heldComments(
    Array.from({ length: atRate + BURST }, (_, index) => ({
      number: numbers[(index * 7) % numbers.length] ?? 1,
      body: said(index),
    })),
  );
  const requests = webhooks.map((webhook) => signedRequest(webhook, CREDENTIALS.WEBHOOK_SECRET));
  await stage.settled();
  const { port } = stage.muster;

  const before = await stage.muster.usage();
  const steady = await generator.send(port, { kind: 'rate', everyMs: EVERY_MS }, requests.slice(0, atRate));
  const during = await stage.muster.usage();
  const afterRate = performance.now();
  await stage.settled();
  const behindRate = performance.now() - afterRate;
  const times = ascending(steady.times);
  const [p50, p99, most] = [percentile(times, 0.5), percentile(times, 0.99), percentile(times, 1)];

  const began = performance.now();
  const atBurst = await stage.muster.usage();
  const serverAtBurst = server?.cpuMs() ?? 0;
  const all = await generator.send(port, { kind: 'burst' }, requests.slice(atRate));
  const slowest = Math.max(...all.times);
  await stage.settled();
  const told = performance.now() - began;
  const after = await stage.muster.usage();
  const ofServer = engine === PGLITE ? 0 : (server?.cpuMs() ?? 0) - serverAtBurst;
  const each = (after.cpuMs - atBurst.cpuMs) / BURST;
  await stage.stop();
  const share = ((during.cpuMs - before.cpuMs) / steady.totalMs) * 100;
  return [
    {
      what: `30 a second for ${seconds} s on ${INCIDENTS} incidents`,
      engine: engine.name,
      bar: 'p99 ≤ 25 ms',
      measured: `p50 ${ms(p50)}, p99 ${ms(p99)}, slowest ${ms(most)}; all told on GitHub ${ms(behindRate)} after the last; ${share.toFixed(0)} % of one core`,
      verdict: verdict(p99 <= 25),
    },
    {
      what: `${BURST} at once`,
      engine: engine.name,
      bar: 'slowest ≤ 1.5 s',
      measured: `slowest ${ms(slowest)}, p50 ${ms(percentile(ascending(all.times), 0.5))}; all told on GitHub ${ms(told)} after the first`,
      verdict: verdict(slowest <= 1_500),
    },
    {
      what: 'Processor time of each in the burst, what follows from it included',
      engine: engine.name,
      bar: NO_BAR,
      measured: `${ms(each)} of Muster${engine === PGLITE ? '' : `, ${ms(ofServer / BURST)} of PostgreSQL`}`,
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
    how: `Comments on ${INCIDENTS} open incidents of one repository, every second one a command. They exist on the local GitHub, which is Muster's GitHub in this run and sends the webhooks of all that Muster writes; their own webhooks are sent by the generator. Milliseconds from the first byte of a request to the last of its answer, new connections included; a burst has a new connection for each. The generator, the local GitHub and PostgreSQL run on the same cores. “Told on GitHub”: when every reaction and every board was written.`,
    rows,
  };
}
