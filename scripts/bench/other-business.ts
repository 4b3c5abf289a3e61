/**
 * Webhooks that are none of Muster's business, which most are: how many of them the whole of Muster takes, beside the least that any receiver does and
 * beside a Probot app with one empty handler; and what they cost in queries and calls.
 */
import { fileURLToPath } from 'node:url';
import { setTimeout } from 'node:timers/promises';
import { type Generator, type Webhook, headersFor, signedRequest } from './load.ts';
import { type Group, type Row, count, median, ms, NO_BAR, percentile, ascending, verdict } from './row.ts';
import { type ServerProcess, startServer } from './server-process.ts';
import { CREDENTIALS, type Engine, OWNER, PEOPLE, REPO, type Stage, openStage } from './stage.ts';
import { trusted } from './trusted.ts';

const CONNECTIONS = 32;
/** Turns that are not counted: the compiler of the runtime is at work, and Muster at what its start left to do. */
const WARM = 3;
const FLOOR = fileURLToPath(new URL('floor-server.ts', import.meta.url));
const PROBOT = fileURLToPath(new URL('probot-server.ts', import.meta.url));

interface Kinds {
  readonly issue: Webhook;
  readonly pullRequest: Webhook;
  readonly push: Webhook;
}

/** A comment on an issue that is no incident, as the local GitHub tells it, with github.com's addresses and a comment of common length. */
async function webhooks({ github, settled }: Stage): Promise<Kinds> {
  const body = 'The third retry passes, so this is the same flake as last week. '.repeat(20);
  const { number } = await github
    .as('prima')
    .createIssue(OWNER, REPO, { title: 'A flaky test', labels: ['bug', 'customer'], body });
  await github.as('sylvain').comment(OWNER, REPO, number, body);
  await github.as('prima').putFile(OWNER, REPO, 'docs/a.md', 'text');
  await settled();
  const told = (event: string): Webhook => {
    const payload = github.deliveries.findLast((delivery) => delivery.event === event)?.request.payload;
    if (payload === undefined) throw new Error(`the local GitHub told no ${event}`);
    const text = JSON.stringify(payload).replaceAll(github.url, 'https://api.github.com');
    return { event, payload: trusted(JSON.parse(text)) };
  };
  const issue = told('issue_comment');
  const onPullRequest = {
    ...trusted<object>(issue.payload['issue']),
    pull_request: { url: `https://api.github.com/repos/${OWNER}/${REPO}/pulls/${number}` },
  };
  return {
    issue,
    pullRequest: { ...issue, payload: { ...issue.payload, issue: onPullRequest } },
    push: told('push'),
  };
}

interface Figures {
  readonly perSecond: number;
  readonly cpuUs: number;
  readonly p50: number;
  readonly p99: number;
}

async function once(
  generator: Generator,
  server: ServerProcess,
  requests: readonly Uint8Array[],
  forMs: number,
): Promise<Figures> {
  const before = await server.usage();
  const { times, totalMs } = await generator.send(
    server.port,
    { kind: 'closed', connections: CONNECTIONS, forMs },
    requests,
  );
  const after = await server.usage();
  const sorted = ascending(times);
  return {
    perSecond: (times.length / totalMs) * 1_000,
    cpuUs: ((after.cpuMs - before.cpuMs) / times.length) * 1_000,
    p50: percentile(sorted, 0.5),
    p99: percentile(sorted, 0.99),
  };
}

function ratios(own: readonly Figures[], floor: readonly Figures[]): { cpu: number; throughput: number } {
  const of = (ratio: (one: Figures, against: Figures) => number) =>
    median(
      own.flatMap((one, index) => {
        const against = floor[index];
        return against === undefined ? [] : [ratio(one, against)];
      }),
    );
  return {
    cpu: of((one, against) => against.cpuUs / one.cpuUs),
    throughput: of((one, against) => one.perSecond / against.perSecond),
  };
}

function describe(own: readonly Figures[], { cpu, throughput }: ReturnType<typeof ratios>): string {
  const middle = (pick: (figures: Figures) => number) => median(own.map(pick));
  return `${throughput.toFixed(2)} by requests a second (${count(middle((f) => f.perSecond))}), ${cpu.toFixed(2)} by CPU time of all threads (${middle((f) => f.cpuUs).toFixed(0)} µs a request); p50 ${ms(middle((f) => f.p50))}, p99 ${ms(middle((f) => f.p99))}`;
}

/** In turns, so that whatever else the machine does strikes all of them alike. */
async function inTurns(
  generator: Generator,
  servers: ReadonlyMap<string, ServerProcess>,
  kind: Webhook,
  { rounds, forMs }: { readonly rounds: number; readonly forMs: number },
): Promise<ReadonlyMap<string, readonly Figures[]>> {
  const requests = Array.from({ length: 64 }, () => signedRequest(kind, CREDENTIALS.WEBHOOK_SECRET));
  const found = new Map([...servers.keys()].map((name) => [name, [] as Figures[]]));
  for (let round = -WARM; round < rounds; round += 1) {
    for (const [name, server] of servers) {
      const figures = await once(generator, server, requests, forMs);
      if (round >= 0) found.get(name)?.push(figures);
    }
  }
  return found;
}

async function countCosts(engine: Engine): Promise<Row[]> {
  const stage = await openStage(await engine.fresh(), { environment: { BENCH_QUERIES: '1' } });
  const { github, muster, settled } = stage;
  await settled();
  const own = await webhooks(stage);
  await github.as(PEOPLE[1]).comment(OWNER, REPO, 1, 'warm');
  await settled();
  const send = async (webhook: Webhook): Promise<readonly string[]> => {
    await muster.usage();
    const body = JSON.stringify(webhook.payload);
    const headers = headersFor(webhook.event, body, CREDENTIALS.WEBHOOK_SECRET);
    await fetch(`http://127.0.0.1:${muster.port}/api/github/webhooks`, { method: 'POST', body, headers });
    // meanwhile the queue goes on looking for work, in pg-boss's schema, and for what is due
    return (await muster.usage()).queries.filter(
      (text) => /\bmuster"?\./u.test(text) && !text.includes('"wake_at" <= '),
    );
  };
  github.clearCalls();
  const warm: string[] = [];
  for (let n = 0; n < 20; n += 1) {
    for (const kind of [own.issue, own.pullRequest, own.push]) warm.push(...(await send(kind)));
  }
  const repository = trusted<{ readonly id: number }>(own.issue.payload['repository']);
  const colds: number[] = [];
  for (let n = 1; n <= 5; n += 1) {
    const elsewhere = { ...repository, id: repository.id + 1_000 + n };
    colds.push(
      (await send({ ...own.issue, payload: { ...own.issue.payload, repository: elsewhere } })).length,
    );
  }
  await setTimeout(200);
  const calls = github.calls.filter((call) => call.actor === 'muster[bot]').length;
  await stage.stop();
  const cold = Math.max(...colds);
  return [
    {
      what: 'Its cost, repository known',
      engine: engine.name,
      bar: '0 calls, 0 queries',
      measured: `${calls} calls, ${warm.length} queries for 60 webhooks`,
      verdict: verdict(calls === 0 && warm.length === 0),
    },
    {
      what: 'Its cost, repository never heard of',
      engine: engine.name,
      bar: '1 query',
      measured: `${cold} ${cold === 1 ? 'query' : 'queries'}`,
      verdict: verdict(cold <= 1),
    },
  ];
}

export async function otherBusiness(
  generator: Generator,
  engines: readonly Engine[],
  isQuick: boolean,
): Promise<Group> {
  const stages = new Map<string, Stage>();
  for (const engine of engines) stages.set(engine.name, await openStage(await engine.fresh()));
  const [stage] = stages.values();
  if (stage === undefined) throw new Error('no engine');
  await stage.settled();
  const kinds = await webhooks(stage);
  const floor = await startServer(FLOOR, { ...CREDENTIALS });
  const probot = await startServer(PROBOT, { ...CREDENTIALS });
  const servers = new Map([
    ['floor', floor],
    ['Probot', probot],
    ...[...stages].map(([name, { muster }]) => [name, muster] as const),
  ]);
  const size = (Buffer.byteLength(JSON.stringify(kinds.issue.payload)) / 1_000).toFixed(1);
  const rows: Row[] = [];
  for (const [what, kind] of [
    ['Comment on an issue that is no incident', kinds.issue],
    ['Comment on a pull request', kinds.pullRequest],
    ['Push that touches no configuration', kinds.push],
  ] as const) {
    const isFirst = kind === kinds.issue;
    const plan = isQuick
      ? { rounds: 4, forMs: 300 }
      : isFirst
        ? { rounds: 12, forMs: 500 }
        : { rounds: 6, forMs: 400 };
    const found = await inTurns(generator, servers, kind, plan);
    const floors = found.get('floor') ?? [];
    for (const [name, figures] of found) {
      if (name === 'floor' || (name === 'Probot' && !isFirst)) continue;
      const against = ratios(figures, floors);
      rows.push({
        what: name === 'Probot' ? 'The same to a Probot app that does nothing' : what,
        engine: name === 'Probot' ? NO_BAR : name,
        bar: name === 'Probot' ? NO_BAR : '≥ 1.0 of the floor',
        measured: describe(figures, against),
        verdict: name === 'Probot' ? NO_BAR : verdict(against.throughput >= 1),
      });
    }
    if (isFirst) {
      const measured = describe(floors, { cpu: 1, throughput: 1 });
      rows.unshift({ what: 'The floor', engine: NO_BAR, bar: NO_BAR, measured, verdict: NO_BAR });
    }
  }
  await Promise.all([floor.stop(), probot.stop(), ...[...stages.values()].map(async (s) => s.stop())]);
  for (const engine of engines) rows.push(...(await countCosts(engine)));
  return {
    title: 'A webhook that is none of our business',
    how: `A webhook of ${size} kB, ${CONNECTIONS} connections that are kept, each server and the generator in a process of its own, the servers in turns; medians of the ratios of each turn. The floor is a bare \`node:http\` server that checks the HMAC over the raw bytes, parses the JSON and answers. Muster is the whole of it, metrics and queue included. The bar is held against requests a second; CPU time is that of all threads of the server, those of the garbage collector and of the database's timers included. Queries are counted in Muster's own process, at the database client, and calls at the local GitHub.`,
    rows,
  };
}
