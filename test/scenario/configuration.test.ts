import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { OWNER, REPO, type World, startWorld } from '../support/muster.ts';

const CONFIG = [
  'labels:',
  '  incident: outage',
  'zone: Europe/Berlin',
  'commands:',
  '  prefix_only: true',
  '  teams: [acme/responders]',
  'audiences:',
  '  partners:',
  '    title: partners',
].join('\n');

let world: World;
beforeAll(async () => {
  world = await startWorld({ files: { '.github/muster.yml': CONFIG } });
});
afterAll(async () => {
  await world.close();
});

async function configurationIssue(): Promise<{ state: string; body: string } | undefined> {
  const { body } = await world
    .as('prima')
    .request('GET', `/repos/${OWNER}/${REPO}/issues?state=all&per_page=100`);
  return (body as { title: string; state: string; body: string }[]).find((i) =>
    i.title.includes('configuration'),
  );
}

test('K1: labels, zone, prefix and audiences of the repository count, from the first event on', async () => {
  const issue = await world.incident({ labels: ['outage'], title: 'With its own words' });
  await world.say(
    'sylvain',
    issue,
    '/incident timeline 08:59 rollback',
    '/severity sev1',
    '/incident comms partners We know.',
  );
  const [board] = await world.ours(issue);
  expect(board?.body).toContain('not classified');
  expect(board?.body).toContain('08:59');
  expect(board?.body).toContain('Europe/Berlin');
  expect(board?.body).toContain('partners');
});

test('K1: a broken file leaves the last good one in force and says so in one issue, which closes when it is mended', async () => {
  await world.as('prima').putFile(OWNER, REPO, '.github/muster.yml', `${CONFIG}\ncolour: red\n`);
  await world.settled();
  const told = await configurationIssue();
  expect(told?.state).toBe('open');
  expect(told?.body).toContain('colour');
  expect(told?.body).toContain('line 10');
  const issue = await world.incident({ labels: ['outage'], title: 'Under the last good one' });
  await world.say('sylvain', issue, '/incident comms partners Still here.');
  expect((await world.ours(issue))[0]?.body).toContain('partners');
  await world.as('prima').putFile(OWNER, REPO, '.github/muster.yml', CONFIG);
  await world.settled();
  expect((await configurationIssue())?.state).toBe('closed');
});

test('A1: a member of a named team may command whatever the permission, others of that permission may not', async () => {
  const issue = await world.incident({ labels: ['outage'], title: 'By team' });
  await world.say('temp', issue, '/incident severity sev1');
  await world.say('stranger', issue, '/incident severity sev4');
  const { labels } = await world.as('prima').issue(OWNER, REPO, issue);
  expect(labels.map((l) => l.name).toSorted()).toEqual(['outage', 'sev1']);
});
