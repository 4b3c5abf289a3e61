/** The process at work: when it says that it is ready, what it logs, and how it ends. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type MainProcess, startMain } from '../support/main-process.ts';
import { type ProcessWorld, openProcessWorld } from '../support/process-world.ts';
import { until } from '../support/until.ts';
import { commentEvent, signed } from '../support/webhooks.ts';

const started: MainProcess[] = [];
let world: ProcessWorld;
beforeEach(async () => {
  world = await openProcessWorld();
});
afterEach(async () => {
  for (const one of started) one.kill('SIGKILL');
  await Promise.all(started.splice(0).map((one) => one.ended()));
  await world.close();
});

function start(over: Readonly<Record<string, string>> = {}): MainProcess {
  const one = startMain({ ...world.environment, ...over });
  started.push(one);
  return one;
}

interface Answer {
  readonly status: number;
  readonly body: { readonly status?: string; readonly waiting?: number; readonly running?: number };
}

/** Null when nobody listens. */
async function ask(
  path: string,
  init: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer | null> {
  const headers = { ...init.headers, connection: 'close' };
  try {
    const answer = await fetch(`http://127.0.0.1:${world.port}${path}`, { ...init, headers });
    return { status: answer.status, body: (await answer.json()) as Answer['body'] };
  } catch {
    return null;
  }
}

async function health(is: (answer: Answer) => boolean): Promise<void> {
  await until(async () => {
    const answer = await ask('/healthz');
    return answer !== null && is(answer);
  });
}

const webhook = () =>
  ask('/api/github/webhooks', {
    method: 'POST',
    ...signed(world.webhookSecret, 'issue_comment', commentEvent('created')),
  });

const writes = (): readonly string[] =>
  world.github.calls
    .filter((c) => c.actor === 'muster[bot]' && c.method !== 'GET')
    .map((c) => `${c.method} ${c.path}`);

test('it is healthy, and takes webhooks, when everything stands and not before', async () => {
  const clock = world.gate.hold(/clock/u);
  const main = start({ MUSTER_CLOCK: `http://${world.gate.host}/_local/clock` });
  await clock.held;
  expect(await ask('/healthz')).toEqual({ status: 503, body: { status: 'starting' } });
  expect((await ask('/livez'))?.status).toBe(200);
  expect((await webhook())?.status).toBe(503);
  clock.release();
  await main.said('listening on');
  // how much waits or runs is not said here: the resync of the start may still be at it
  expect(await ask('/healthz')).toMatchObject({ status: 200, body: { status: 'ok' } });
  expect((await webhook())?.status).toBe(202);
});

test('SIGTERM ends the run that is under way, takes no more webhooks, and leaves with 0', async () => {
  const main = start();
  await main.said('listening on');
  const board = world.gate.hold(/^POST .*\/issues\/1\/comments$/u);
  await world.github
    .as('prima')
    .createIssue('acme', 'shop', { title: 'Checkout fails', labels: ['incident'] });
  await board.held;
  main.kill('SIGTERM');
  await main.said('SIGTERM: taking no more webhooks');
  main.kill('SIGTERM'); // as npm does, which hands on what a terminal sent to both
  expect(await webhook()).toBe(null);
  expect(writes().filter((w) => w.endsWith('/comments'))).toEqual([]);
  board.release();
  expect(await main.ended()).toBe(0);
  expect(writes().map((w) => w.replace(/\d{3,}/u, 'N'))).toEqual([
    'POST /repos/acme/shop/issues/1/comments',
    'POST /repos/acme/shop/issues/1/reactions',
    'PUT /repos/acme/shop/issues/comments/N/pin',
    'POST /repos/acme/shop/issues/1/assignees',
  ]);

  world.github.clearCalls();
  const next = start();
  await next.said('listening on');
  await health(({ body }) => body.waiting === 0 && body.running === 0);
  expect(writes()).toEqual([]);
});

test('the log is JSON lines with a level, holds no secret, and tells every write at debug', async () => {
  const main = start({ LOG_LEVEL: 'debug' });
  await main.said('listening on');
  await world.github
    .as('prima')
    .createIssue('acme', 'shop', { title: 'Checkout fails', labels: ['incident'] });
  await main.said('create-comment board');
  main.kill('SIGTERM');
  expect(await main.ended()).toBe(0);
  const lines = main.out().trimEnd().split('\n');
  for (const line of lines)
    expect(JSON.parse(line)).toMatchObject({
      time: expect.anything(),
      level: expect.stringMatching(/^(?:debug|info|warn)$/u),
      message: expect.any(String),
    });
  expect(main.out()).not.toMatch(/PRIVATE KEY|bearer |ghs_|Checkout fails/iu);
  expect(main.out()).not.toContain(world.webhookSecret);
});

test('LOG_LEVEL=silent says nothing', async () => {
  const main = start({ LOG_LEVEL: 'silent' });
  await health(({ status }) => status === 200);
  main.kill('SIGTERM');
  expect(await main.ended()).toBe(0);
  expect(main.out() + main.err()).toBe('');
});
