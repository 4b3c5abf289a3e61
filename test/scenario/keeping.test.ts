import { beforeAll, describe, expect, test } from '@jest/globals';
import { OWNER, REPO } from '../support/muster.ts';
import { useWorld } from '../support/use-world.ts';

const world = useWorld();

describe('E1: GitHub is the record', () => {
  test('E1: the database deleted in the middle, the same documents follow and nothing is written twice', async () => {
    const issue = await world.incident({ labels: ['incident', 'sev2'] });
    const corrected = await world.say('gillian', issue, '/timeline 08:00 rollback starts');
    const withdrawn = await world.say('atul', issue, '/timeline database fails over');
    await world.say('sylvain', issue, '/take lead', '/severity huge');
    await world.advance({ minutes: 5 });
    await world.as('gillian').editComment(OWNER, REPO, corrected, '/timeline 08:01 rollback starts');
    await world.as('atul').deleteComment(OWNER, REPO, withdrawn);
    await world.settled();
    const before = await world.ours(issue);
    world.github.clearCalls();

    await world.restart({ forget: true });
    await world.say('diane', issue, 'just talking');
    const board = (await world.ours(issue))[0]?.body ?? '';
    expect(board).toContain('corrected');
    const after = await world.ours(issue);
    expect(after.map((c) => c.id)).toEqual(before.map((c) => c.id));
    expect(after.slice(1)).toEqual(before.slice(1));
    expect(
      world
        .calls()
        .filter(
          (c) => c.startsWith('POST') && !c.endsWith('/issues/1/reactions') && !c.endsWith('/assignees'),
        ),
    ).toEqual([]);

    await world.as('prima').editIssue(OWNER, REPO, issue, { state: 'closed' });
    await world.settled();
    const { body } = await world.document(issue, '## Scribe');
    expect(body).toContain('database fails over');
    expect(body).toContain('withdrawn');
  });

  test('E1: the database deleted after the close, no second postmortem opens and none is lost sight of', async () => {
    const issue = await world.incident({ labels: ['incident', 'sev2'], title: 'Rebuilt after the close' });
    await world.as('prima').editIssue(OWNER, REPO, issue, { state: 'closed' });
    await world.settled();
    const milder = await world.incident({ labels: ['incident', 'sev2'], title: 'Milder after the close' });
    await world.as('prima').editIssue(OWNER, REPO, milder, { state: 'closed' });
    await world.settled();
    await world.say('prima', milder, '/severity sev4');
    const milderBefore = await world.document(milder, '## SEV-4');
    expect(milderBefore.body).toContain('**Postmortem**');
    const before = await world.ours(issue);
    await world.restart({ forget: true });
    await world.say('diane', milder, 'just talking');
    expect(await world.document(milder, '## SEV-4')).toMatchObject({ id: milderBefore.id });
    expect((await world.document(milder, '## SEV-4')).body).toContain('**Postmortem**');
    await world.say('diane', issue, '/timeline 08:00 one more thing');
    const { body } = await world
      .as('prima')
      .request('GET', `/repos/${OWNER}/${REPO}/issues?state=all&per_page=100`);
    expect((body as { title: string }[]).filter((i) => i.title.includes('Postmortem: Rebuilt'))).toHaveLength(
      1,
    );
    expect((await world.ours(issue)).map((c) => c.id)).toEqual(before.map((c) => c.id));
  });
});

describe('X5: documents are ours', () => {
  test('X5: the board edited by somebody else is restored, and that is said once', async () => {
    const issue = await world.incident({ labels: ['incident', 'sev2'] });
    const board = await world.document(issue, '## SEV-2');
    await world.advance({ minutes: 1 });
    await world
      .as('atul')
      .editComment(OWNER, REPO, board.id, board.body.replace('Checkout fails', 'All is well'));
    await world.settled();
    const after = await world.document(issue, '## SEV-2');
    expect(after.id).toBe(board.id);
    expect(after.body).toContain('Checkout fails');
    expect(after.body.match(/restored/giu)).toHaveLength(1);
    await world.say('diane', issue, '/timeline next');
    expect((await world.document(issue, '## SEV-2')).body.match(/restored/giu)).toHaveLength(1);
  });

  test('X5, E1: replaced as a whole, marker and journal and all, it comes back with what it knew', async () => {
    const issue = await world.incident({ labels: ['incident', 'sev2'] });
    const edited = await world.say('atul', issue, '/timeline one');
    await world.advance({ minutes: 1 });
    await world.as('atul').editComment(OWNER, REPO, edited, '/timeline two');
    await world.settled();
    const board = await world.document(issue, '## SEV-2');
    await world.as('atul').editComment(OWNER, REPO, board.id, 'mine now');
    await world.settled();
    expect((await world.document(issue, '## SEV-2')).body).toContain('corrected');
  });

  test('X5: deleted by somebody, the board is written anew', async () => {
    const issue = await world.incident({ labels: ['incident', 'sev2'] });
    const board = await world.document(issue, '## SEV-2');
    await world.as('prima').deleteComment(OWNER, REPO, board.id);
    await world.settled();
    const anew = await world.document(issue, '## SEV-2');
    expect(anew.id).not.toBe(board.id);
    expect((await world.as('prima').issue(OWNER, REPO, issue)).pinned_comment?.id).toBe(anew.id);
  });

  test('X5, E1: after a loss of the database as well, a board that was replaced as a whole comes back in its place', async () => {
    const issue = await world.incident({ labels: ['incident', 'sev2'], title: 'Lost, then replaced' });
    const board = await world.document(issue, '## SEV-2');
    await world.restart({ forget: true });
    await world.settled();
    await world.advance({ minutes: 1 });
    await world.as('atul').editComment(OWNER, REPO, board.id, 'mine now');
    await world.settled();
    expect((await world.ours(issue)).map((c) => c.id)).toEqual([board.id]);
    expect((await world.document(issue, '## SEV-2')).body).toContain('Lost, then replaced');
  });
});

describe('A3: markers', () => {
  test('A3: a marker pasted by somebody else means nothing', async () => {
    const issue = await world.incident({ labels: ['incident', 'sev2'] });
    const board = await world.document(issue, '## SEV-2');
    const id = await world.say('atul', issue, board.body);
    expect((await world.document(issue, '## SEV-2')).id).toBe(board.id);
    const { body } = await world.as('prima').request('GET', `/repos/${OWNER}/${REPO}/issues/comments/${id}`);
    expect((body as { body: string }).body).toBe(board.body);
  });

  test('A3: a forged journal in our own comment is not believed', async () => {
    const issue = await world.incident({ labels: ['incident', 'sev2'] });
    const other = await world.incident({ labels: ['incident', 'sev1'] });
    await world.say('sylvain', other, '/severity sev1', '/take lead');
    const mine = await world.document(issue, '## SEV-2');
    const theirs = await world.document(other, '## SEV-1');
    await world.as('prima').editComment(OWNER, REPO, mine.id, theirs.body);
    await world.settled();
    const after = await world.document(issue, '## SEV-2');
    expect(after.body).not.toContain('sylvain');
  });
});

describe('D3: the severity that nobody gave', () => {
  beforeAll(world.anew);

  test('D3: after ten minutes the Incident Lead is asked, once, also when the time passed while Muster was down', async () => {
    const issue = await world.incident({ title: 'Unclassified' });
    await world.say('sylvain', issue, '/take lead');
    await world.advance({ minutes: 9 });
    expect(await world.ours(issue)).toHaveLength(1);
    await world.advance({ minutes: 1 });
    const [, reminder] = await world.ours(issue);
    expect(reminder?.body).toContain('@sylvain');
    await world.advance({ minutes: 15 });
    await world.restart({ forget: true });
    await world.say('diane', issue, '/timeline still looking');
    expect(await world.ours(issue)).toHaveLength(2);
  });

  test('D3: a timer that came due while Muster was down is kept', async () => {
    const issue = await world.incident({ title: 'Unclassified while down' });
    await world.restart();
    await world.advance({ minutes: 11 });
    expect(await world.ours(issue)).toHaveLength(2);
  });

  test('D3, E1: a question that somebody deleted is not asked again, after a loss of the database either', async () => {
    const issue = await world.incident({ title: 'Unclassified, and left alone' });
    await world.advance({ minutes: 10 });
    const [, reminder] = await world.ours(issue);
    expect(reminder?.body).toContain('@prima');
    await world.as('prima').deleteComment(OWNER, REPO, reminder?.id ?? 0);
    await world.settled();
    await world.say('diane', issue, '/timeline still looking');
    expect(await world.ours(issue)).toHaveLength(1);
    await world.restart({ forget: true });
    await world.settled();
    await world.advance({ minutes: 30 });
    const asking = (await world.ours(issue)).filter(({ body }) => body.includes('how bad is it?'));
    expect(asking).toEqual([]);
  });

  test('D3: classified in time, nobody is asked', async () => {
    const issue = await world.incident({ title: 'Classified' });
    await world.say('sylvain', issue, '/severity sev3', '/take lead');
    await world.advance({ minutes: 25 });
    expect(await world.ours(issue)).toHaveLength(1);
  });
});

describe('E3: limits', () => {
  beforeAll(world.anew);

  test('E3: when GitHub limits us, the work waits and is done later', async () => {
    const issue = await world.incident({ labels: ['incident', 'sev2'], title: 'Limited' });
    world.github.fault({
      method: 'PATCH',
      path: /comments/u,
      times: 1,
      kind: 'limit',
      status: 403,
      retryAfter: 60,
    });
    await world.say('sylvain', issue, '/timeline while limited');
    expect((await world.document(issue, '## SEV-2 · Limited')).body).not.toContain('while limited');
    await world.advance({ seconds: 61 });
    expect((await world.document(issue, '## SEV-2 · Limited')).body).toContain('while limited');
  });

  test('E3: the hourly limit is waited for until the time that GitHub names', async () => {
    const issue = await world.incident({ labels: ['incident', 'sev2'], title: 'Used up' });
    world.github.fault({
      method: 'PATCH',
      path: /comments/u,
      kind: 'limit',
      primary: true,
      retryAfter: 1800,
    });
    await world.say('sylvain', issue, '/timeline while used up');
    await world.advance({ minutes: 29 });
    expect((await world.document(issue, '## SEV-2 · Used up')).body).not.toContain('while used up');
    await world.advance({ minutes: 1 });
    expect((await world.document(issue, '## SEV-2 · Used up')).body).toContain('while used up');
  });

  test('E3: a limit that names no time is waited for longer each time, and the waiting survives a restart', async () => {
    const issue = await world.incident({ labels: ['incident', 'sev2'], title: 'Backing off' });
    const path = /comments\/\d+$/u;
    world.github.fault({ method: 'PATCH', path, kind: 'limit', status: 429, times: 3 });
    await world.say('sylvain', issue, '/timeline while backing off');
    const tries = (): number =>
      world.github.calls.filter((c) => c.method === 'PATCH' && c.status === 429).length;
    const before = tries();
    await world.advance({ seconds: 60 });
    expect(tries()).toBe(before + 1);
    await world.advance({ seconds: 60 });
    expect(tries()).toBe(before + 1);
    await world.restart();
    await world.settled();
    await world.advance({ seconds: 60 });
    expect(tries()).toBe(before + 2);
    await world.advance({ seconds: 239 });
    expect((await world.document(issue, '## SEV-2 · Backing off')).body).not.toContain('while backing off');
    await world.advance({ seconds: 1 });
    expect((await world.document(issue, '## SEV-2 · Backing off')).body).toContain('while backing off');
  });

  test.each([
    ['a lost answer', { kind: 'lost-answer' }],
    ['a fault of GitHub', { kind: 'error', status: 502 }],
    ['a fault after the write', { kind: 'error', status: 502, carriedOut: true }],
  ] as const)('E2: %s to a new comment never makes two of it', async (name, fault) => {
    const issue = await world.incident({ labels: ['incident', 'sev2'], title: `In doubt: ${name}` });
    world.github.fault({
      method: 'POST',
      path: new RegExp(`/issues/${issue}/comments$`, 'u'),
      times: 1,
      ...fault,
    });
    await world.say('sylvain', issue, '/severity huge');
    await world.advance({ seconds: 30 });
    const bodies = (await world.ours(issue)).map((c) => c.body);
    expect(bodies.filter((b) => b.includes('there is no severity'))).toHaveLength(1);
  });
});

test('E2: the webhook of our own board, delivered late and from before our other writes, has nothing written again', async () => {
  const issue = await world.incident({ title: 'Late echo' });
  const echo = world.github.deliveries.findLast(
    ({ event, action }) => event === 'issue_comment' && action === 'created',
  );
  expect(echo?.request.payload).toMatchObject({ issue: { number: issue, assignees: [] } });
  world.github.clearCalls();
  // it shows the issue without the assignee that Muster gave it in the same second
  await world.github.redeliver(echo?.id ?? '');
  await world.advance({ minutes: 10 }); // a run that no newer webhook comes before: it asks for the severity
  expect(
    world.calls().filter((call) => call.startsWith('POST') && call.includes(`/issues/${issue}/`)),
  ).toEqual([`POST /repos/${OWNER}/${REPO}/issues/${issue}/comments`]);
});
