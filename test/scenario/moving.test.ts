import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { OWNER, REPO, type World, startWorld } from '../support/muster.ts';

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

test('D8: a renamed issue keeps its board under the new title', async () => {
  await world.as('prima').editIssue(OWNER, REPO, issue, { title: 'Search is down' });
  await world.settled();
  expect((await world.ours(issue))[0]?.body).toContain('Search is down · ');
});

test('D8: a deleted issue leaves nothing to do: no call, no reminder', async () => {
  await fetch(`${world.github.url}/_local${root}/issues/${issue}`, { method: 'DELETE' });
  await world.settled();
  world.github.clearCalls();
  await world.advance({ minutes: 30 });
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

test("D8: a severity's label deleted, the severity is not classified, and a command brings both back", async () => {
  await world.say('sylvain', issue, '/severity sev2');
  await ask('DELETE', `${root}/labels/sev2`);
  await world.say('sylvain', issue, '/severity sev2');
  const { labels } = await world.as('prima').issue(OWNER, REPO, issue);
  expect(labels.map((l) => l.name)).toContain('sev2');
});

test('D8: an archived repository is left alone, and taken up again afterwards', async () => {
  await ask('PATCH', root, { archived: true });
  world.github.clearCalls();
  await world.advance({ minutes: 30 });
  expect(world.calls().filter((c) => !c.startsWith('GET'))).toEqual([]);
  await ask('PATCH', root, { archived: false });
  await world.say('sylvain', issue, '/severity sev2');
  expect((await world.ours(issue))[0]?.body).toContain('## SEV-2');
});

test('D8: uninstalled it is silent; installed again it goes on where it was', async () => {
  const installation = async (action: 'add' | 'remove'): Promise<void> => {
    await fetch(`${world.github.url}/_local/installation`, {
      method: 'POST',
      body: JSON.stringify({ repository: `${OWNER}/${REPO}`, action }),
    });
    await world.settled();
  };
  await installation('remove');
  world.github.clearCalls();
  await world.as('sylvain').comment(OWNER, REPO, issue, '/severity sev2');
  await world.advance({ minutes: 30 });
  expect(world.calls().filter((c) => c.startsWith('POST') || c.startsWith('PATCH'))).toEqual([]);
  await installation('add');
  await world.say('sylvain', issue, '/timeline back again');
  const [board] = await world.ours(issue);
  expect(board?.body).toContain('## SEV-2');
  expect(board?.body).toContain('back again');
});

test('D8: a renamed repository is followed', async () => {
  await ask('PATCH', root, { name: 'store' });
  await world.as('sylvain').comment(OWNER, 'store', issue, '/severity sev2');
  await world.settled();
  const { comments } = world.github.issueExport(OWNER, 'store', issue);
  expect(comments.find((c) => c.user?.login === 'muster[bot]')?.body).toContain('## SEV-2');
});
