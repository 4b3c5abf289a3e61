/**
 * `npm run bench`: how long a replay of an issue with 2,000 comments takes, as a whole process, beside what `JSON.parse` of the same file takes. The
 * issue is generated, the same one each time. Numbers are for people: no test stands on them.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readExport } from '../src/cli/replay/export-file.ts';
import { toRetelling } from '../src/cli/replay/export-record.ts';
import { retell } from '../src/cli/replay/retell.ts';
import { consider } from '../src/core/incident/consider.ts';
import { digest } from '../src/signer.ts';

const COMMENTS = 2000;
const RUNS = 5;
const PEOPLE = ['prima', 'sylvain', 'atul', 'gillian', 'hank', 'diane', 'eric', 'mallory'];
const PAGE = 'https://github.com/acme/shop/issues/41';
const START = Temporal.Instant.from('2026-10-25T08:00:00Z');

/** What people write in a long outage, in turn; the number makes each one different. */
const SAID: readonly ((n: number) => string)[] = [
  (n) => `Pool of node ${n} is at 98 %, p99 at ${n} ms. Looking at the slow queries.`,
  (n) => `/timeline error rate at ${n % 100} % after deploy ${4000 + n}`,
  (n) =>
    `Logs of shard ${n}:\n\n\`\`\`\n${`2026-10-25T08:00:00Z ERROR /resolve timeout after ${n} ms\n`.repeat(12)}\`\`\`\n`,
  (n) => `> is it the cache?\n\nNo, **not** the cache. See [the graph](https://dash.example/${n}) and #${n}.`,
  (n) =>
    `/timeline 2m ago restarted worker ${n}\nthen watched it for a minute\n\nSeems better, /etc/hosts is fine.`,
  (n) =>
    n % 20 === 5
      ? `/comms external via "status page" Update ${n}: we are still working on it.`
      : `Any news? ${n}`,
  (n) =>
    n % 35 === 6 ? `/role assist @${PEOPLE[n % PEOPLE.length]} @atul` : `Trying ${n} with a smaller pool.`,
  (n) =>
    n % 40 === 7
      ? `/milestone failover ${n} finished`
      : `/timelin ${n} typo, and a table\n\n| a | b |\n|---|---|\n| 1 | 2 |`,
  (n) => (n % 80 === 8 ? `/status` : `@mallory could you check shard ${n}?`),
  (n) => (n % 50 === 9 ? `/action fix: Alarm on pool ${n} @eric by 2026-12-01` : `Done with ${n}.`),
];

function user(login: string): object {
  return {
    id: 500 + PEOPLE.indexOf(login),
    login,
    type: 'User',
    site_admin: false,
    avatar_url: `https://avatars.example/${login}`,
  };
}

const at = (n: number): string => START.add({ seconds: n * 20 }).toString();

function generated(): string {
  const comments = Array.from({ length: COMMENTS }, (_, n) => {
    const login = PEOPLE[n % 7] ?? 'prima';
    return {
      url: `https://api.github.com/repos/acme/shop/issues/comments/${n + 1000}`,
      html_url: `${PAGE}#issuecomment-${n + 1000}`,
      id: n + 1000,
      node_id: `IC_${n}`,
      user: user(login),
      created_at: at(n + 10),
      updated_at: at(n + 10),
      author_association: 'MEMBER',
      body: SAID[n % SAID.length]?.(n) ?? '',
      reactions: { total_count: 0, '+1': 0, confused: 0 },
    };
  });
  const label = (id: number, name: string, n: number): object => ({
    id,
    event: 'labeled',
    actor: user('prima'),
    created_at: at(n),
    label: { name, color: 'b60205' },
  });
  const issue = {
    id: 900,
    number: 41,
    title: 'Checkout fails for EU customers',
    body: 'since the deploy',
    user: user('prima'),
    created_at: at(0),
    updated_at: at(COMMENTS + 20),
    closed_at: at(COMMENTS + 20),
    state: 'closed',
    state_reason: 'completed',
    comments: COMMENTS,
    labels: [{ name: 'incident' }, { name: 'sev2' }],
    html_url: PAGE,
  };
  const closed = {
    id: 3,
    event: 'closed',
    actor: user('sylvain'),
    created_at: at(COMMENTS + 20),
    state_reason: 'completed',
  };
  const permissions = Object.fromEntries(PEOPLE.slice(0, 6).map((login) => [login, 'write']));
  const events = [label(1, 'incident', 1), label(2, 'sev2', 1), closed];
  return JSON.stringify({ issue, comments, events, permissions }, null, 2);
}

function milliseconds(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}

function ms(time: number): string {
  return `${time < 100 ? time.toFixed(1) : time.toFixed(0)} ms`.padStart(10);
}

const folder = mkdtempSync(path.join(tmpdir(), 'muster-bench-'));
try {
  const text = generated();
  const file = path.join(folder, 'issue.json');
  writeFileSync(file, text);
  const replay = path.join(import.meta.dirname, '../src/cli/replay.ts');
  const whole = Array.from({ length: RUNS }, () =>
    milliseconds(() => {
      const { status, stderr } = spawnSync(process.execPath, [
        replay,
        file,
        '--out',
        path.join(folder, 'out'),
      ]);
      if (status !== 0) throw new Error(`the replay failed: ${stderr.toString()}`);
    }),
  );
  const bare = Array.from({ length: RUNS }, () =>
    milliseconds(() => spawnSync(process.execPath, ['--eval', ''])),
  );
  const parse = Array.from({ length: RUNS * 4 }, () => milliseconds(() => void JSON.parse(text)));

  const read = readExport(text);
  if ('problems' in read) throw new Error(read.problems.join('\n'));
  const told = toRetelling(read.found);
  if ('problems' in told) throw new Error(told.problems.join('\n'));
  const { record, policy } = told.retelling;
  const fold = milliseconds(() => consider({ record, policy, digest, isReplay: true }));
  const rest = milliseconds(() => retell(told.retelling));

  const size = `${(text.length / 1_000_000).toFixed(1)} MB`;
  console.log(`Replay of an issue with ${COMMENTS} comments (${size} of JSON), median of ${RUNS} runs

  whole process          ${ms(median(whole))}   ${(median(whole) / median(parse)).toFixed(0)} times JSON.parse
  of that, bare Node     ${ms(median(bare))}
  JSON.parse of the file ${ms(median(parse))}
  the core's fold, cold  ${ms(fold)}
  fold and documents     ${ms(rest)}`);
} finally {
  rmSync(folder, { recursive: true });
}
