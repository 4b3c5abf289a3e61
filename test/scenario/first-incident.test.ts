import { afterEach, expect, test } from '@jest/globals';
import { OWNER, REPO, type World, startWorld } from '../support/muster.ts';
import { UNREMINDED } from '../support/unreminded.ts';

let world: World;
afterEach(async () => {
  await world.close();
});

test('a labelled issue becomes an incident, takes an entry over a restart, and leaves a scribe comment', async () => {
  world = await startWorld({ files: UNREMINDED });
  const issue = await world
    .as('prima')
    .createIssue(OWNER, REPO, { title: 'Checkout fails', labels: ['incident', 'sev2'] });
  await world.settled();
  await world.restart();
  await world.advance({ minutes: 5 });
  await world.as('sylvain').comment(OWNER, REPO, issue.number, '/timeline rollback started');
  await world.settled();
  await world.advance({ minutes: 5 });
  await world.as('prima').editIssue(OWNER, REPO, issue.number, { state: 'closed' });
  await world.settled();

  const [board, scribe, communications] = await world.ours(issue.number);
  expect(board?.body).toContain('## SEV-2 · Checkout fails · closed');
  expect(scribe?.body).toContain('| 08:05 | 08:05 | rollback started | sylvain |');
  expect(communications?.body).toContain('Nobody was told anything');
});
