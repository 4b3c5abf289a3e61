/** What is lost on the way to Muster is made good by itself: nobody comments, nothing is sent again, only time passes or Muster starts. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { OWNER, REPO, type World, startWorld } from '../support/muster.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  await world.close();
});
beforeEach(() => {
  world.github.clearCalls();
});

const hour = { hours: 1 } as const;

describe('E2: webhooks that never came', () => {
  test('E2: a lost comment is answered within the hour', async () => {
    const issue = await world.incident({ labels: ['incident', 'sev2'], title: 'Lost comment' });
    world.github.deliveryFault({ kind: 'lost', event: 'issue_comment' });
    await world.say('sylvain', issue, '/timeline rollback starts');
    expect((await world.document(issue, '## SEV-2')).body).not.toContain('rollback starts');
    await world.advance(hour);
    expect((await world.document(issue, '## SEV-2')).body).toContain('rollback starts');
  });
});
