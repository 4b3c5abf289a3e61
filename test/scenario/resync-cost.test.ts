/** What a resync asks of GitHub, in which order, and what a limit does to it; and repositories and labels that it meets for the first time. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { openGateway } from '../../src/github/gateway.ts';
import { HOUR, asked, board, lose, withoutDeliveries } from '../support/lost-webhooks.ts';
import { OWNER, REPO } from '../support/muster.ts';
import { UNREMINDED } from '../support/unreminded.ts';
import { useWorld } from '../support/use-world.ts';

// a reminder would have GitHub read before its hour
const world = useWorld({ repositories: ['ops'], files: UNREMINDED });
beforeEach(() => {
  world.github.clearCalls();
});

/** Puts the second repository into the App's installation, or takes it out. */
const installation = async (action: 'add' | 'remove'): Promise<void> => {
  const { status } = await world
    .as('prima')
    .request('POST', '/_local/installation', { repository: `${OWNER}/ops`, action });
  expect(status).toBe(204);
  await world.settled();
};
const onOps = (number: number): readonly unknown[] =>
  world.github.issueExport(OWNER, 'ops', number).comments.filter((c) => c.user?.login === 'muster[bot]');

/** Opened in the second repository while the App was not there. */
const openIncident = async (): Promise<number> => {
  await installation('remove');
  const { number } = await world
    .as('hank')
    .createIssue(OWNER, 'ops', { title: 'Older', labels: ['incident'] });
  await world.settled();
  return number;
};

describe('what it costs', () => {
  const OF_REPOSITORY = /\/repos\//u;

  test('E2: three calls an hour for a repository where an incident lives and nothing happened', async () => {
    await world.incident({ labels: ['incident', 'sev2'], title: 'Nothing happens' });
    await world.advance(HOUR);
    await world.advance(HOUR);
    world.github.clearCalls();
    await world.advance(HOUR);
    const issues = `GET /repos/${OWNER}/${REPO}/issues`;
    expect(asked(world, OF_REPOSITORY)).toEqual([issues, issues, `${issues}/comments`]);
    expect(asked(world, /./u).filter((call) => !OF_REPOSITORY.test(call))).toEqual([
      'GET /app/installations',
      'GET /app/hook/deliveries',
      'GET /installation/repositories',
    ]);
  });

  test('E2: a repository without incidents is swept once a day, in two calls', async () => {
    await world.advance({ hours: 25 });
    const quiet = /\/repos\/acme\/ops\//u;
    expect(asked(world, quiet)).toEqual([`GET /repos/${OWNER}/ops/issues`, `GET /repos/${OWNER}/ops/issues`]);
    world.github.clearCalls();
    await world.advance({ hours: 12 });
    expect(asked(world, quiet)).toEqual([]);
  });

  test('E3: a limit on one repository waits for its end and stops no other', async () => {
    const here = await world.incident({ title: 'Limited here' });
    const elsewhere = await world
      .as('hank')
      .createIssue(OWNER, 'ops', { title: 'Elsewhere', labels: ['incident'] });
    await world.settled();
    await world.advance({ minutes: 20 });
    lose(world, 'issue_comment', 2);
    await world.as('hank').comment(OWNER, REPO, here, '/milestone said here');
    await world.as('hank').comment(OWNER, 'ops', elsewhere.number, '/milestone said there');
    const path = new RegExp(`/repos/${OWNER}/${REPO}/issues$`, 'u');
    world.github.fault({ path, kind: 'limit', status: 403, retryAfter: 120 });
    withoutDeliveries(world);
    await world.advance(HOUR);
    const { comments } = world.github.issueExport(OWNER, 'ops', elsewhere.number);
    expect(comments.find((c) => c.user?.login === 'muster[bot]')?.body).toContain('said there');
    expect(await board(world, here)).not.toContain('said here');
    await world.advance({ minutes: 2 });
    expect(await board(world, here)).toContain('said here');
  });
});

test('E1: where incidents are open is one question for many repositories, whatever the state of the cache', async () => {
  const bot = await world.bot();
  const { number } = await world
    .as('hank')
    .createIssue(OWNER, 'ops', { title: 'Open and labelled', labels: ['incident-drill'] });
  await world.settled();
  const gateway = openGateway(bot, 'muster[bot]');
  const { repositories } = await gateway.listRepositories();
  const ops = repositories.find(({ name }) => name === 'ops');
  const ids = [...repositories.map(({ nodeId }) => nodeId), 'R_gone'];
  world.github.clearCalls();
  expect(await gateway.openIncidents(ids, ['incident-drill'])).toEqual(new Set([ops?.id]));
  expect(asked(world, /./u)).toEqual(['POST /graphql']);
  await world.as('hank').editIssue(OWNER, 'ops', number, { state: 'closed' });
  await world.settled();
  expect(await gateway.openIncidents(ids, ['incident-drill'])).toEqual(new Set());
});

describe('E2: repositories that come later', () => {
  test('E2: an open incident is found there', async () => {
    const number = await openIncident();
    expect(onOps(number)).toEqual([]);
    await installation('add');
    expect(onOps(number)).not.toEqual([]);
  });

  test('E2: also when the webhook that tells of it is lost', async () => {
    const number = await openIncident();
    lose(world, 'installation_repositories');
    await installation('add');
    expect(onOps(number)).toEqual([]);
    withoutDeliveries(world);
    await world.advance(HOUR);
    expect(onOps(number)).not.toEqual([]);
  });
});

// last, because drills cost a call from then on
describe('D7: drills', () => {
  test('D7: one is found within the hour, in a repository that never had any', async () => {
    lose(world, 'issues', 2);
    const issue = await world.incident({ title: 'Quiet drill', labels: ['incident-drill'] });
    withoutDeliveries(world);
    await world.advance(HOUR);
    expect(await board(world, issue)).toContain('DRILL');
  });
});
