/** A generated incident with many comments, the same one each time, as an export of GitHub would hold it. */
import { readExport } from '../../src/cli/replay/export-file.ts';
import { type Retelling, toRetelling } from '../../src/cli/replay/export-record.ts';

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

/** JSON of an issue that was closed after so many comments. */
export function longIssue(length: number): string {
  const comments = Array.from({ length }, (_, n) => {
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
    updated_at: at(length + 20),
    closed_at: at(length + 20),
    state: 'closed',
    state_reason: 'completed',
    comments: length,
    labels: [{ name: 'incident' }, { name: 'sev2' }],
    html_url: PAGE,
  };
  const closed = {
    id: 3,
    event: 'closed',
    actor: user('sylvain'),
    created_at: at(length + 20),
    state_reason: 'completed',
  };
  const permissions = Object.fromEntries(PEOPLE.slice(0, 6).map((login) => [login, 'write']));
  const events = [label(1, 'incident', 1), label(2, 'sev2', 1), closed];
  return JSON.stringify({ issue, comments, events, permissions }, null, 2);
}

/** What the core looks at. */
export function retellingOf(text: string): Retelling {
  const read = readExport(text);
  if ('problems' in read) throw new Error(read.problems.join('\n'));
  const told = toRetelling(read.found);
  if ('problems' in told) throw new Error(told.problems.join('\n'));
  return told.retelling;
}
