/** The close of an incident with 2,000 comments: pages read, writes, time. */
import type { LocalGitHub } from '../../src/local-github/local-github.ts';
import { coreRows, replayRow } from './closing-core.ts';
import { type Group, type Row, ms, verdict } from './row.ts';
import { type Engine, OWNER, PEOPLE, REPO, openStage } from './stage.ts';

const COMMENTS = 2_000;
/** Of GitHub's lists. */
const PAGE = 100;
/** Of what Muster puts on one issue or comment. */
const PART_BYTES = 60_000;

function said(n: number): string {
  if (n % 20 === 7) return `/timeline error rate at ${n % 100} % after deploy ${4_000 + n}`;
  if (n % 100 === 13) return `/comms external Update ${n}: we are still working on it.`;
  return `Pool of node ${n} is at 98 %, p99 at ${n} ms. Looking at the slow queries of shard ${n % 17}, no news from there.`;
}

async function plant(github: LocalGitHub): Promise<void> {
  const issue = { title: 'Checkout fails for EU customers', labels: ['incident', 'sev2'] };
  const { number } = await github.as('prima').createIssue(OWNER, REPO, issue);
  for (let n = 0; n < COMMENTS; n += 1)
    await github.as(PEOPLE[n % PEOPLE.length] ?? 'prima').comment(OWNER, REPO, number, said(n));
}

/** Bytes on the issues that take what is too long for a comment. */
function overflow(github: LocalGitHub, created: number): number {
  let bytes = 0;
  for (let number = 2; number <= 1 + created; number += 1) {
    const { issue, comments } = github.issueExport(OWNER, REPO, number);
    if (issue.labels.some((label) => label.name === 'postmortem')) continue;
    for (const { body } of [issue, ...comments]) bytes += Buffer.byteLength(body ?? '');
  }
  return bytes;
}

async function measure(engine: Engine): Promise<readonly Row[]> {
  const stage = await openStage(await engine.fresh(), { before: plant });
  await stage.settled();
  const { github } = stage;
  github.clearCalls();
  const began = performance.now();
  await github.as('prima').editIssue(OWNER, REPO, 1, { state: 'closed', state_reason: 'completed' });
  await stage.settled();
  const took = performance.now() - began;
  const calls = stage.calls();
  const { rssMb } = await stage.muster.usage();
  // the timeline holds comments and events
  const items = github.issueExport(OWNER, REPO, 1).events.length;
  const pages = calls.filter((call) => /^GET .*\/timeline$/u.test(call)).length;
  const writes = calls.filter((call) => !call.startsWith('GET '));
  const created = writes.filter((call) => /^POST .*\/issues$/u.test(call)).length;
  const bytes = overflow(github, created);
  const most = 6 + Math.ceil(bytes / PART_BYTES);
  await stage.stop();
  return [
    {
      what: `Close with ${COMMENTS} comments: reads`,
      engine: engine.name,
      bar: `⌈n/100⌉ pages once: ${Math.ceil(items / PAGE)} of ${items} items`,
      measured: `${pages} pages, ${calls.length - writes.length - pages} other reads`,
      verdict: verdict(pages <= Math.ceil(items / PAGE)),
    },
    {
      what: `Close with ${COMMENTS} comments: writes`,
      engine: engine.name,
      bar: `≤ 6 + 1 for each 60,000 bytes of overflow: ${most}`,
      measured: `${writes.length} writes, ${bytes} bytes of overflow; ${ms(took)} from the close to the last of them; the process holds ${rssMb.toFixed(0)} MB`,
      verdict: verdict(writes.length <= most),
    },
  ];
}

export async function closing(engines: readonly Engine[], isQuick: boolean): Promise<Group> {
  const rows: Row[] = [];
  for (const engine of isQuick ? engines.slice(0, 1) : engines) rows.push(...(await measure(engine)));
  rows.push(...(await coreRows()));
  if (!isQuick) rows.push(replayRow());
  return {
    title: 'The close of a long incident',
    how: 'Calls are counted at the local GitHub, from the close until no work is left; one comment in twenty is a command. The core and its memory are measured in a process of their own for each size, on an issue where more than every second comment is a command, with the journal of all runs before.',
    rows,
  };
}
