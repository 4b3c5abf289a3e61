/** One installation is at GitHub's limit, another is not: they share a process, its workers and its queue. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { OWNER, REPO, type World, startWorld } from '../support/muster.ts';

const LIMITED = 'globex';
/** More than a process has workers. */
const INCIDENTS = 10;

const limit = { isOn: true };
let world: World;

beforeAll(async () => {
  world = await startWorld({
    neighbours: [LIMITED],
    weather: {
      request: (_method, path) =>
        limit.isOn && path.startsWith(`/repos/${LIMITED}/`)
          ? { kind: 'limit', status: 429, retryAfter: 1_800 }
          : null,
      delivery: () => null,
    },
  });
  await world.settled();
}, 60_000);
afterAll(async () => world.close());

const boards = (number: number): number =>
  world.github
    .issueExport(LIMITED, REPO, number)
    .comments.filter((c) => c.user?.login === 'muster[bot]' && c.body.includes('Incident Lead')).length;
const numbers = Array.from({ length: INCIDENTS }, (_, index) => index + 1);
const callsTo = (owner: string) => world.calls().filter((call) => call.includes(`/repos/${owner}/`));

test('E3: runs of a limited installation wait in the database: no job, no worker, no further call', async () => {
  for (const title of numbers.map((n) => `Conveyor ${n} stands`))
    await world.as('prima').createIssue(LIMITED, REPO, { title, labels: ['incident'] });
  // resolves when nothing is queued and nothing runs: a limit that was slept off would keep it waiting for half an hour
  await world.settled();
  expect(numbers.map(boards)).toEqual(numbers.map(() => 0));
  world.github.clearCalls();
  await world.advance({ minutes: 20 });
  expect(callsTo(LIMITED)).toEqual([]);
});

test('E3: what is said meanwhile waits with the rest: no call for it either', async () => {
  await world.as('prima').comment(LIMITED, REPO, 1, '/severity sev2');
  await world.settled();
  expect(callsTo(LIMITED)).toEqual([]);
});

test('E3: another installation is answered meanwhile as if nothing were', async () => {
  const number = await world.incident();
  await world.say('prima', number, '/severity sev2');
  expect(await world.document(number, '#')).toMatchObject({ body: expect.stringContaining('SEV-2') });
  expect(callsTo(OWNER).length).toBeGreaterThan(0);
  expect(callsTo(LIMITED)).toEqual([]);
});

test('E3: when the limit ends the work that waited is done, once', async () => {
  limit.isOn = false;
  await world.advance({ minutes: 11 });
  expect(numbers.map(boards)).toEqual(numbers.map(() => 1));
  const { labels } = world.github.issueExport(LIMITED, REPO, 1).issue;
  expect(labels.map((label) => (typeof label === 'string' ? label : label.name))).toContain('sev2');
});
