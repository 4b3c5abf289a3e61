import { beforeEach, describe, expect, test } from '@jest/globals';
import { OWNER, REPO } from '../support/muster.ts';
import { useWorld } from '../support/use-world.ts';

const world = useWorld({ quietMs: 150 });
let issue: number;
beforeEach(async () => {
  issue = await world.incident({ labels: ['incident', 'sev2'] });
  await world.say('sylvain', issue, '/ack');
  await world.say('stranger', issue, 'it is down for me too');
  world.github.clearCalls();
});

async function reactions(comment: number): Promise<readonly string[]> {
  const { body } = await world
    .as('prima')
    .request('GET', `/repos/${OWNER}/${REPO}/issues/comments/${comment}/reactions`);
  return (body as { content: string; user: { login: string } }[])
    .filter((r) => r.user.login === 'muster[bot]')
    .map((r) => r.content);
}

async function replies(): Promise<readonly string[]> {
  return (await world.ours(issue)).slice(1).map((c) => c.body.split('\n\n<!--')[0] ?? '');
}

describe('C3: answers', () => {
  test('C3: a command that moves the board costs two calls: the board, and a thumb up', async () => {
    const id = await world.say('sylvain', issue, '/timeline rollback started');
    expect(world.calls().map((c) => c.replace(/\d{6,}/u, 'N'))).toEqual([
      `POST /repos/${OWNER}/${REPO}/issues/comments/N/reactions`,
      `PATCH /repos/${OWNER}/${REPO}/issues/comments/N`,
    ]);
    expect(await reactions(id)).toEqual(['+1']);
  });

  test('Q1: a burst of twenty commands is twenty reactions and at most two board edits', async () => {
    await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        world.as('sylvain').comment(OWNER, REPO, issue, `/timeline step ${i}`),
      ),
    );
    await world.settled();
    const calls = world.calls();
    expect(calls.filter((c) => c.endsWith('/reactions'))).toHaveLength(20);
    expect(calls.filter((c) => c.startsWith('PATCH')).length).toBeLessThanOrEqual(2);
    expect(calls.length).toBeLessThanOrEqual(22);
  });

  test('C3: a mistake gets a confused face and one reply, which names the line; both kinds get both', async () => {
    const id = await world.say('sylvain', issue, 'Two things.', '', '/timeline rollback', '/severity huge');
    expect((await reactions(id)).toSorted()).toEqual(['+1', 'confused']);
    const [reply = ''] = await replies();
    expect(reply).toContain('Line 4 was not recorded');
    expect(reply).toContain('there is no severity “huge”');
    expect(reply).toContain('/severity sev2');
  });

  test('C3: the reply is edited, not repeated, and goes when the mistake is gone', async () => {
    const id = await world.say('sylvain', issue, '/severity huge');
    await world.advance({ minutes: 1 });
    await world.as('sylvain').editComment(OWNER, REPO, id, '/severity enormous');
    await world.settled();
    expect(await replies()).toHaveLength(1);
    expect((await replies())[0]).toContain('enormous');
    await world.advance({ minutes: 1 });
    await world.as('sylvain').editComment(OWNER, REPO, id, '/severity sev1');
    await world.settled();
    expect(await replies()).toEqual([]);
    expect(await reactions(id)).toEqual(['+1']);
    const { labels } = await world.as('prima').issue(OWNER, REPO, issue);
    expect(labels.map((l) => l.name).toSorted()).toEqual(['incident', 'sev1']);
  });

  test('C3: words of other bots are left alone, at no cost', async () => {
    const id = await world.say('sylvain', issue, '/etc/hosts', '/lgtm', '/assign @ben');
    expect(await replies()).toEqual([]);
    expect(await reactions(id)).toEqual([]);
  });
});

test('A1: a stranger is refused audibly and changes nothing', async () => {
  await world.say('stranger', issue, '/severity sev1');
  expect((await replies())[0]).toContain('permission “read”');
  const { labels } = await world.as('prima').issue(OWNER, REPO, issue);
  expect(labels.map((l) => l.name)).toContain('sev2');
});

test('C7: an unknown login is refused by name', async () => {
  await world.say('sylvain', issue, '/role scribe @nobody-of-that-name');
  expect((await replies())[0]).toContain('GitHub knows no user nobody-of-that-name');
});

test('C5: help lists what this person may do, R6: status answers anybody', async () => {
  await world.say('stranger', issue, '/help');
  await world.say('sylvain', issue, '/help');
  await world.say('stranger', issue, '/status');
  const [strangers = '', ours = '', status = ''] = await replies();
  expect(strangers).not.toContain('/severity');
  expect(ours).toContain('/severity');
  expect(status).toContain('SEV-2');
});

test('R6: an answer about the state is not rewritten as time goes on', async () => {
  await world.say('stranger', issue, '/status');
  const before = await replies();
  await world.say('sylvain', issue, '/severity sev1');
  expect(await replies()).toEqual(before);
});

test('D3: setting the severity moves the label, and the other way round', async () => {
  await world.say('sylvain', issue, '/severity sev3');
  const { labels } = await world.as('prima').issue(OWNER, REPO, issue);
  expect(labels.map((l) => l.name).toSorted()).toEqual(['incident', 'sev3']);
  await world.advance({ minutes: 1 });
  await world.as('atul').addLabels(OWNER, REPO, issue, ['sev1']);
  await world.settled();
  const after = await world.as('prima').issue(OWNER, REPO, issue);
  expect(after.labels.map((l) => l.name).toSorted()).toEqual(['incident', 'sev1']);
  expect((await world.document(issue, '## SEV-1')).body).toContain('Severity SEV-1, from SEV-3');
});

test('R5: who holds a role is assigned, and no longer when the role is gone', async () => {
  await world.say('sylvain', issue, '/take lead');
  const logins = async () =>
    (await world.as('prima').issue(OWNER, REPO, issue)).assignees?.map((a) => a.login).toSorted();
  expect(await logins()).toEqual(['prima', 'sylvain']);
  await world.say('sylvain', issue, '/role tech @atul');
  expect(await logins()).toEqual(['atul', 'sylvain']);
});

test('E2: running again writes nothing', async () => {
  await world.say('sylvain', issue, '/timeline rollback', '/severity huge');
  world.github.clearCalls();
  await world.say('sylvain', issue, 'only talk by somebody known');
  expect(world.calls().filter((c) => !c.startsWith('PATCH'))).toEqual([]);
});
