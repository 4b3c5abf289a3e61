/** What GitHub refuses for good: it is said on what can still be written, left alone until something changes, and made up for then. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { HOUR } from '../support/lost-webhooks.ts';
import { OWNER, REPO } from '../support/muster.ts';
import { UNREMINDED } from '../support/unreminded.ts';
import { useWorld } from '../support/use-world.ts';

const world = useWorld({ files: UNREMINDED });
beforeEach(() => {
  world.github.clearCalls();
});

const board = async (issue: number): Promise<string> => (await world.ours(issue))[0]?.body ?? '';
const writes = (): readonly string[] => world.calls().filter((call) => !call.startsWith('GET'));
const close = async (issue: number): Promise<void> => {
  await world.as('prima').editIssue(OWNER, REPO, issue, { state: 'closed' });
  await world.settled();
};
const reactionsOn = async (issue: number): Promise<readonly string[]> => {
  const { body } = await world
    .as('prima')
    .request('GET', `/repos/${OWNER}/${REPO}/issues/${issue}/reactions`);
  return (body as { content: string; user: { login: string } }[])
    .filter(({ user }) => user.login === 'muster[bot]')
    .map(({ content }) => content)
    .toSorted();
};
async function postmortems(title: string): Promise<number> {
  const { body } = await world
    .as('prima')
    .request('GET', `/repos/${OWNER}/${REPO}/issues?state=all&per_page=100`);
  return (body as { title: string }[]).filter((issue) => issue.title.startsWith(`Postmortem: ${title}`))
    .length;
}

/** GitHub refuses what matches until `lift` is called. */
function refuse(method: string, path: RegExp, status: number): { lift: () => void } {
  let isLifted = false;
  const pattern = Object.assign(new RegExp(path), { test: (text: string) => !isLifted && path.test(text) });
  world.github.fault({ method, path: pattern, kind: 'error', status, times: 1_000 });
  return { lift: () => void (isLifted = true) };
}
const lifts: (() => void)[] = [];
const refusing = (method: string, path: RegExp, status: number): (() => void) => {
  const { lift } = refuse(method, path, status);
  lifts.push(lift);
  return lift;
};
afterEach(() => {
  for (const lift of lifts.splice(0)) lift();
});

describe('E3: a locked issue', () => {
  test('E3, D8: replies are owed and the board says so; each is tried once and none at the next run, and all come when it is unlocked', async () => {
    const issue = await world.incident({ labels: ['incident', 'sev2'], title: 'Locked' });
    await world.as('prima').lock(OWNER, REPO, issue);
    await world.settled();
    world.github.clearCalls();
    await world.as('sylvain').comment(OWNER, REPO, issue, '/severity huge');
    await world.as('atul').comment(OWNER, REPO, issue, '/severity tiny');
    await world.settled();
    expect(await world.ours(issue)).toHaveLength(1);
    expect(await board(issue)).toContain(
      'GitHub refused 2 replies: this issue is locked, and an App may not comment there (403). Unlock it',
    );
    const posts = writes().filter(
      (call) => call.startsWith('POST') && call.endsWith(`/issues/${issue}/comments`),
    );
    expect(posts.length).toBeLessThanOrEqual(2);
    world.github.clearCalls();
    await world.say('diane', issue, 'just talking');
    expect(writes().filter((call) => call.startsWith('POST'))).toEqual([]);
    world.github.clearCalls();
    await world.restart();
    await world.settled();
    expect(writes()).toEqual([]);

    await world.as('prima').unlock(OWNER, REPO, issue);
    await world.settled();
    expect(
      (await world.ours(issue)).slice(1).map(({ body }) => /no severity “(\w+)”/u.exec(body)?.[1]),
    ).toEqual(['huge', 'tiny']);
    expect(await board(issue)).not.toContain('refused');
  });

  test('E3, D1: one that was locked before it became an incident gets no board but a reaction, and the board when it is unlocked', async () => {
    const { number } = await world.as('prima').createIssue(OWNER, REPO, { title: 'Locked before' });
    await world.as('prima').lock(OWNER, REPO, number);
    await world.as('prima').addLabels(OWNER, REPO, number, ['incident', 'sev2']);
    await world.settled();
    expect(await world.ours(number)).toEqual([]);
    expect(world.log.some((line) => line.includes('issue is locked'))).toBe(true);
    world.github.clearCalls();
    await world.restart();
    await world.settled();
    expect(writes()).toEqual([]);
    await world.as('prima').unlock(OWNER, REPO, number);
    await world.settled();
    expect(await board(number)).toContain('Locked before');
    expect(await reactionsOn(number)).toEqual(['eyes']);
  });

  test('E3: where comments are refused and reactions are not, the issue shows it', async () => {
    const lift = refusing('POST', /\/issues\/\d+\/comments$/u, 403);
    const issue = await world.incident({ labels: ['incident', 'sev2'], title: 'No board' });
    expect(await world.ours(issue)).toEqual([]);
    expect(await reactionsOn(issue)).toEqual(['confused', 'eyes']);
    lift();
    await world.advance(HOUR);
    expect(await board(issue)).toContain('No board');
    expect(await reactionsOn(issue)).toEqual(['eyes']);
  });
});

describe('E3: issues and documents', () => {
  test('E3, X3: a postmortem that cannot be opened is told on the board, and opens within the hour once it can', async () => {
    const issue = await world.incident({ labels: ['incident', 'sev2'], title: 'No issues here' });
    const lift = refusing('POST', /\/issues$/u, 410);
    await close(issue);
    expect(await board(issue)).toContain(
      'GitHub refused the postmortem issue: issues are disabled here (410). Enable them in the repository’s settings',
    );
    expect((await world.ours(issue)).some(({ body }) => body.startsWith('## Scribe'))).toBe(true);
    world.github.clearCalls();
    await world.restart();
    await world.settled();
    expect(writes()).toEqual([]);
    await world.advance(HOUR);
    expect(writes()).toEqual([`POST /repos/${OWNER}/${REPO}/issues`]);
    lift();
    await world.advance(HOUR);
    expect(await postmortems('No issues here')).toBe(1);
    expect(await board(issue)).not.toContain('refused');
  });

  test('E3, X3: also when issues cannot even be listed', async () => {
    const issue = await world.incident({ labels: ['incident', 'sev2'], title: 'Not even listed' });
    refusing('GET', /\/issues$/u, 410);
    await close(issue);
    expect(await board(issue)).toContain(
      'GitHub refused the postmortem issue: issues are disabled here (410)',
    );
    expect(await postmortems('Not even listed')).toBe(0);
  });

  test('E3: after 14 days nobody asks by the hour any more, and a change is still a reason to', async () => {
    const issue = await world.incident({ labels: ['incident', 'sev2'], title: 'Given up' });
    const lift = refusing('POST', /\/issues$/u, 403);
    await close(issue);
    await world.advance({ hours: 15 * 24 });
    world.github.clearCalls();
    await world.advance({ hours: 3 });
    expect(writes()).toEqual([]);
    lift();
    await world.as('prima').addLabels(OWNER, REPO, issue, ['bug']);
    await world.settled();
    expect(await postmortems('Given up')).toBe(1);
  });

  test('E3: a text that GitHub does not take is tried again when there is another', async () => {
    const issue = await world.incident({ labels: ['incident', 'sev2'], title: 'Not taken' });
    refusing('POST', /\/issues\/\d+\/comments$/u, 422);
    const mistake = await world.say('sylvain', issue, '/severity huge');
    expect(await board(issue)).toContain('GitHub refused a reply: the content was not accepted (422');
    const posts = (): number => writes().filter((call) => call.endsWith(`/issues/${issue}/comments`)).length;
    const before = posts();
    await world.say('diane', issue, 'just talking');
    expect(posts()).toBe(before);
    await world.advance({ minutes: 1 });
    await world.as('sylvain').editComment(OWNER, REPO, mistake, '/severity tiny');
    await world.settled();
    expect(posts()).toBe(before + 1);
    await world.as('sylvain').editComment(OWNER, REPO, mistake, 'never mind');
    await world.settled();
    expect(await board(issue)).not.toContain('refused');
  });

  test('E3: a board that cannot be edited is said in the log, is no endless try, and follows when somebody may write again', async () => {
    const issue = await world.incident({ labels: ['incident', 'sev2'], title: 'No right' });
    const lift = refusing('PATCH', /\/issues\/comments\/\d+$/u, 403);
    await world.say('sylvain', issue, '/timeline without a right');
    expect(world.log.some((line) => line.includes('update-comment: GitHub answered 403'))).toBe(true);
    world.github.clearCalls();
    await world.say('diane', issue, '/timeline once more');
    await world.restart();
    await world.settled();
    expect(writes().filter((call) => call.startsWith('PATCH'))).toEqual([]);
    lift();
    await world.advance(HOUR);
    expect(await board(issue)).toContain('without a right');
    expect(await board(issue)).toContain('once more');
  });

  test('E3, D3: a label that is refused is told, and set when the App may', async () => {
    const issue = await world.incident({ title: 'No labels' });
    const lift = refusing('POST', /\/labels$/u, 403);
    await world.say('sylvain', issue, '/severity sev3');
    expect(await board(issue)).toContain('GitHub refused the severity’s label: not allowed (403');
    world.github.clearCalls();
    await world.say('diane', issue, 'just talking');
    expect(writes().filter((call) => call.endsWith('/labels'))).toEqual([]);
    lift();
    await world.advance(HOUR);
    const { labels } = await world.as('prima').issue(OWNER, REPO, issue);
    expect(labels.map((label) => (typeof label === 'string' ? label : label.name))).toContain('sev3');
    expect(await board(issue)).not.toContain('refused');
  });
});

describe('E2: out of reach', () => {
  test('E2, X5: a board that GitHub does not find for a while is not written a second time', async () => {
    const issue = await world.incident({ labels: ['incident', 'sev2'], title: 'Out of reach' });
    const [first] = await world.ours(issue);
    const lift = refusing('PATCH', /\/issues\/comments\/\d+$/u, 404);
    await world.say('sylvain', issue, '/timeline out of reach');
    await world.advance({ seconds: 11 });
    expect((await world.ours(issue)).map(({ id }) => id)).toEqual([first?.id]);
    lift();
    await world.advance(HOUR);
    expect((await world.ours(issue)).map(({ id }) => id)).toEqual([first?.id]);
    expect(await board(issue)).toContain('out of reach');
  });
});
