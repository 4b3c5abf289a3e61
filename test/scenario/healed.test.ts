/**
 * What of Muster's stands twice, because GitHub answered late or a list lagged when Muster looked for the first: the oldest stays, with what both hold, and
 * nobody's writing is touched.
 */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { HOUR, lose, withoutDeliveries } from '../support/lost-webhooks.ts';
import { OWNER, REPO } from '../support/muster.ts';
import { UNREMINDED } from '../support/unreminded.ts';
import { useWorld } from '../support/use-world.ts';

const world = useWorld({ files: UNREMINDED });
beforeEach(() => {
  world.github.clearCalls();
});

const AT = { owner: OWNER, repo: REPO };

/** Writes as Muster, and Muster does not know of it. Returns the comment's id. */
async function writtenLate(issue: number, body: string): Promise<number> {
  lose(world, 'issue_comment');
  const bot = await world.bot();
  const { data } = await bot.rest.issues.createComment({ ...AT, issue_number: issue, body });
  await world.settled();
  return data.id;
}

const ids = async (issue: number): Promise<readonly number[]> =>
  (await world.ours(issue)).map(({ id }) => id);
const writes = (): readonly string[] => world.calls().filter((call) => !call.startsWith('GET'));
const issueNow = async (number: number) => world.as('prima').issue(OWNER, REPO, number);

async function titled(start: string): Promise<readonly number[]> {
  const { body } = await world
    .as('prima')
    .request('GET', `/repos/${OWNER}/${REPO}/issues?state=all&per_page=100`);
  return (body as { title: string; number: number }[])
    .filter(({ title }) => title.startsWith(start))
    .map(({ number }) => number)
    .toSorted((a, b) => a - b);
}

/** An incident whose postmortem was opened twice; returns the two. */
async function twoPostmortems(title: string): Promise<readonly [number, number]> {
  const issue = await world.incident({ labels: ['incident', 'sev2'], title });
  await world.as('prima').editIssue(OWNER, REPO, issue, { state: 'closed' });
  await world.settled();
  const [first = 0] = await titled(`Postmortem: ${title}`);
  const { body, title: name } = await issueNow(first);
  await world.advance({ minutes: 20 });
  lose(world, 'issues', 2);
  const bot = await world.bot();
  const { data } = await bot.rest.issues.create({
    ...AT,
    title: name,
    body: body ?? '',
    labels: ['postmortem'],
  });
  await world.settled();
  return [first, data.number];
}

/** Twice as long as resync takes, and nothing is left to write. */
async function expectQuiet(issue: number): Promise<void> {
  await world.settled();
  world.github.clearCalls();
  await world.advance(HOUR);
  expect(writes()).toEqual([]);
  expect(new Set(await ids(issue)).size).toBe((await ids(issue)).length);
}

describe('E2: comments', () => {
  test('E2, E1: of two boards the oldest stays and is pinned, with the journal of both; nothing is lost', async () => {
    const issue = await world.incident({ labels: ['incident', 'sev2'], title: 'Two boards' });
    const board = await world.document(issue, '## SEV-2');
    const dropped = await world.say('atul', issue, '/milestone database fails over');
    const before = (await world.document(issue, '## SEV-2')).body;
    await world.advance({ minutes: 5 });
    await world.as('atul').deleteComment(OWNER, REPO, dropped);
    await world.settled();
    const after = (await world.document(issue, '## SEV-2')).body;
    const bot = await world.bot();
    let younger = 0;
    await world.restart({
      forget: true,
      meanwhile: async () => {
        await bot.rest.issues.updateComment({ ...AT, comment_id: board.id, body: before });
        younger = (await bot.rest.issues.createComment({ ...AT, issue_number: issue, body: after })).data.id;
        await bot.request('PUT /repos/{owner}/{repo}/issues/comments/{comment_id}/pin', {
          ...AT,
          comment_id: younger,
        });
      },
    });
    await world.settled();
    expect(await ids(issue)).toEqual([board.id]);
    const { pinned_comment: pinned } = await issueNow(issue);
    expect(pinned?.id).toBe(board.id);
    expect((await world.document(issue, '## SEV-2')).body).toContain('~~database fails over~~');
    const merged = writes().findIndex(
      (call) => call === `PATCH /repos/${OWNER}/${REPO}/issues/comments/${board.id}`,
    );
    const deleted = writes().findIndex(
      (call) => call === `DELETE /repos/${OWNER}/${REPO}/issues/comments/${younger}`,
    );
    expect(merged).toBeGreaterThanOrEqual(0);
    expect(deleted).toBeGreaterThan(merged);
    await expectQuiet(issue);
  });

  test.each([
    ['the scribe comment', /^## Scribe/u],
    ['the communications comment', /^## What we told/u],
    ['a reply', /there is no severity/u],
  ])(
    'E2: of %s, written twice, the younger goes within the hour though nobody says a word',
    async (what, words) => {
      const issue = await world.incident({ labels: ['incident', 'sev4'], title: `Twice: ${what}` });
      await world.say('sylvain', issue, '/severity huge');
      await world.as('prima').editIssue(OWNER, REPO, issue, { state: 'closed' });
      await world.settled();
      const before = await ids(issue);
      const [{ body } = { body: '' }] = (await world.ours(issue)).filter((c) => words.test(c.body));
      expect(body).not.toBe('');
      await world.advance({ minutes: 20 });
      await writtenLate(issue, body);
      expect(await world.ours(issue)).toHaveLength(before.length + 1);
      withoutDeliveries(world);
      await world.advance(HOUR);
      expect(await ids(issue)).toEqual(before);
      await expectQuiet(issue);
    },
  );

  test('E2: a write that GitHub carries out after Muster looked for it is found by a second look', async () => {
    const issue = await world.incident({ labels: ['incident', 'sev2'], title: 'Carried out late' });
    world.github.fault({
      method: 'POST',
      path: new RegExp(`/issues/${issue}/comments$`, 'u'),
      kind: 'error',
      status: 502,
    });
    await world.say('sylvain', issue, '/severity huge');
    await world.advance({ seconds: 11 });
    const [, reply] = await world.ours(issue);
    expect(reply?.body).toContain('there is no severity');
    await writtenLate(issue, reply?.body ?? '');
    expect(await world.ours(issue)).toHaveLength(3);
    await world.advance({ seconds: 61 });
    expect(await ids(issue)).toEqual((await world.ours(issue)).slice(0, 2).map(({ id }) => id));
    expect((await world.ours(issue))[1]?.id).toBe(reply?.id);
    await expectQuiet(issue);
  });

  test('C3, E2: a reply that is obsolete is deleted once, also when nobody tells that it is gone', async () => {
    const issue = await world.incident({ labels: ['incident', 'sev2'], title: 'Deleted unheard' });
    const mistake = await world.say('sylvain', issue, '/severity huge');
    expect(await world.ours(issue)).toHaveLength(2);
    await world.advance({ minutes: 1 });
    lose(world, 'issue_comment', 2);
    world.github.deliveryFault({ kind: 'lost', event: 'issue_comment', action: 'deleted' });
    world.github.clearCalls();
    await world.as('sylvain').editComment(OWNER, REPO, mistake, '/severity sev2');
    withoutDeliveries(world);
    await world.advance(HOUR);
    expect(await world.ours(issue)).toHaveLength(1);
    expect(writes().filter((call) => call.startsWith('DELETE') && !call.includes('reactions'))).toHaveLength(
      1,
    );
  });
});

describe('E2: issues', () => {
  test('E1, E2: a postmortem that the board could not tell of any more is found after a loss of the database', async () => {
    const issue = await world.incident({ labels: ['incident', 'sev2'], title: 'Cut off' });
    world.github.fault({
      method: 'PATCH',
      path: /\/comments\/\d+$/u,
      kind: 'limit',
      status: 403,
      retryAfter: 600,
    });
    await world.as('prima').editIssue(OWNER, REPO, issue, { state: 'closed' });
    await world.settled();
    const opened = await titled('Postmortem: Cut off');
    expect(opened).toHaveLength(1);
    await world.restart({
      forget: true,
      meanwhile: async () => {
        await world.as('prima').comment(OWNER, REPO, issue, '/severity sev4');
      },
    });
    await world.settled();
    expect(await titled('Postmortem: Cut off')).toEqual(opened);
    const { body } = await world.document(issue, '## Scribe');
    expect(body).toContain(`**Postmortem:** [#${opened[0]}]`);
    await expectQuiet(issue);
  });

  test('E2, D6: a postmortem in doubt is found, although nobody wants one any more when Muster looks', async () => {
    const whole = await world.incident({ title: 'The whole outage' });
    const issue = await world.incident({ labels: ['incident', 'sev2'], title: 'In doubt' });
    world.github.fault({
      method: 'POST',
      path: new RegExp(`/repos/${OWNER}/${REPO}/issues$`, 'u'),
      times: 1,
      kind: 'lost-answer',
    });
    await world.as('prima').editIssue(OWNER, REPO, issue, { state: 'closed' });
    await world.settled();
    await world.as('prima').comment(OWNER, REPO, issue, `/merge #${whole}`);
    await world.settled();
    await world.advance({ minutes: 3 });
    const [postmortem = 0] = await titled('Postmortem: In doubt');
    expect((await world.document(issue, '## Scribe')).body).toContain(`[#${postmortem}](`);
    await expectQuiet(issue);
  });

  test('E2, X3: an edit of the postmortem that had no answer is not taken for one that was not made', async () => {
    const issue = await world.incident({ labels: ['incident', 'sev2'], title: 'To and fro' });
    await world.as('prima').editIssue(OWNER, REPO, issue, { state: 'closed' });
    await world.settled();
    const [postmortem = 0] = await titled('Postmortem: To and fro');
    const before = (await issueNow(postmortem)).body;
    const path = new RegExp(`/issues/${postmortem}$`, 'u');
    world.github.fault({ method: 'PATCH', path, kind: 'lost-answer' });
    const action = await world.say('atul', issue, '/action fix: raise an alarm on the pool');
    expect((await issueNow(postmortem)).body).toContain('an alarm on the pool');
    await world.as('atul').deleteComment(OWNER, REPO, action);
    await world.settled();
    await world.advance({ minutes: 2 });
    expect((await issueNow(postmortem)).body).toBe(before);
    await expectQuiet(issue);
  });

  test('E2, X3: a second postmortem in which nobody wrote is emptied, says where the first is, and is closed as its duplicate', async () => {
    const [first, second] = await twoPostmortems('Opened twice');
    await world.advance(HOUR);
    const younger = await issueNow(second);
    expect(younger).toMatchObject({ state: 'closed', state_reason: 'duplicate' });
    expect(younger.body).toContain(`[#${first}](`);
    expect(younger.body).not.toContain('## Root cause');
    const oldest = await issueNow(first);
    expect(oldest.state).toBe('open');
    expect(oldest.body).toContain('## Root cause');
    expect(await titled('Postmortem: Opened twice')).toEqual([first, second]);
    world.github.clearCalls();
    await world.advance(HOUR);
    expect(writes()).toEqual([]);
  });

  test.each([
    [
      'commented on',
      async (number: number) =>
        void (await world.as('diane').comment(OWNER, REPO, number, 'The pool was too small.')),
    ],
    [
      'written in',
      async (number: number) => {
        const { body } = await issueNow(number);
        const text = (body ?? '').replace('## Root cause', '## Root cause\n\nThe pool was too small.');
        await world.as('diane').editIssue(OWNER, REPO, number, { body: text });
      },
    ],
  ])('E2, X3: a second postmortem that was %s gets a note and is left as it is', async (how, write) => {
    const title = `Twice and ${how}`;
    const [first, second] = await twoPostmortems(title);
    await write(second);
    const before = (await issueNow(second)).body ?? '';
    await world.advance(HOUR);
    const younger = await issueNow(second);
    expect(younger.state).toBe('open');
    expect(younger.body).toContain(`[#${first}](`);
    expect(younger.body?.endsWith(before)).toBe(true);
    world.github.clearCalls();
    await world.advance(HOUR);
    expect(writes()).toEqual([]);
  });
});

describe('E2: events that our own write carries back', () => {
  test('E2, T1: a label that nobody told of and that the answer to our own label shows is read in full', async () => {
    const issue = await world.incident({ title: 'Carried back' });
    await world.advance({ minutes: 1 });
    world.github.fault({ method: 'POST', path: /\/labels$/u, kind: 'limit', status: 403, retryAfter: 60 });
    await world.say('sylvain', issue, '/severity sev3');
    lose(world, 'issues');
    await world.as('hank').removeLabel(OWNER, REPO, issue, 'incident');
    await world.settled();
    expect((await world.ours(issue))[0]?.body).not.toMatch(/stood down/iu);
    await world.advance({ seconds: 61 });
    expect((await world.ours(issue))[0]?.body).toMatch(/stood down/iu);
  });
});

describe('E2, C3: a reaction of a run that left nothing else', () => {
  beforeEach(world.anew);

  test('E2, C3: is taken back when the comment is judged otherwise; those of people stay', async () => {
    const issue = await world.incident();
    const mine = async (comment: number) => {
      const { data } = await (
        await world.bot()
      ).rest.reactions.listForIssueComment({ ...AT, comment_id: comment });
      return data.map(({ content, user }) => `${user?.login} ${content}`).toSorted();
    };
    let comment = 0;
    await world.restart({
      forget: true,
      meanwhile: async () => {
        comment = (await world.as('atul').comment(OWNER, REPO, issue, '/severity huge')).id;
        await (
          await world.bot()
        ).rest.reactions.createForIssueComment({ ...AT, comment_id: comment, content: '+1' });
        await world
          .as('prima')
          .request('POST', `/repos/${OWNER}/${REPO}/issues/comments/${comment}/reactions`, { content: '+1' });
      },
    });
    await world.settled();
    expect(await mine(comment)).toEqual(['muster[bot] confused', 'prima +1']);
    world.github.clearCalls();
    await world.advance({ hours: 1 });
    expect(writes()).toEqual([]);
  });

  test('E2, C3: is taken back when an edit left no command; those of people stay, and are looked at once', async () => {
    const issue = await world.incident();
    const prima = world.as('prima');
    let comment = 0;
    await world.restart({
      forget: true,
      meanwhile: async () => {
        comment = (await world.as('atul').comment(OWNER, REPO, issue, 'how bad\n\n/severity huge')).id;
        const bot = await world.bot();
        await bot.rest.reactions.createForIssueComment({ ...AT, comment_id: comment, content: 'confused' });
        await prima.react(OWNER, REPO, comment, '+1');
        await world.github.advance({ minutes: 1 });
        await world.as('atul').editComment(OWNER, REPO, comment, 'how bad');
      },
    });
    await world.settled();
    const { data } = await (
      await world.bot()
    ).rest.reactions.listForIssueComment({ ...AT, comment_id: comment });
    expect(data.map(({ content, user }) => `${user?.login} ${content}`)).toEqual(['prima +1']);
    world.github.clearCalls();
    await prima.addLabels(OWNER, REPO, issue, ['bug']);
    await world.advance({ hours: 1 });
    expect(writes().filter((call) => call.includes('/reactions'))).toEqual([]);
  });
});
