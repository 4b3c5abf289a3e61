import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { OWNER, REPO, type World, startWorld } from '../support/muster.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  await world.close();
});

/** What Muster asked by itself: everything but the board. */
async function asked(issue: number): Promise<readonly { readonly id: number; readonly body: string }[]> {
  return (await world.ours(issue)).slice(1);
}

function called(body: string): readonly string[] {
  return [...new Set(body.match(/@[a-z]+/gu))].toSorted();
}

async function declare(severity: string, title: string): Promise<number> {
  const issue = await world.incident({ labels: ['incident', severity], title });
  await world.say('sylvain', issue, '/take lead', '/role comms external @hank', '/role assist @atul');
  return issue;
}

test('M2, T2, E1: sent once, whatever is deleted or lost; what came due while Muster was down is one comment', async () => {
  const issue = await declare('sev1', 'Nobody says a word');
  await world.advance({ minutes: 29, seconds: 50 });
  expect(await asked(issue)).toEqual([]);
  await world.advance({ seconds: 20 });
  const [first, ...others] = await asked(issue);
  expect(others).toEqual([]);
  expect(called(first?.body ?? '')).toEqual(['@atul', '@hank', '@sylvain']);

  await world.as('prima').deleteComment(OWNER, REPO, first?.id ?? 0);
  await world.settled();
  await world.advance({ minutes: 5 });
  expect(await asked(issue)).toEqual([]);

  // leadership's second stage, and both of customers'
  await world.restart({ forget: true, meanwhile: async () => world.github.advance({ minutes: 60 }) });
  await world.settled();
  await world.say('diane', issue, 'any news?');
  await world.advance({ minutes: 30 });
  expect((await asked(issue)).map(({ body }) => called(body))).toEqual([['@hank', '@sylvain']]);
});

test('M2: an update one second before the reminder is in time; the answer to the next is the next update', async () => {
  const issue = await declare('sev2', 'Told in time');
  await world.say('atul', issue, '/timeline looking');
  await world.advance({ minutes: 29 });
  await world.say('atul', issue, '/timeline still looking');
  await world.advance({ minutes: 29 });
  await world.say('atul', issue, '/timeline found it');
  await world.advance({ minutes: 1, seconds: 50 });
  expect(await asked(issue)).toEqual([]);
  await world.say('hank', issue, '/comms external We are on it.');
  await world.advance({ minutes: 20 });
  expect(await asked(issue)).toEqual([]);
});

test('V1: /validate calls the Testers in a comment of its own', async () => {
  const issue = await declare('sev2', 'Is it over');
  await world.say('sylvain', issue, '/role tester @diane @eric', '/validate');
  const [request] = await asked(issue);
  expect(called(request?.body ?? '')).toEqual(['@diane', '@eric']);
  await world.say('diane', issue, '/fail still broken');
  await world.advance({ minutes: 1 });
  await world.say('sylvain', issue, '/validate');
  expect(await asked(issue)).toHaveLength(2);
});

test('R4: the board warns at the minute, without anybody doing anything', async () => {
  const issue = await declare('sev3', 'Nobody fixes');
  await world.say('prima', issue, '/release tech');
  await world.advance({ minutes: 9 });
  expect((await world.ours(issue))[0]?.body).not.toContain('Nobody is Technical Lead since');
  await world.advance({ minutes: 1 });
  expect((await world.ours(issue))[0]?.body).toContain('Nobody is Technical Lead since');
  expect(await asked(issue)).toEqual([]);
});
