import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { OWNER, REPO, type World, startWorld } from '../support/muster.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  await world.close();
});

async function close(issue: number, reason: 'completed' | 'not_planned' = 'completed'): Promise<void> {
  await world.as('prima').editIssue(OWNER, REPO, issue, { state: 'closed', state_reason: reason });
  await world.settled();
}

async function reopen(issue: number): Promise<void> {
  await world.as('prima').editIssue(OWNER, REPO, issue, { state: 'open' });
  await world.settled();
}

/** Issues that Muster opened for an incident, newest first. */
async function opened(
  issue: number,
): Promise<readonly { number: number; title: string; body: string; labels: readonly string[] }[]> {
  const { body } = await world
    .as('prima')
    .request('GET', `/repos/${OWNER}/${REPO}/issues?state=all&creator=muster%5Bbot%5D&per_page=100`);
  const issues = body as { number: number; title: string; body: string; labels: { name: string }[] }[];
  return issues
    .filter((i) => new RegExp(`/issues/${issue}[)#]`, 'u').test(i.body))
    .map((i) => ({ ...i, labels: i.labels.map((l) => l.name) }));
}

const heads = async (issue: number): Promise<readonly string[]> =>
  (await world.ours(issue)).map((c) => c.body.split('\n')[0]?.split(':')[0] ?? '');

describe('X1: closing', () => {
  test('X1: one scribe comment, one communications comment, once; closed again they are the same comments, brought up to date', async () => {
    const issue = await world.incident({ labels: ['incident', 'sev2'] });
    await world.say('hank', issue, '/comms external via "status page" We are investigating.');
    await world.say('sylvain', issue, '/take lead', '/mitigated', '/resolved');
    await close(issue);
    const first = await world.ours(issue);
    expect(first).toHaveLength(3);
    await world.advance({ minutes: 5 });
    await reopen(issue);
    await world.say('atul', issue, '/resolved for real this time');
    await world.advance({ minutes: 5 });
    await close(issue);
    const second = await world.ours(issue);
    expect(second.map((c) => c.id)).toEqual(first.map((c) => c.id));
    const scribe = await world.document(issue, '## Scribe');
    expect(scribe.body).toContain('Reopened');
    expect(scribe.body).toContain('for real this time');
    expect((await world.document(issue, '## What we told whom')).body).toContain('We are investigating.');
    expect(await opened(issue)).toHaveLength(1);
  });

  test('X1, X3: a close costs six writes at most, and the timeline is read once', async () => {
    const issue = await world.incident({ labels: ['incident', 'sev2'] });
    world.github.clearCalls();
    await close(issue);
    const calls = world.calls();
    expect(calls.filter((c) => !c.startsWith('GET')).length).toBeLessThanOrEqual(6);
    expect(calls.filter((c) => c.includes('/timeline'))).toHaveLength(1);
  });

  test('V2: closed without validation is written down', async () => {
    const issue = await world.incident({ labels: ['incident', 'sev1'] });
    await close(issue);
    expect((await world.document(issue, '## Scribe')).body).toContain('closed without validation');
  });

  test('C8: a command on a closed incident still records, and its documents follow', async () => {
    const issue = await world.incident({ labels: ['incident', 'sev3'] });
    await close(issue);
    await world.say('sylvain', issue, '/started 07:40');
    expect((await world.document(issue, '## Scribe')).body).toContain('07:40');
  });
});

describe('X3: the postmortem', () => {
  test('X3: it is opened once, labelled, linked both ways and a sub-issue; text of people is never touched', async () => {
    const issue = await world.incident({ labels: ['incident', 'sev2'], title: 'Search is slow' });
    await world.say('sylvain', issue, '/action fix: Raise an alarm on the pool @eric by 2026-11-06');
    await close(issue);
    const [postmortem] = await opened(issue);
    if (postmortem === undefined) throw new Error('no postmortem');
    expect(postmortem.labels).toEqual(['postmortem']);
    expect(postmortem.body).toContain('Raise an alarm on the pool');
    expect((await world.document(issue, '## Scribe')).body).toContain(`#${postmortem.number}`);
    const children = await world
      .as('prima')
      .request('GET', `/repos/${OWNER}/${REPO}/issues/${issue}/sub_issues`);
    expect((children.body as { number: number }[]).map((c) => c.number)).toEqual([postmortem.number]);

    const written = postmortem.body.replace(
      '## Root cause',
      '## Root cause\n\nThe pool was sized for one region.\r\n',
    );
    await world.as('eric').editIssue(OWNER, REPO, postmortem.number, { body: written });
    await world.say('eric', issue, '/done 1');
    const after = await world.as('eric').issue(OWNER, REPO, postmortem.number);
    expect(after.body).toContain('The pool was sized for one region.');
    expect(after.body).toMatch(/- \[x\] 1 .*Raise an alarm/u);
  });

  test.each([
    ['not below the configured severity', ['incident', 'sev4'], 'completed', 0],
    ['not for a false alarm', ['incident', 'sev1'], 'not_planned', 0],
    ['not for a drill', ['incident', 'incident-drill', 'sev1'], 'completed', 0],
    ['but without a severity', ['incident'], 'completed', 1],
  ] as const)('X3, D5, D7: a postmortem opens, %s', async (_name, labels, reason, count) => {
    const issue = await world.incident({ labels, title: `Case ${_name}` });
    await close(issue, reason);
    expect(await opened(issue)).toHaveLength(count);
    expect(await heads(issue)).toHaveLength(3);
  });
});

test('D7: every document of a drill says DRILL', async () => {
  const issue = await world.incident({ labels: ['incident-drill', 'sev3'] });
  await close(issue);
  for (const { body } of await world.ours(issue)) expect(body.split('\n')[0]).toContain('DRILL');
});

test('D5: stood down the board says so, closing then makes no documents, and the label back resumes it', async () => {
  const issue = await world.incident();
  await world.advance({ minutes: 1 });
  await world.as('prima').removeLabel(OWNER, REPO, issue, 'incident');
  await world.settled();
  expect((await world.ours(issue))[0]?.body).toMatch(/stood down/iu);
  await close(issue);
  expect(await world.ours(issue)).toHaveLength(1);
  await world.advance({ minutes: 1 });
  await reopen(issue);
  await world.as('prima').addLabels(OWNER, REPO, issue, ['incident']);
  await world.settled();
  expect((await world.ours(issue))[0]?.body.split('\n')[0]).not.toMatch(/stood down/iu);
});

test('X2: records too large for a comment go to issues of their own, linked, and nothing is cut', async () => {
  const issue = await world.incident({ labels: ['incident', 'sev4'], title: 'A long one' });
  const long = 'a message that says much '.repeat(1_000);
  for (let i = 0; i < 4; i += 1)
    await world.as('hank').comment(OWNER, REPO, issue, `/comms external number ${i} ${long}`);
  for (let i = 0; i < 4; i += 1)
    await world.as('hank').comment(OWNER, REPO, issue, `/timeline entry ${i} ${long}`);
  await world.settled();
  await close(issue);
  const issues = await opened(issue);
  expect(issues.map((i) => i.title.split(':')[0] ?? '').toSorted()).toEqual([
    'Communications',
    'Full timeline',
  ]);
  for (const { number } of issues) {
    expect(
      (await world.document(issue, '## Scribe')).body + (await world.document(issue, '## What we told')).body,
    ).toContain(`#${number}`);
  }
  const texts: string[] = [];
  for (const { number, body } of issues) texts.push(body, ...(await world.ours(number)).map((c) => c.body));
  for (const text of texts) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(60_000);
  for (let i = 0; i < 4; i += 1) expect(texts.join('\n')).toContain(`number ${i}`);
  world.github.clearCalls();
  await world.say('hank', issue, 'thanks all');
  expect(world.calls().filter((c) => c.startsWith('POST'))).toEqual([]);
});

test('X2, E2: a page on an issue of ours whose answer was lost is not written twice', async () => {
  const issue = await world.incident({ labels: ['incident', 'sev4'], title: 'A page in doubt' });
  const long = 'a message that says much '.repeat(1_000);
  for (let i = 0; i < 4; i += 1)
    await world.as('hank').comment(OWNER, REPO, issue, `/comms external number ${i} ${long}`);
  await world.settled();
  const pages = issue + 1;
  const path = new RegExp(`/issues/${pages}/comments$`, 'u');
  world.github.fault({ method: 'POST', path, times: 1, kind: 'lost-answer' });
  await close(issue);
  await world.advance({ seconds: 30 });
  const keys = (await world.ours(pages)).map(
    (c) => /<!-- muster:1 (?<key>\S+)/u.exec(c.body)?.groups?.['key'],
  );
  expect(keys).toContain('communications-issue:2');
  expect(new Set(keys).size).toBe(keys.length);
});
