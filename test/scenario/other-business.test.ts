import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { OWNER, REPO, type World, startWorld } from '../support/muster.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await world.incident();
});
afterAll(async () => {
  await world.close();
});

describe('webhooks that are none of our business', () => {
  test('comments and labels elsewhere cost no call at all', async () => {
    const { number } = await world.as('prima').createIssue(OWNER, REPO, { title: 'A typo', labels: ['bug'] });
    await world.settled();
    world.github.clearCalls();
    for (let i = 0; i < 5; i += 1) await world.as('prima').comment(OWNER, REPO, number, '/severity sev1');
    await world.as('prima').editIssue(OWNER, REPO, number, { title: 'A typo, still' });
    await world.as('prima').editIssue(OWNER, REPO, number, { state: 'closed' });
    await world.settled();
    expect(world.calls()).toEqual([]);
  });
});

async function post(body: string, signature: string): Promise<number> {
  const { status } = await fetch(world.webhookUrl, {
    method: 'POST',
    body,
    headers: { 'x-github-event': 'issues', 'x-github-delivery': 'x', 'x-hub-signature-256': signature },
  });
  return status;
}

describe('A2: webhooks without a valid signature', () => {
  test('A2: refused before they are parsed', async () => {
    expect(
      await post('{"action"', `sha256=${createHmac('sha256', 'wrong').update('{"action"').digest('hex')}`),
    ).toBe(401);
    expect(await post('{}', '')).toBe(401);
  });

  test('A2: signed, but not JSON, it is answered with what was expected', async () => {
    const signature = `sha256=${createHmac('sha256', world.webhookSecret).update('not json').digest('hex')}`;
    expect(await post('not json', signature)).toBe(400);
  });

  test('A2: a replayed delivery is harmless', async () => {
    const issue = await world.incident({ labels: ['incident', 'sev2'] });
    await world.say('sylvain', issue, '/timeline rollback');
    const before = await world.ours(issue);
    for (const { id } of world.github.deliveries.slice(-6)) await world.github.redeliver(id);
    await world.settled();
    expect(await world.ours(issue)).toEqual(before);
  });
});
