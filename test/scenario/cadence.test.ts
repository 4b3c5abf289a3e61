import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
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

/** Those of Muster's comments that GitHub shows folded. */
function folded(issue: number): readonly number[] {
  const { comments } = world.github.issueExport(OWNER, REPO, issue);
  return comments.filter((c) => c.minimized !== null).map((c) => c.id);
}

/** How often Muster asked GraphQL for something; it asks there for nothing else in these stories. */
const mutations = (): number => world.calls().filter((call) => call === 'POST /graphql').length;

async function remindedIncident(
  title: string,
): Promise<{ readonly issue: number; readonly reminder: number }> {
  const issue = await declare('sev2', title);
  await world.advance({ minutes: 31 });
  const [first] = await asked(issue);
  return { issue, reminder: first?.id ?? 0 };
}

describe('Q1: a reminder that is answered is folded', () => {
  test('Q1, E1: once; a restart and the loss of the database write nothing', async () => {
    const { issue, reminder } = await remindedIncident('Looked into late');
    expect(folded(issue)).toEqual([]);
    world.github.clearCalls();
    await world.say('atul', issue, '/timeline the pool is exhausted');
    expect(folded(issue)).toEqual([reminder]);
    await world.say('diane', issue, 'thanks');
    await world.restart();
    await world.say('diane', issue, 'and again');
    expect(mutations()).toBe(1);

    world.github.clearCalls();
    await world.restart({ forget: true });
    await world.settled();
    await world.say('diane', issue, 'still there');
    expect(folded(issue)).toEqual([reminder]);
    expect(mutations()).toBe(0);
  });

  test('Q1, E2: an answer that is lost is looked for, not asked for again', async () => {
    const { issue, reminder } = await remindedIncident('Looked into late, and the line drops');
    world.github.clearCalls();
    world.github.fault({ method: 'POST', path: /\/graphql$/u, kind: 'lost-answer' });
    await world.say('atul', issue, '/timeline the pool is exhausted');
    await world.advance({ minutes: 5 });
    expect(folded(issue)).toEqual([reminder]);
    expect(mutations()).toBe(1);
  });

  test.each([
    [403, 'refused'],
    [404, 'unknown there'],
  ])('Q1, E3: %i: %s, it stays as it is, and nothing else waits for it', async (status) => {
    const { issue } = await remindedIncident(`Nothing folds, ${status}`);
    world.github.clearCalls();
    world.github.fault({ method: 'POST', path: /\/graphql$/u, kind: 'error', status, times: 9 });
    await world.say('atul', issue, '/timeline the pool is exhausted');
    expect((await world.ours(issue))[0]?.body).toContain('the pool is exhausted');
    await world.say('atul', issue, '/timeline found it');
    await world.advance({ minutes: 20 });
    expect(folded(issue)).toEqual([]);
    expect(mutations()).toBe(1);
  });
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
  expect((await world.ours(issue))[0]?.body).not.toContain('No Technical Lead since');
  await world.advance({ minutes: 1 });
  expect((await world.ours(issue))[0]?.body).toContain('No Technical Lead since');
  expect(await asked(issue)).toEqual([]);
});
