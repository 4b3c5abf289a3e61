/**
 * The real App against a GitHub of another author. Left out is what that one lacks or does otherwise than GitHub: reactions, pins, sub-issues,
 * GraphQL (404), rights of people on public repositories, `changes` of an edit, delivery ids that differ. Its timeline has no comments, and it tells
 * no `labeled` for labels given at creation, so issues are labelled afterwards here.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { applyEffect } from '../../src/github/apply.ts';
import { openGitHub } from '../../src/github/client.ts';
import { readComments, readIssue } from '../../src/github/observe.ts';
import { EffectRefused } from '../../src/reconcile/effect.ts';
import { type Emulated, INSTALLATION, READER, SHOP, newKey, startEmulated } from '../support/emulated.ts';

const AT = { owner: 'acme', repo: 'shop' };
let world: Emulated;
beforeAll(async () => {
  world = await startEmulated();
});
afterAll(async () => {
  await world.end();
});

describe('who the App is', () => {
  test('its key becomes a JWT, the JWT a token, and it knows its own bot', async () => {
    const github = openGitHub(world.settings);
    const { id, login, slug } = await github.self();
    const issue = await world.incident();
    const [board] = await world.ours(issue);
    expect({ login, slug }).toEqual({ login: 'muster[bot]', slug: 'muster' });
    expect(board?.user).toMatchObject({ id, login: 'muster[bot]', type: 'Bot' });
  });

  test('another key is refused, which is no reason to try again', async () => {
    const github = openGitHub({ ...world.settings, app: { ...world.settings.app, privateKey: newKey() } });
    await expect(github.self()).rejects.toMatchObject({ status: 401 });
  });

  test('a token that may only read is refused for good, not in doubt', async () => {
    const issue = await world.incident();
    const reader = await openGitHub(world.reader).installation(READER);
    const place = { ...AT, number: issue };
    const effect = { kind: 'create-comment', document: 'board', on: issue, body: 'no' } as const;
    await expect(applyEffect(reader, place, effect)).rejects.toThrow(EffectRefused);
    expect(await readComments(reader, place, issue)).toHaveLength(1);
  });
});

test('A2: its webhooks are believed, those signed with another secret are not', async () => {
  const issue = await world.incident();
  const mine = world.delivered.filter((d) => d.payload.issue?.number === issue && d.action === 'labeled');
  expect(mine.map((d) => d.status)).toEqual([401, 202]);
});

describe('an incident', () => {
  test('a label posts the board, once, as the bot of the App; what the server lacks does not stop it', async () => {
    const issue = await world.incident();
    const ours = await world.ours(issue);
    expect(ours).toHaveLength(1);
    expect(ours[0]?.body).toContain('## Severity not classified · Checkout fails');
    const refused = world.calls.filter((c) => c.status === 404).map((c) => c.call);
    expect(refused).toContain(`POST ${SHOP}/issues/${issue}/reactions`);
    expect(refused).toContain(`PUT ${SHOP}/issues/comments/${ours[0]?.id}/pin`);
  });

  test('what the server lacks is asked for once', async () => {
    const issue = await world.incident();
    await world.say('sylvain', issue, '/timeline rollback started');
    await world.say('sylvain', issue, '/timeline rollback finished');
    const asked = world.calls
      .filter((c) => c.status === 404 && /\/(?:reactions|pin|sub_issues)$/u.test(c.call))
      .map((c) => c.call);
    expect(asked).not.toEqual([]);
    expect(asked.length).toBe(new Set(asked).size);
  });

  test('a command edits the board', async () => {
    const issue = await world.incident();
    const before = await world.ours(issue);
    await world.say('sylvain', issue, '/timeline rollback started');
    const after = await world.ours(issue);
    expect(after.map((c) => c.id)).toEqual(before.map((c) => c.id));
    expect(after[0]?.body).toContain('rollback started');
  });

  test('a refused command gets one reply, and a person without rights is refused', async () => {
    const issue = await world.incident();
    await world.say('sylvain', issue, '/severity huge');
    await world.say('stranger', issue, '/severity sev1');
    const [, mistake, refusal] = await world.ours(issue);
    expect(mistake?.body).toContain('there is no severity “huge”');
    expect(refusal?.body).toContain('stranger has the permission “none” on this repository');
  });

  test('a label given by the command arrives, and labels that the server takes are read back', async () => {
    const issue = await world.incident();
    await world.say('sylvain', issue, '/severity sev2');
    const { labels } = await world.request<{ labels: { name: string }[] }>(
      'prima',
      'GET',
      `${SHOP}/issues/${issue}`,
    );
    expect(labels.map((l) => l.name).toSorted()).toEqual(['incident', 'sev2']);
  });

  test('closing leaves the scribe comment, the communications comment and a postmortem issue', async () => {
    const issue = await world.incident();
    await world.say('sylvain', issue, '/severity sev2');
    await world.say('hank', issue, '/comms external via "status page" We are investigating.');
    await world.close(issue);
    const [board, scribe, communications] = await world.ours(issue);
    expect(board?.body).toContain('closed');
    expect(scribe?.body).toContain('## Scribe');
    expect(communications?.body).toContain('We are investigating.');
    const issues = await world.request<{ title: string; body: string | null; user: { login: string } }[]>(
      'prima',
      'GET',
      `${SHOP}/issues?state=open&labels=postmortem`,
    );
    const [postmortem, ...others] = issues.filter((i) => i.body?.includes(`/issues/${issue})`));
    expect(others).toEqual([]);
    expect(postmortem?.user.login).toBe('muster[bot]');
  });

  test('more than a hundred comments are read in pages, and a lost database leaves one board (E1)', async () => {
    const issue = await world.incident();
    await world.say('sylvain', issue, '/timeline rollback started');
    for (let count = 1; count <= 100; count += 1)
      await world.request('hank', 'POST', `${SHOP}/issues/${issue}/comments`, {
        body: `still down (${count})`,
      });
    await world.say('sylvain', issue, '/timeline rollback finished');
    const [board] = await world.ours(issue);
    await world.forget();
    await world.say('sylvain', issue, '/status');
    const boards = (await world.ours(issue)).filter((c) => c.body.startsWith('## Severity'));
    expect(boards.map((c) => c.id)).toEqual([board?.id]);
    expect(boards[0]?.body).toContain('rollback started');
    expect(boards[0]?.body).toContain('rollback finished');
    const octokit = await openGitHub(world.settings).installation(INSTALLATION);
    const read = await readIssue(
      octokit,
      { ...AT, number: issue },
      { id: 1, owner: 'acme', name: 'shop', isPrivate: false },
    );
    expect(read.comments.length).toBeGreaterThan(100);
  });
});
