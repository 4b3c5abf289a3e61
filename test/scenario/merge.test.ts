/** One provider outage, many alarms (D6): incidents merged into one, in chains, apart again, and after a loss of the database in between. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { OWNER, REPO } from '../support/muster.ts';
import { useWorld } from '../support/use-world.ts';

const world = useWorld();

const issue = (number: number) => world.github.issueExport(OWNER, REPO, number).issue;
const board = async (number: number): Promise<string> => {
  const found = (await world.ours(number)).find(
    ({ body }) => body.includes('## ') && body.includes('how to write one'),
  );
  if (found === undefined) throw new Error(`no board on ${number}`);
  return found.body;
};

/** A label that means nothing makes each of them run again, from a full read: there is nothing to write. */
async function expectRest(...numbers: readonly number[]): Promise<void> {
  world.github.clearCalls();
  for (const number of numbers) await world.as('prima').addLabels(OWNER, REPO, number, ['bug']);
  await world.settled();
  const calls = world.calls();
  expect(calls.filter((call) => call.includes('/timeline')).length).toBeGreaterThanOrEqual(numbers.length);
  expect(calls.filter((call) => !call.startsWith('GET '))).toEqual([]);
  for (const number of numbers) await world.as('prima').removeLabel(OWNER, REPO, number, 'bug');
  await world.settled();
}

describe('D6: many alarms, one outage', () => {
  let [a, b, c, mergedBy] = [0, 0, 0, 0];

  test('D6: two alarms become one: the one is closed as a duplicate and points to the main channel', async () => {
    c = await world.incident({ title: 'Provider is down' });
    await world.advance({ minutes: 5 });
    b = await world.incident({ title: 'Login fails', by: 'hank' });
    await world.say('hank', b, '/started 07:55', '/milestone tokens are refused');
    await world.say('prima', c, '/channel main https://chat.example/provider');
    mergedBy = await world.say('hank', b, `/merge #${c}`);
    expect(issue(b)).toMatchObject({ state: 'closed', state_reason: 'duplicate' });
    const notice = await world.document(b, `## Part of [#${c}]`);
    expect(notice.body).toContain('https://chat.example/provider');
    await world.document(b, '## Scribe: Login fails');
    expect(await board(b)).toContain(`part of [#${c}]`);
    expect(await board(c)).toMatch(/tokens are refused/u);
    expect(await board(c)).toContain('Started 07:55');
    await expectRest(b, c);
  });

  test('D6, M4: the main channel moves, and the part points to the new one', async () => {
    await world.say('prima', c, '/channel main https://chat.example/moved');
    expect((await world.document(b, `## Part of [#${c}]`)).body).toContain('https://chat.example/moved');
  });

  test('D6: in a chain everything shows in the last, which takes in by “here” as well', async () => {
    a = await world.incident({ title: 'Carts fail', by: 'eric' });
    await world.say('eric', a, '/milestone carts cannot be paid');
    await world.say('hank', b, `/merge #${a} here`);
    expect(issue(a)).toMatchObject({ state: 'closed', state_reason: 'duplicate' });
    expect(await board(c)).toMatch(/carts cannot be paid/u);
    expect((await world.document(a, `## Part of [#${b}]`)).body).toContain('https://chat.example/moved');
    await world.say('eric', a, '/milestone carts are paid again');
    expect(await board(c)).toMatch(/carts are paid again/u);
  });

  test('D6, C3: a circle is refused, and the reply says who is merged where', async () => {
    const id = await world.say('prima', c, `/merge #${a}`);
    const reply = (await world.ours(c)).at(-1)?.body ?? '';
    expect(reply).toContain('and');
    expect(reply.replaceAll('\u200B', '')).toContain(`#${a} is part of #${b}, and #${b} of this incident`);
    await world.as('prima').deleteComment(OWNER, REPO, id);
    await world.settled();
    const none = await world.say('prima', c, '/merge #900');
    expect((await world.ours(c)).at(-1)?.body.replaceAll('\u200B', '')).toContain('there is no issue #900');
    await world.as('prima').deleteComment(OWNER, REPO, none);
    await world.settled();
  });

  test('E1, D6: after a loss of the database the same stands, and nothing is written anew', async () => {
    const before = await Promise.all([a, b, c].map(async (n) => world.ours(n)));
    world.github.clearCalls();
    await world.restart({ forget: true });
    await world.settled();
    expect(await Promise.all([a, b, c].map(async (n) => world.ours(n)))).toEqual(before);
    expect([a, b, c].map((n) => issue(n).state)).toEqual(['closed', 'closed', 'open']);
  });

  test('D6: reopened by hand it is an incident again, and is not closed again', async () => {
    await world.as('eric').editIssue(OWNER, REPO, a, { state: 'open' });
    await world.settled();
    expect(issue(a).state).toBe('open');
    expect(await board(a)).toContain('being worked on');
    expect(await board(c)).not.toMatch(/carts are paid again/u);
    await expectRest(c);
  });

  test('C4, D6: deleting the comment that merged it makes it an incident again, and Muster opens its issue', async () => {
    await world.as('hank').deleteComment(OWNER, REPO, mergedBy);
    await world.settled();
    expect(issue(b)).toMatchObject({ state: 'open' });
    expect(await board(b)).toContain('being worked on');
    expect(await board(c)).not.toContain('tokens are refused');
    await expectRest(b, c);
  });

  test('D6: related ones are suggested on the younger', async () => {
    await world.say('prima', c, '/service identity');
    await world.say('hank', b, '/service identity');
    expect(await board(b)).toContain(`/merge ${c}`);
    expect(await board(c)).not.toContain(`/merge ${b}`);
    await world.say('prima', c, '/channel main none');
  });

  test('D6, X1, X3: the whole is closed with its parts in the record, and one postmortem', async () => {
    await world.say('hank', b, `/merge #${c}`);
    expect(await board(b)).not.toContain(`/merge ${c}`);
    await world.as('prima').editIssue(OWNER, REPO, c, { state: 'closed', state_reason: 'completed' });
    await world.settled();
    const { body } = await world.document(c, '## Scribe: Provider is down');
    expect(body).toContain(`started 07:55 ([#${b}]`);
    expect(body).toContain('tokens are refused');
    const opened = await world
      .as('prima')
      .request('GET', `/repos/${OWNER}/${REPO}/issues?state=all&creator=muster%5Bbot%5D`);
    expect(opened.body).toHaveLength(1);
    expect(issue(b)).toMatchObject({ state: 'closed', state_reason: 'duplicate' });
    await expectRest(b, c);
  });
});

describe('E1, D6: the whole is read first after a loss of the database', () => {
  beforeAll(world.anew);
  let [whole, middle, far] = [0, 0, 0];

  /** Nothing of it is written again, and nothing new. */
  async function expectSameAfterLoss(): Promise<void> {
    const before = await Promise.all([whole, middle, far].map(async (n) => world.ours(n)));
    world.github.clearCalls();
    await world.restart({ forget: true });
    await world.settled();
    const after = await Promise.all([whole, middle, far].map(async (n) => world.ours(n)));
    expect(after).toEqual(before);
    // what GitHub takes twice as once, and tells nobody of, may be written again
    const writes = world.calls().filter((call) => /^(?:POST|PATCH|PUT|DELETE) \/repos/u.test(call));
    expect(writes.filter((call) => !/\/(?:reactions|pin|sub_issues)$/u.test(call))).toEqual([]);
  }

  test('E1, M2, D6: nobody is asked for a status that was given on a part of a part', async () => {
    whole = await world.incident({ title: 'All is down', labels: ['incident', 'sev1'] });
    await world.say('sylvain', whole, '/take lead');
    middle = await world.incident({ title: 'Half is down', by: 'hank' });
    await world.say('hank', middle, `/merge #${whole}`);
    far = await world.incident({ title: 'A shard is down', by: 'eric' });
    await world.say('eric', far, `/merge #${middle}`);
    await world.advance({ minutes: 25 });
    await world.say('prima', far, '/timeline the pool is exhausted');
    await world.advance({ minutes: 20 });
    expect(await board(whole)).toContain('the pool is exhausted');
    await expectSameAfterLoss();
  });

  test('E1, D6: a part that was closed too long ago to be found is found by its whole', async () => {
    await world.advance({ hours: 15 * 24 });
    await expectSameAfterLoss();
    await world.say('prima', whole, '/timeline is anybody there?');
    expect(await board(whole)).toContain('the pool is exhausted');
  });
});
