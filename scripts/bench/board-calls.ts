/** What a command costs in calls to GitHub, and how long people wait for its board; look-ups of permissions are cached and counted apart. */
import { setTimeout } from 'node:timers/promises';
import type { Generator } from './load.ts';
import { signedRequest } from './load.ts';
import { type Group, type Row, median, ms, verdict } from './row.ts';
import { CREDENTIALS, type Engine, OWNER, REPO, type Stage, openStage } from './stage.ts';

const BURST = 20;

/** Each with the calls that it should cost: a reaction and a board edit, and one for each set of labels or assignees that it changes. */
const COMMANDS: readonly { readonly text: string; readonly what: string; readonly bar: number }[] = [
  { text: '/timeline the pool is exhausted', what: 'A command that moves only the board', bar: 2 },
  { text: '/severity 1', what: '… that also changes the severity label', bar: 4 },
  { text: '/role assist @hank', what: '… that also changes the assignees', bar: 3 },
];

const BOARD_EDIT = /^PATCH \/repos\/[^/]+\/[^/]+\/issues\/comments\/\d+$/u;

/** Milliseconds from the comment until the board shows it. */
async function untilOnBoard(stage: Stage, number: number, text: string): Promise<number> {
  const began = performance.now();
  stage.github.clearCalls();
  await stage.github.as('prima').comment(OWNER, REPO, number, text);
  while (!stage.calls().some((call) => BOARD_EDIT.test(call))) await setTimeout(2);
  const waited = performance.now() - began;
  await stage.settled();
  return waited;
}

async function measure(generator: Generator, engine: Engine): Promise<readonly Row[]> {
  const stage = await openStage(await engine.fresh());
  await stage.settled();
  const { number } = await stage.github
    .as('prima')
    .createIssue(OWNER, REPO, { title: 'Checkout fails', labels: ['incident', 'sev2'] });
  await stage.settled();
  const rows: Row[] = [];
  for (const { text, what, bar } of COMMANDS) {
    await untilOnBoard(stage, number, text);
    const calls = stage.calls();
    rows.push({
      what,
      engine: engine.name,
      bar: `${bar} calls`,
      measured: `${calls.length} calls: ${calls.map(shortened).join(', ')}`,
      verdict: verdict(calls.length <= bar),
    });
  }
  const waits: number[] = [];
  for (let n = 0; n < 10; n += 1)
    waits.push(await untilOnBoard(stage, number, `/timeline look ${n} at the pool`));

  const webhooks = await stage.heldComments(
    Array.from({ length: BURST }, (_, n) => ({ number, body: `/timeline shard ${n} is back` })),
  );
  await stage.settled();
  stage.github.clearCalls();
  await generator.send(
    stage.muster.port,
    { kind: 'burst' },
    webhooks.map((webhook) => signedRequest(webhook, CREDENTIALS.WEBHOOK_SECRET)),
  );
  await stage.settled();
  const calls = stage.calls();
  const edits = calls.filter((call) => BOARD_EDIT.test(call)).length;
  await stage.stop();
  rows.push(
    {
      what: `A burst of ${BURST} commands`,
      engine: engine.name,
      bar: `${BURST} reactions + 1 board edit`,
      measured: `${calls.filter((call) => call.includes('/reactions')).length} reactions, ${edits} board ${edits === 1 ? 'edit' : 'edits'}, ${calls.length} calls in all`,
      verdict: verdict(calls.length <= BURST + 1),
    },
    {
      what: 'From the comment to the board',
      engine: engine.name,
      bar: '–',
      measured: `median ${ms(median(waits))} of ${waits.length}, of which 150 ms wait for more to come`,
      verdict: '–',
    },
  );
  return rows;
}

function shortened(call: string): string {
  return call.replace(/\/repos\/[^/]+\/[^/]+\/issues/u, '…').replaceAll(/\d+/gu, 'n');
}

export async function boardCalls(generator: Generator, engines: readonly Engine[]): Promise<Group> {
  const rows: Row[] = [];
  for (const engine of engines) rows.push(...(await measure(generator, engine)));
  return {
    title: 'From a command to the board',
    how: 'Counted at the local GitHub, from the comment until no work is left. The burst comes as webhooks all at once.',
    rows,
  };
}
