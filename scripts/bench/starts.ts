/** How long a start takes: from the start of the process until it answers the first webhook with 202. */
import { setTimeout } from 'node:timers/promises';
import type { LocalGitHub } from '../../src/local-github/local-github.ts';
import { freePort } from '../../src/cli/chaos/free-port.ts';
import { type Webhook, headersFor } from './load.ts';
import { type Group, type Row, median, ms, verdict } from './row.ts';
import { spawnProgram, stopProgram } from './server-process.ts';
import {
  CREDENTIALS,
  type Engine,
  MAIN,
  environmentFor,
  openStage,
  registerApp,
  startGitHub,
} from './stage.ts';

type Database = Readonly<Record<string, string>>;

const PING: Webhook = { event: 'ping', payload: { zen: 'Keep it logically awesome.' } };

interface Started {
  readonly ms: number;
  /** What was answered before the first 202; `none` for connections that nobody took. */
  readonly before: ReadonlySet<string>;
}

async function knock(port: number): Promise<string> {
  const body = JSON.stringify(PING.payload);
  const headers = headersFor(PING.event, body, CREDENTIALS.WEBHOOK_SECRET);
  try {
    const response = await fetch(`http://127.0.0.1:${port}/api/github/webhooks`, {
      method: 'POST',
      headers,
      body,
    });
    await response.arrayBuffer();
    return String(response.status);
  } catch {
    return 'none';
  }
}

async function start(github: LocalGitHub, database: Database): Promise<Started> {
  const port = await freePort();
  registerApp(github, port);
  const began = performance.now();
  const child = spawnProgram(MAIN, { ...environmentFor(github), ...database, PORT: String(port) });
  child.stdout?.resume();
  child.stderr?.resume();
  const before = new Set<string>();
  for (;;) {
    const status = await knock(port);
    if (status === '202') break;
    before.add(status);
    if (child.exitCode !== null) throw new Error('Muster ended by itself before it took a webhook');
    await setTimeout(5);
  }
  const took = performance.now() - began;
  await stopProgram(child);
  return { ms: took, before };
}

/** A database with some incidents in it, left as a stop leaves it. */
async function used(engine: Engine): Promise<Database> {
  const database = await engine.fresh();
  const stage = await openStage(database);
  for (let n = 0; n < 10; n += 1)
    await stage.github.as('prima').createIssue('acme', 'shop', { title: `Old ${n}`, labels: ['incident'] });
  await stage.settled();
  await stage.stop();
  return database;
}

async function times(github: LocalGitHub, databases: readonly Database[]): Promise<readonly Started[]> {
  const started: Started[] = [];
  for (const database of databases) started.push(await start(github, database));
  return started;
}

function row(engine: Engine, what: string, limitMs: number, started: readonly Started[]): Row {
  const middle = median(started.map((one) => one.ms));
  const others = new Set(started.flatMap((one) => [...one.before]));
  const before = [...others].map((status) => (status === 'none' ? 'no one listening' : status));
  return {
    what,
    engine: engine.name,
    bar: `≤ ${limitMs / 1_000} s, 503 until then`,
    measured: `${ms(middle)}${started.length > 1 ? `, median of ${started.length}` : ''}; before that ${before.join(', then ')}`,
    verdict: verdict(
      middle <= limitMs && [...others].every((status) => status === 'none' || status === '503'),
    ),
  };
}

export async function starts(engines: readonly Engine[], isQuick: boolean): Promise<Group> {
  const rows: Row[] = [];
  const github = await startGitHub();
  for (const engine of engines) {
    const isFolder = engine.name === 'PGlite';
    const news: Database[] = [];
    while (news.length < (isFolder ? 1 : 3)) news.push(await engine.fresh());
    const what = isFolder ? 'With a new folder' : 'With an empty database';
    rows.push(row(engine, what, 8_000, await times(github, news)));
    const database = await used(engine);
    const again = Array.from({ length: isQuick ? 1 : 3 }, () => database);
    rows.push(row(engine, 'With data', 2_000, await times(github, again)));
  }
  await github.close();
  return {
    title: 'From the start to the first webhook',
    how: 'From the start of the process to the first 202, asked for every few milliseconds. With data: ten incidents, after an orderly stop.',
    rows,
  };
}
