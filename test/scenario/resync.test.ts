/** What is lost on the way to Muster is made good by itself: nobody comments, nothing is sent again, only time passes or Muster starts. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { HOUR, asked, board, lose, withoutDeliveries } from '../support/lost-webhooks.ts';
import { OWNER, REPO } from '../support/muster.ts';
import { UNREMINDED } from '../support/unreminded.ts';
import { useWorld } from '../support/use-world.ts';

// comparing alone is what it is about: a reminder would have GitHub read before its hour
const world = useWorld({ repositories: ['ops'], files: UNREMINDED });
beforeEach(() => {
  world.github.clearCalls();
});

describe('E2: webhooks that failed are taken from GitHub’s list of them', () => {
  test('E2: a comment, an edit, and a deletion with who deleted', async () => {
    const issue = await world.incident({ labels: ['incident', 'sev2'], title: 'Failed webhooks' });
    const kept = await world.say('sylvain', issue, '/timeline rollback starts');
    const dropped = await world.say('atul', issue, '/timeline database fails over');
    await world.advance({ minutes: 1 });
    lose(world, 'issue_comment', 5);
    const passing = await world.say('eric', issue, '/status');
    await world.as('eric').deleteComment(OWNER, REPO, passing);
    await world.as('gillian').editComment(OWNER, REPO, kept, '/timeline rollback of deploy 7 starts');
    await world.as('prima').deleteComment(OWNER, REPO, dropped);
    await world.say('hank', issue, '/milestone all well again');
    expect(await board(world, issue)).not.toContain('all well again');
    world.github.clearCalls();
    await world.advance(HOUR);
    expect(await board(world, issue)).toContain('all well again');
    // a question that is gone by now is not answered, nor is an answer taken back
    expect(asked(world, /DELETE .*\/issues\/comments\/\d+$/u)).toEqual([]);
    await world.as('prima').editIssue(OWNER, REPO, issue, { state: 'closed' });
    await world.settled();
    const { body } = await world.document(issue, '## Scribe');
    expect(body).toContain('rollback of deploy 7 starts');
    expect(body).toMatch(/withdrawn [^|]* by prima/u);
  });

  test('E2, C3: a question that is gone is not answered either when it is taken while the issue is being read', async () => {
    const issue = await world.incident({ title: 'Taken meanwhile' });
    lose(world, 'issue_comment', 3);
    await world.say('hank', issue, '/milestone all well again');
    const passing = await world.say('eric', issue, '/status');
    await world.as('eric').deleteComment(OWNER, REPO, passing);
    world.github.clearCalls();
    const delivery = { method: 'GET', path: /\/hook\/deliveries\/\d+$/u, kind: 'slow' } as const;
    world.github.fault({ ...delivery, ms: 0, times: 2 });
    world.github.fault({ ...delivery, ms: 1_500 }); // the deletion
    world.github.fault({ method: 'GET', path: /\/timeline$/u, kind: 'slow', ms: 500 });
    await world.advance(HOUR);
    expect(await board(world, issue)).toContain('all well again');
    expect(asked(world, /(?:POST|DELETE) .*\/comments(?:\/\d+)?$/u)).toEqual([]);
  });

  test('E2: each is fetched once, however often the list shows it', async () => {
    const issue = await world.incident({ title: 'Fetched once' });
    lose(world, 'issue_comment');
    await world.say('sylvain', issue, '/severity sev3');
    for (const start of [1, 2]) {
      await world.restart();
      await world.settled();
      expect(asked(world, /GET \/app\/hook\/deliveries$/u)).toHaveLength(start);
    }
    expect(await board(world, issue)).toContain('SEV-3');
    expect(asked(world, /GET \/app\/hook\/deliveries\/\d+$/u)).toHaveLength(1);
  });

  test('E2: what failed and is none of our business is not fetched', async () => {
    const issue = await world.incident({ labels: ['incident', 'sev2'], title: 'Of no interest' });
    lose(world, 'sub_issues');
    await world.as('prima').editIssue(OWNER, REPO, issue, { state: 'closed' });
    await world.settled();
    await world.advance(HOUR);
    expect(world.github.deliveries.some((d) => d.event === 'sub_issues' && d.statusCode >= 400)).toBe(true);
    expect(asked(world, /GET \/app\/hook\/deliveries$/u)).not.toEqual([]);
    expect(asked(world, /GET \/app\/hook\/deliveries\/\d+$/u)).toEqual([]);
  });
});

describe('E2: webhooks of which nobody knows are made good by comparing', () => {
  interface Unheard {
    readonly what: string;
    readonly event: string;
    readonly does: (issue: number, comment: number) => Promise<unknown>;
    readonly shows: RegExp;
  }
  const UNHEARD: readonly Unheard[] = [
    {
      what: 'a comment',
      event: 'issue_comment',
      does: async (issue) => world.as('hank').comment(OWNER, REPO, issue, '/milestone queue drained'),
      shows: /queue drained/u,
    },
    {
      what: 'an edit',
      event: 'issue_comment',
      does: async (_, comment) => world.as('atul').editComment(OWNER, REPO, comment, '/milestone second'),
      shows: /second/u,
    },
    {
      what: 'a severity label',
      event: 'issues',
      does: async (issue) => world.as('hank').addLabels(OWNER, REPO, issue, ['sev1']),
      shows: /SEV-1/u,
    },
    {
      what: 'the incident label taken off',
      event: 'issues',
      does: async (issue) => world.as('hank').removeLabel(OWNER, REPO, issue, 'incident'),
      shows: /stood down/iu,
    },
    {
      what: 'the close',
      event: 'issues',
      does: async (issue) => world.as('hank').editIssue(OWNER, REPO, issue, { state: 'closed' }),
      shows: /closed/u,
    },
  ];

  test.each(UNHEARD)('E2: $what comes within the hour', async ({ what, event, does, shows }) => {
    const issue = await world.incident({ title: `Unheard: ${what}` });
    const comment = await world.say('atul', issue, '/milestone first');
    await world.advance({ minutes: 1 });
    const before = await board(world, issue);
    expect(before).not.toMatch(shows);
    lose(world, event);
    await does(issue, comment);
    await world.settled();
    expect(await board(world, issue)).toBe(before);
    withoutDeliveries(world);
    await world.advance(HOUR);
    expect(await board(world, issue)).toMatch(shows);
    // the board, and what a close writes
    expect(await world.ours(issue)).toHaveLength(what === 'the close' ? 3 : 1);
  });

  test('E2: a deletion is noticed by the count of comments', async () => {
    const issue = await world.incident({ labels: ['incident', 'sev2'], title: 'Unheard: a deletion' });
    const comment = await world.say('atul', issue, '/milestone a mistake');
    await world.advance({ minutes: 1 });
    lose(world, 'issue_comment');
    await world.as('atul').deleteComment(OWNER, REPO, comment);
    await world.settled();
    expect(await board(world, issue)).toContain('a mistake');
    withoutDeliveries(world);
    await world.advance(HOUR);
    expect(await board(world, issue)).toMatch(/~~a mistake~~.*withdrawn [\d:]+\)/u);
    expect(await board(world, issue)).not.toContain('before Muster saw it');
  });

  test('D1: a labelled issue gets its board within the hour', async () => {
    lose(world, 'issues', 2);
    const issue = await world.incident({ title: 'Nobody told' });
    expect(await world.ours(issue)).toEqual([]);
    withoutDeliveries(world);
    await world.advance(HOUR);
    expect(await board(world, issue)).toContain('Nobody told');
  });
});

describe('E2: while Muster was down', () => {
  test('E2: comments, edits, deletions and labels are made good at the start', async () => {
    const issue = await world.incident({ labels: ['incident', 'sev2'], title: 'Down for a while' });
    const kept = await world.say('sylvain', issue, '/milestone rollback');
    const dropped = await world.say('atul', issue, '/milestone failover');
    let other = 0;
    await world.restart({
      meanwhile: async () => {
        await world.github.advance({ minutes: 20 });
        await world.as('sylvain').editComment(OWNER, REPO, kept, '/milestone rollback of deploy 8');
        await world.as('atul').deleteComment(OWNER, REPO, dropped);
        await world.as('hank').comment(OWNER, REPO, issue, '/severity sev1');
        other = (await world.as('hank').createIssue(OWNER, REPO, { title: 'Another', labels: ['incident'] }))
          .number;
      },
    });
    await world.settled();
    expect(await board(world, issue)).toContain('SEV-1');
    expect(await board(world, issue)).toContain('rollback of deploy 8');
    expect(await board(world, issue)).toContain('~~failover~~');
    expect(await board(world, other)).toContain('Another');
  });
});

describe('E1: after the loss of the database', () => {
  beforeEach(world.anew);

  test('E1: what was said meanwhile is answered, and nothing is written twice', async () => {
    const issue = await world.incident({ labels: ['incident', 'sev2'], title: 'Lost with a comment' });
    await world.say('sylvain', issue, '/severity huge');
    const before = await world.ours(issue);
    await world.restart({
      forget: true,
      meanwhile: async () => world.as('hank').comment(OWNER, REPO, issue, '/milestone said to nobody'),
    });
    await world.settled();
    const after = await world.ours(issue);
    expect(after.map((c) => c.id)).toEqual(before.map((c) => c.id));
    expect(after[0]?.body).toContain('said to nobody');
    expect(after.slice(1)).toEqual(before.slice(1));
  });

  test('C8: a closed incident takes commands as before', async () => {
    const issue = await world.incident({ labels: ['incident', 'sev2'], title: 'Closed, then lost' });
    await world.as('prima').editIssue(OWNER, REPO, issue, { state: 'closed' });
    await world.settled();
    const before = await world.ours(issue);
    await world.restart({
      forget: true,
      meanwhile: async () => world.as('hank').comment(OWNER, REPO, issue, '/timeline one more thing'),
    });
    await world.settled();
    const { body } = await world.document(issue, '## Scribe');
    expect(body).toContain('one more thing');
    expect((await world.ours(issue)).map((c) => c.id)).toEqual(before.map((c) => c.id));
  });

  test('E1, D5: an incident that is stood down answers what was asked while the database was lost', async () => {
    const issue = await world.incident({ labels: ['incident', 'sev2'], title: 'Stood down, then lost' });
    await world.as('prima').removeLabel(OWNER, REPO, issue, 'incident');
    await world.settled();
    await world.restart({
      forget: true,
      meanwhile: async () => world.as('hank').comment(OWNER, REPO, issue, '/timeline one more thing'),
    });
    await world.settled();
    expect(await board(world, issue)).toContain('one more thing');
  });

  test('E1, D6: what was said on a part whose label is off is not lost to the whole', async () => {
    const whole = await world.incident({ title: 'The whole outage' });
    const part = await world.incident({ title: 'Its alarm' });
    await world.say('hank', part, '/milestone tokens are refused', `/merge #${whole}`);
    await world.as('prima').removeLabel(OWNER, REPO, part, 'incident');
    await world.settled();
    expect(await board(world, whole)).toContain('tokens are refused');
    await world.restart({ forget: true });
    await world.settled();
    expect(await board(world, whole)).toContain('tokens are refused');
  });

  test('D1: the past is left alone: no documents on a closed issue that Muster never worked on', async () => {
    lose(world, 'issues', 3);
    const issue = await world.incident({ title: 'Before Muster' });
    await world.as('prima').editIssue(OWNER, REPO, issue, { state: 'closed' });
    withoutDeliveries(world);
    await world.restart({ forget: true });
    await world.settled();
    expect(await world.ours(issue)).toEqual([]);
  });
});
