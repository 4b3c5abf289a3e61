import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { OWNER, REPO, type World, startWorld } from '../support/muster.ts';

const manual = readFileSync(path.join(import.meta.dirname, '..', '..', 'docs', 'templates.md'), 'utf8');
const [, example = ''] = /```liquid\n(?<text>[\s\S]*?)```/u.exec(manual) ?? [];

let world: World;
beforeAll(async () => {
  world = await startWorld({
    files: {
      '.github/muster.yml':
        'templates:\n  board: .github/muster/board.liquid\n  postmortem: .github/muster/postmortem.liquid\n',
      '.github/muster/board.liquid': example,
      '.github/muster/postmortem.liquid':
        '# Review of {{ title }}\n\n{{ facts }}\n\n## Why\n\n{{ root_cause }}\n\n{{ actions }}',
    },
  });
});
afterAll(async () => {
  await world.close();
});

test("R1: a repository's own board, as the manual shows it", async () => {
  const issue = await world.incident({ labels: ['incident', 'sev4'] });
  await world.say('sylvain', issue, '/timeline rollback started');
  const [board] = await world.ours(issue);
  expect(board?.body).toContain(`Runbook: see the wiki, page ${issue}.`);
  expect(board?.body).toContain('rollback started');
});

test("X3: a repository's own postmortem, whose kept regions go on being kept", async () => {
  const issue = await world.incident({ labels: ['incident', 'sev2'], title: 'Search is slow' });
  await world.as('prima').editIssue(OWNER, REPO, issue, { state: 'closed' });
  await world.settled();
  await world.say('eric', issue, '/action fix: Raise an alarm');
  const { body } = await world
    .as('prima')
    .request('GET', `/repos/${OWNER}/${REPO}/issues?state=open&labels=postmortem`);
  const [postmortem] = body as { body: string }[];
  expect(postmortem?.body).toContain('# Review of Search is slow');
  expect(postmortem?.body).toContain('Raise an alarm');
});

test('R1: a broken template gives way to our own board, which says so', async () => {
  await world.as('prima').putFile(OWNER, REPO, '.github/muster/board.liquid', '{{ headline }} {{ colour }}');
  await world.settled();
  const issue = await world.incident({ labels: ['incident', 'sev4'] });
  const [board] = await world.ours(issue);
  expect(board?.body).toContain('### Who does what');
  expect(board?.body).toContain('colour');
});
