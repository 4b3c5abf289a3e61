import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { lose, withoutDeliveries } from '../support/lost-webhooks.ts';
import { OWNER, REPO, type World, startWorld } from '../support/muster.ts';
import { signed } from '../support/webhooks.ts';

let world: World;
let issue: number;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  issue = await world.incident({ labels: ['incident'], title: 'Search is slow' });
});
afterAll(async () => {
  await world.close();
});

const root = `/repos/${OWNER}/${REPO}`;
const ask = async (method: string, path: string, body?: unknown): Promise<void> => {
  const { status } = await world.as('prima').request(method, path, body);
  expect(status).toBeLessThan(300);
  await world.settled();
};

const local = async (method: string, path: string, body?: unknown): Promise<void> => {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  expect((await fetch(`${world.github.url}/_local${path}`, { method, ...sent })).status).toBe(204);
  await world.settled();
};
/** A webhook that the local GitHub has no cause to send. */
const tell = async (event: string, payload: unknown): Promise<void> => {
  const { headers, body } = signed(world.webhookSecret, event, payload, randomUUID());
  expect((await fetch(world.webhookUrl, { method: 'POST', headers, body })).status).toBe(202);
  await world.settled();
};
const installation = async (action: 'add' | 'remove', name: string = REPO): Promise<void> =>
  local('POST', '/installation', { repository: `${OWNER}/${name}`, action });
const writes = (): readonly string[] => world.calls().filter((call) => !call.startsWith('GET'));
const board = async (): Promise<string> => (await world.ours(issue))[0]?.body ?? '';

test('D8: a renamed issue keeps its board under the new title', async () => {
  await world.as('prima').editIssue(OWNER, REPO, issue, { title: 'Search is down' });
  await world.settled();
  expect((await world.ours(issue))[0]?.body).toContain('Search is down · ');
});

test('D8: a deleted issue leaves nothing to do: no call, no reminder', async () => {
  await local('DELETE', `${root}/issues/${issue}`);
  world.github.clearCalls();
  await world.advance({ minutes: 30 });
  expect(world.calls().filter((c) => c.includes(`/issues/${issue}`))).toEqual([]);
});

test('D8: a transferred issue is left to the place where it is now: no call, no reminder', async () => {
  const { payload } = world.github.deliveries.findLast(({ event }) => event === 'issues')?.request ?? {};
  lose(world, 'issues');
  await local('DELETE', `${root}/issues/${issue}`);
  const there = { html_url: `${world.github.url}/acme/ops/issues/3` };
  world.github.clearCalls();
  await tell('issues', { ...payload, action: 'transferred', changes: { new_issue: there } });
  await world.advance({ hours: 2 });
  expect(world.calls().filter((c) => c.includes(`/issues/${issue}`))).toEqual([]);
});

test('D8: the incident label renamed or deleted, an incident goes on and takes commands', async () => {
  await ask('PATCH', `${root}/labels/incident`, { new_name: 'outage' });
  await world.say('sylvain', issue, '/severity sev2');
  expect((await world.ours(issue))[0]?.body).toContain('## SEV-2');
  await ask('DELETE', `${root}/labels/outage`);
  await world.say('sylvain', issue, '/severity sev1');
  expect((await world.ours(issue))[0]?.body).toContain('## SEV-1');
});

test("D8: a severity's label deleted, the severity stays and its label is made again", async () => {
  await world.say('sylvain', issue, '/severity sev2');
  await ask('DELETE', `${root}/labels/sev2`);
  expect(await board()).toContain('## SEV-2');
  const { labels } = await world.as('prima').issue(OWNER, REPO, issue);
  expect(labels.map((l) => l.name)).toContain('sev2');
});

test("D8: a severity's label renamed, the severity stays and its own label is set again", async () => {
  await world.say('sylvain', issue, '/severity sev3');
  await ask('PATCH', `${root}/labels/sev3`, { new_name: 'minor' });
  expect(await board()).toContain('## SEV-3');
  const { labels } = await world.as('prima').issue(OWNER, REPO, issue);
  expect(labels.map((l) => l.name)).toContain('sev3');
});

test('D8: an archived repository is left alone, and taken up again afterwards', async () => {
  await ask('PATCH', root, { archived: true });
  world.github.clearCalls();
  await world.advance({ minutes: 30 });
  expect(writes()).toEqual([]);
  await ask('PATCH', root, { archived: false });
  await world.say('sylvain', issue, '/severity sev2');
  expect(await board()).toContain('## SEV-2');
});

test('D8, E2: archived, and the end of it never told: what was said since is done within the hour', async () => {
  await ask('PATCH', root, { archived: true });
  lose(world, 'repository');
  await ask('PATCH', root, { archived: false });
  withoutDeliveries(world);
  lose(world, 'issue_comment');
  await world.say('sylvain', issue, '/severity sev2');
  expect(await board()).not.toContain('## SEV-2');
  await world.advance({ hours: 1 });
  expect(await board()).toContain('## SEV-2');
});

test('D8, E2: archived, and the end of it never told: the next that is heard from there is enough', async () => {
  await ask('PATCH', root, { archived: true });
  lose(world, 'repository');
  await ask('PATCH', root, { archived: false });
  withoutDeliveries(world);
  await world.say('sylvain', issue, '/severity sev2');
  await world.advance({ seconds: 10 });
  expect(await board()).toContain('## SEV-2');
  const other = await world.incident({ title: 'Opened after it' });
  expect(await world.ours(other)).not.toEqual([]);
});

test('D8: taken from the App it is silent; given back it goes on where it was, with what was said meanwhile', async () => {
  await installation('remove');
  world.github.clearCalls();
  await world.as('sylvain').comment(OWNER, REPO, issue, '/severity sev2');
  await world.advance({ minutes: 30 });
  expect(writes()).toEqual([]);
  await installation('add');
  expect(await board()).toContain('## SEV-2');
});

test('D8: suspended it is silent; afterwards it goes on, with what was said meanwhile', async () => {
  await local('POST', '/suspension', { owner: OWNER, suspended: true });
  world.github.clearCalls();
  await world.as('sylvain').comment(OWNER, REPO, issue, '/severity sev2');
  await world.advance({ minutes: 30 });
  expect(writes()).toEqual([]);
  await local('POST', '/suspension', { owner: OWNER, suspended: false });
  expect(await board()).toContain('## SEV-2');
});

test('D8: uninstalled it is silent; installed again it goes on, with what was said meanwhile', async () => {
  const { payload } = world.github.deliveries.findLast(({ event }) => event === 'issues')?.request ?? {};
  const { installation: gone, repository } = payload ?? {};
  const setShut = async (suspended: boolean): Promise<void> => {
    lose(world, 'installation');
    await local('POST', '/suspension', { owner: OWNER, suspended }); // what GitHub refuses is the same
  };
  await setShut(true);
  await tell('installation', { action: 'deleted', installation: gone });
  world.github.clearCalls();
  lose(world, 'issue_comment');
  await world.as('sylvain').comment(OWNER, REPO, issue, '/severity sev2');
  await world.advance({ minutes: 30 });
  expect(writes()).toEqual([]);
  await setShut(false);
  await tell('installation', { action: 'created', installation: gone, repositories: [repository] });
  expect(await board()).toContain('## SEV-2');
});

test('D8: a renamed repository is followed, also by links to issues of ours', async () => {
  const other = await world.incident({ labels: ['incident', 'sev2'] });
  await world.as('prima').editIssue(OWNER, REPO, other, { state: 'closed' });
  await world.settled();
  await ask('PATCH', root, { name: 'store' });
  await world.as('sylvain').comment(OWNER, 'store', issue, '/severity sev2');
  await world.settled();
  const { comments } = world.github.issueExport(OWNER, 'store', issue);
  expect(comments.find((c) => c.user?.login === 'muster[bot]')?.body).toContain('## SEV-2');
  await world.as('prima').comment(OWNER, 'store', other, '/timeline one more thing');
  await world.settled();
  const closed = world.github.issueExport(OWNER, 'store', other);
  const text = closed.comments.find((c) => c.user?.login === 'muster[bot]')?.body;
  expect(text).toMatch(/\*\*Postmortem\*\* \| \[#\d+\]\(\S*\/acme\/store\/issues\//u);
});

test('D8: a deleted repository leaves nothing to do: no call, no reminder', async () => {
  const { payload } = world.github.deliveries.findLast(({ event }) => event === 'issues')?.request ?? {};
  lose(world, 'installation_repositories');
  await installation('remove', 'store');
  await tell('repository', { ...payload, action: 'deleted' });
  world.github.clearCalls();
  await world.advance({ minutes: 30 });
  expect(world.calls().filter((c) => c.includes(`/issues/${issue}`))).toEqual([]);
});
