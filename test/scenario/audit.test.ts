/** `/audit` (A6): asked after edits, deletions and the loss of everything that is not on GitHub. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { OWNER, REPO, type World, startWorld } from '../support/muster.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  await world.close();
});

/** Who, right, command, outcome of each row, without links and what keeps text from acting. */
function rows(answer: string): readonly string[] {
  return answer
    .split('\n')
    .filter((line) => /^\| (?:\[?\d)/u.test(line))
    .map((line) => line.replaceAll('\u200B', '').split(' | ').slice(1).join(' | ').replace(/ \|$/u, ''));
}

test('A6: commands of comments that were edited by others or deleted are listed after the database is lost, to those who may command', async () => {
  const issue = await world.incident({ title: 'Search is slow' });
  const first = await world.say('sylvain', issue, '/severity sev2', '/timeline 08:00 alarm @prima | <b>');
  const second = await world.say('atul', issue, '/take tech');
  await world.say('stranger', issue, '/take lead');
  await world.advance({ minutes: 1 });
  await world
    .as('eric')
    .editComment(OWNER, REPO, first, '/severity sev1\n/timeline 08:00 alarm @prima | <b>');
  await world.settled();
  await world.as('atul').deleteComment(OWNER, REPO, second);
  await world.settled();

  const asked = await world.say('prima', issue, '/audit');
  const before = (await world.document(issue, '**6 commands on this incident**')).body;
  await world.as('prima').deleteComment(OWNER, REPO, asked);
  await world.settled();

  await world.restart({ forget: true });
  await world.settled();
  const refused = await world.say('stranger', issue, '/audit');
  await world.say('prima', issue, '/audit');

  const { body } = await world.document(issue, '**8 commands on this incident**');
  expect(rows(body)).toEqual([
    'sylvain | write | `/severity sev2` | recorded, then corrected 08:01 by eric',
    'sylvain | write | `/timeline 08:00 alarm @prima \\| <b>` | recorded',
    'atul | write | `/take tech` | recorded, then withdrawn 08:01 by atul',
    expect.stringMatching(/^stranger \| read \| `\/take lead` \| refused: .*commands need “triage”$/u),
    'eric, in a comment of sylvain | write | `/severity sev1` | recorded',
    'prima | admin | `/audit` | answered',
    expect.stringMatching(/^stranger \| read \| `\/audit` \| refused: /u),
    'prima | admin | `/audit` | answered',
  ]);
  expect(rows(before)).toEqual(rows(body).slice(0, 6));
  const toStranger = (await world.ours(issue)).filter(({ body: text }) => text.includes('was not recorded'));
  expect(toStranger).toHaveLength(2);
  for (const reply of toStranger) expect(reply.body).not.toMatch(/sev2|take tech/u);
  expect(refused).toBeGreaterThan(0);
});
