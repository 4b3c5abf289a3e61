/**
 * The hours of an incident in a whole Muster: who is called when, and who is not because somebody was in time, whatever happened to process, webhooks and
 * clock. The same on the core's own clock, with every crossing, is in test/core/reminders.
 */
import { expect, test } from '@jest/globals';
import { lose } from '../support/lost-webhooks.ts';
import { OWNER, REPO, type World, startWorld } from '../support/muster.ts';
import { type StrayClock, strayClock } from '../support/stray-clock.ts';
import { useWorld } from '../support/use-world.ts';

const world = useWorld();

/** What Muster asked by itself, in its order: everything but the board and the answers to comments. */
async function asked(from: World, issue: number): Promise<readonly string[]> {
  return (await from.ours(issue))
    .slice(1)
    .map(({ body }) => body.split('\n\n<!-- muster:')[0] ?? '')
    .filter((body) => body.startsWith('@'));
}

/** Whom a reminder calls, each once, and about what: `@hank: update customers`. */
function about(body: string): string {
  const people = [...new Set(body.match(/@[a-z]+/gu))].toSorted();
  const updates = [...body.matchAll(/(an|still no) (update) to (\w+)/gu)].map(
    ([, which = '', update = '', audience = '']) =>
      `${which === 'an' ? update : `still no ${update}`} ${audience}`,
  );
  const topics = [...(body.includes('nothing was heard') ? ['status'] : []), ...updates];
  return `${people.join(' ')}: ${topics.join(', ')}`;
}

/** Led by sylvain, fixed by prima; hank tells customers, gillian leadership; nobody assists. */
async function declare(to: World, severity: string, title: string): Promise<number> {
  const issue = await to.incident({ labels: ['incident', severity], title });
  await to.say(
    'sylvain',
    issue,
    '/take lead',
    '/role comms external @hank',
    '/role comms leadership @gillian',
  );
  return issue;
}

/** Comments that a Muster hears nothing of when they are written. */
async function unheard(issue: number, told: Readonly<Record<string, string>>): Promise<void> {
  for (const [login, text] of Object.entries(told)) await world.as(login).comment(OWNER, REPO, issue, text);
}

const ANSWERS = {
  prima: '/timeline the pool',
  hank: '/comms external We know.',
  gillian: '/comms leadership We know.',
};

test('M2, S4, T2: three hours of a SEV-1, two audiences, no Technical Assist: each silence is told once, to whoever can end it', async () => {
  const issue = await declare(world, 'sev1', 'Three hours');
  const says: Readonly<Record<number, readonly [string, string]>> = {
    30: ['gillian', '/comms leadership Nobody in the EU can pay.'],
    45: ['prima', '/timeline the pool is exhausted'],
    100: ['hank', '/comms external We are working on it.'],
    150: ['prima', '/mitigated rolled back'],
  };
  const told: string[] = [];
  for (let minute = 5; minute <= 200; minute += 5) {
    await world.advance({ minutes: 5 });
    const all = await asked(world, issue);
    told.push(...all.slice(told.length).map((body) => `${minute} ${about(body)}`));
    const said = says[minute];
    if (said !== undefined) await world.say(said[0], issue, said[1]);
  }
  expect(told).toEqual([
    '30 @gillian @hank @sylvain: status, update leadership',
    '60 @gillian @hank: update customers, update leadership',
    '75 @gillian @hank @sylvain: status, still no update customers, still no update leadership',
    '160 @hank: update customers',
    '175 @sylvain: still no update customers',
    '180 @gillian @hank @sylvain: status',
  ]);
  await world.as('sylvain').editIssue(OWNER, REPO, issue, { state: 'closed', state_reason: 'completed' });
  await world.settled();
  await world.advance({ hours: 3 });
  expect(await asked(world, issue)).toHaveLength(told.length);
  const { comments } = world.github.issueExport(OWNER, REPO, issue);
  const open = comments.filter((c) => c.body.startsWith('@') && c.minimized === null);
  expect(open).toEqual([]);
});

test('M2: an update one second before the reminder is in time', async () => {
  const issue = await declare(world, 'sev2', 'To the second');
  await world.say('prima', issue, '/timeline looking');
  await world.advance({ minutes: 29 });
  await world.say('prima', issue, '/timeline found it');
  await world.advance({ minutes: 29 });
  await world.say('prima', issue, '/timeline rolling back');
  const { created_at: declared } = await world.as('prima').issue(OWNER, REPO, issue);
  const due = Temporal.Instant.from(declared).add({ minutes: 60 });
  const until = async (instant: Temporal.Instant): Promise<void> =>
    world.advance({ seconds: world.github.now().until(instant).total('seconds') });
  await until(due.subtract({ seconds: 1 }));
  expect(await asked(world, issue)).toEqual([]);
  await world.say('hank', issue, '/comms external We are on it.');
  await until(due.add({ seconds: 1 }));
  // hank was a second early, gillian said nothing
  expect((await asked(world, issue)).map(about)).toEqual(['@gillian: update leadership']);
});

test('M2, E1: what was answered while Muster was down is not asked; what was not is one comment', async () => {
  const answered = await declare(world, 'sev2', 'Answered meanwhile');
  const silent = await declare(world, 'sev1', 'Silent meanwhile');
  await world.restart({
    meanwhile: async () => {
      await world.github.advance({ minutes: 25 });
      await unheard(answered, ANSWERS);
      await world.github.advance({ minutes: 25 });
      await unheard(answered, { prima: '/timeline rolling back' });
      await world.github.advance({ minutes: 28 });
    },
  });
  await world.settled();
  expect(await asked(world, answered)).toEqual([]);
  expect((await asked(world, silent)).map(about)).toEqual([
    '@gillian @hank @sylvain: status, still no update customers, still no update leadership',
  ]);
});

test('M2, E2: an update whose webhook was lost is an update: GitHub is asked before anybody is', async () => {
  const issue = await declare(world, 'sev2', 'Answered unheard');
  await world.advance({ minutes: 29 });
  await world.say('prima', issue, '/timeline looking');
  await world.advance({ minutes: 29 });
  lose(world, 'issue_comment', 3);
  await unheard(issue, ANSWERS);
  await world.settled();
  await world.advance({ minutes: 3 });
  expect(await asked(world, issue)).toEqual([]);
});

test.each([
  ['closed', async (issue: number) => world.as('sylvain').editIssue(OWNER, REPO, issue, { state: 'closed' })],
  ['stood down', async (issue: number) => world.as('sylvain').removeLabel(OWNER, REPO, issue, 'incident')],
])('M2, D5, E2: %s without a webhook that said so, nobody is reminded', async (what, end) => {
  const issue = await declare(world, 'sev1', `Ended unheard: ${what}`);
  await world.advance({ minutes: 20 });
  lose(world, 'issues', 1);
  await end(issue);
  await world.settled();
  await world.advance({ minutes: 30 });
  expect(await asked(world, issue)).toEqual([]);
  expect((await world.ours(issue))[0]?.body).toContain(what);
});

test('M2: a severity lowered with a reminder pending: it is never sent', async () => {
  const issue = await declare(world, 'sev1', 'Lowered');
  await world.say('sylvain', issue, '/role comms leadership none');
  await world.advance({ minutes: 29 });
  await world.say('prima', issue, '/timeline a few carts only', '/severity sev2');
  await world.advance({ minutes: 29 });
  await world.say('prima', issue, '/timeline nearly done');
  await world.advance({ minutes: 1 });
  expect(await asked(world, issue)).toEqual([]);
  await world.advance({ minutes: 2 });
  expect((await asked(world, issue)).map(about)).toEqual(['@hank: update customers']);
});

test('D6, M2: merged with a reminder pending nobody is called; apart again the silence begins anew', async () => {
  const whole = await world.incident({ title: 'The whole' });
  const issue = await declare(world, 'sev2', 'A part');
  await world.advance({ minutes: 29 });
  await world.say('prima', issue, `/merge #${whole}`);
  await world.advance({ minutes: 60 });
  expect(await asked(world, issue)).toEqual([]);
  await world.say('prima', issue, '/merge none');
  expect(await asked(world, issue)).toEqual([]);
  await world.advance({ minutes: 10 });
  expect((await asked(world, issue)).map(about)).toEqual([
    '@gillian @hank: update customers, update leadership',
  ]);
});

test('D3, E1: the question that came due is asked once', async () => {
  await world.anew();
  const issue = await world.incident({ title: 'Due while down' });
  await world.restart({ meanwhile: async () => world.github.advance({ minutes: 11 }) });
  await world.settled();
  expect(await world.ours(issue)).toHaveLength(2);
  await world.restart();
  await world.settled();
  expect(await world.ours(issue)).toHaveLength(2);
});

test('D3, E1: after the loss of the database the question comes due although no webhook comes any more', async () => {
  const issue = await world.incident({ title: 'Lost before the question' });
  await world.restart({ forget: true });
  await world.settled();
  expect(await world.ours(issue)).toHaveLength(1);
  await world.advance({ minutes: 10 });
  const [, question, ...more] = await world.ours(issue);
  expect(question?.body).toContain('@prima');
  expect(more).toEqual([]);
  await world.restart({ forget: true });
  await world.settled();
  await world.advance({ minutes: 10 });
  expect(await world.ours(issue)).toHaveLength(2);
});

test('M2, E1: a clock that jumps ahead calls once for all, and one that comes back from a start in the past calls nobody twice', async () => {
  const clock: StrayClock = await strayClock('2026-10-25T08:00:00Z');
  const other = await startWorld({ clockUrl: clock.url });
  try {
    const issue = await declare(other, 'sev1', 'Another time');
    await clock.move('2026-10-25T13:00:00Z');
    await other.settled();
    const first = await asked(other, issue);
    expect(first.map(about)).toEqual([
      '@gillian @hank @sylvain: status, still no update customers, still no update leadership',
    ]);
    await other.restart({ meanwhile: async () => clock.move('2026-10-25T08:10:00Z') });
    for (const time of ['08:29', '08:30', '08:45', '09:00', '09:15', '13:00', '15:00']) {
      await clock.move(`2026-10-25T${time}:00Z`);
      await other.settled();
    }
    expect(await asked(other, issue)).toEqual(first);
  } finally {
    await other.close();
    await clock.close();
  }
});
