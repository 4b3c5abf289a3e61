/**
 * A SEV-1 from its label to the postmortem's dry run, as people live it: the leader is called, the call is split, nobody leaves it alone, whoever comes
 * back is told what they missed.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { OWNER, REPO, type World, startWorld } from '../support/muster.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({
    files: { '.github/muster.yml': 'severities: {sev1: {leaders: [diane, eric]}}\n' },
  });
});
afterAll(async () => {
  await world.close();
});

const shown = (body: string): string => body.split('\n\n<!-- muster:1')[0] ?? '';

async function assignees(issue: number): Promise<readonly string[]> {
  const { assignees: all } = await world.as('prima').issue(OWNER, REPO, issue);
  return all.map((a) => a.login).toSorted();
}

async function label(issue: number, ...labels: readonly string[]): Promise<void> {
  await world.as('prima').addLabels(OWNER, REPO, issue, labels);
  await world.settled();
}

async function postmortem(issue: number): Promise<{ readonly number: number; readonly body: string }> {
  const { body } = await world
    .as('prima')
    .request('GET', `/repos/${OWNER}/${REPO}/issues?state=all&creator=muster%5Bbot%5D&per_page=100`);
  const found = (body as { number: number; body: string }[]).find((i) => i.body.includes(`/issues/${issue}`));
  if (found === undefined) throw new Error('no postmortem');
  return found;
}

describe('S1: setting and leaving sev1', () => {
  test('S1, Q1: the leader is made Incident Lead, assigned and called once; unanswered, all goes with the severity', async () => {
    const issue = await world.incident({ labels: ['incident', 'sev2'] });
    await world.advance({ minutes: 1 });
    await label(issue, 'sev1');
    expect((await world.document(issue, '@diane: this is SEV-1')).body).toContain('from [prima]');
    expect(await assignees(issue)).toEqual(['diane', 'prima']);
    const board = shown((await world.document(issue, '## ')).body);
    expect(board).toContain('| Incident Lead | [diane]');
    expect(board).toContain('/split');

    await world.advance({ minutes: 1 });
    await world.say('prima', issue, '/severity sev2');
    expect(await assignees(issue)).toEqual(['prima']);
    expect(shown((await world.document(issue, '## ')).body)).not.toContain('/split');

    await world.advance({ minutes: 1 });
    await world.say('prima', issue, '/severity sev1');
    const calls = (await world.ours(issue)).filter((c) => c.body.startsWith('@diane: this is SEV-1'));
    expect(calls).toHaveLength(2);
    await world.say('diane', issue, 'On it.');
    await world.advance({ minutes: 1 });
    await world.say('prima', issue, '/severity sev2');
    expect(await assignees(issue)).toEqual(['diane', 'prima']);
  });
});

describe('S2, S3: the calls of a SEV-1', () => {
  test('S2, S3: split, leave refused, a sub-commander, come back to a recap, close', async () => {
    const issue = await world.incident({ labels: ['incident', 'sev1'] });
    await world.say('diane', issue, '/ack');
    await world.advance({ minutes: 2 });
    await world.say(
      'diane',
      issue,
      '/split tech https://meet.example/tech comms https://meet.example/comms',
      '/join tech',
    );
    await world.say('atul', issue, '/join tech');
    await world.advance({ minutes: 5 });
    await world.say('diane', issue, '/leave tech');
    const refused = await world.document(issue, '**Line 1 was not recorded:**');
    expect(refused.body).toContain('has no sub-commander: name one first');
    expect(refused.body).toMatch(/Example: .*\/subcommander tech @\u200B?atul/u);
    await world.say('diane', issue, '/subcommander tech @atul', '/leave tech', '/join comms');
    await world.advance({ minutes: 10 });
    await world.say(
      'atul',
      issue,
      '/timeline tech: the replica is promoted',
      '/milestone comms: customers can read again',
    );
    await world.say('hank', issue, '/subcommander comms me');
    await world.say('diane', issue, '/leave comms', '/join tech');
    const recap = await world.document(issue, '**The tech call since you left it');
    expect(recap.body).toContain('tech call: the replica is promoted');
    expect(recap.body).toContain('comms call: customers can read again');
    expect(recap.body).toContain('@atul, you lead this call');

    const before = (await world.ours(issue)).map((c) => [c.id, shown(c.body)]);
    await world.restart({ forget: true });
    await world.settled();
    expect((await world.ours(issue)).map((c) => [c.id, shown(c.body)])).toEqual(before);

    await world.advance({ minutes: 20 });
    await world.as('diane').editIssue(OWNER, REPO, issue, { state: 'closed', state_reason: 'completed' });
    await world.settled();
    const scribe = shown((await world.document(issue, '## Scribe')).body);
    expect(scribe).toContain('| [tech](https://meet.example/tech) | 08:');
    expect(scribe).toMatch(
      /\| atul \d\d:\d\d–\d\d:\d\d \| atul, diane \||\| atul \d\d:\d\d–\d\d:\d\d \| diane, atul \|/u,
    );
    expect(scribe).toContain('tech call: the replica is promoted');

    const review = await postmortem(issue);
    expect(review.body).toContain('*For diane, who led this SEV-1');
    const ticked = review.body.replace('- [ ] 1 · The document', '- [x] 1 · The document');
    await world.as('diane').editIssue(OWNER, REPO, review.number, { body: ticked });
    await world.say('diane', issue, '/severity sev2');
    const after = await postmortem(issue);
    expect(after.body).toContain('- [x] 1 · The document is complete and well written');
    expect(after.body).toContain('· SEV-2 ·');
  });
});
