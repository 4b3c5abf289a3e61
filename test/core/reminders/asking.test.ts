import { describe, expect, test } from '@jest/globals';
import { DEFAULT_POLICY } from '../../../src/config/default-policy.ts';
import { type Clockwork, clockwork } from '../../support/clockwork.ts';
import {
  type Told,
  account,
  given,
  issue,
  labelled,
  policy,
  reopened,
  closed,
  commentDeleted,
  said,
} from '../../support/given.ts';

const declared = [labelled('08:03', 'sev3'), labelled('08:03')];
/** Led by sylvain, fixed by prima. */
const led = [...declared, said('sylvain', '08:04', '/take lead')];
const assisted = [...declared, said('sylvain', '08:04', '/take lead', '/role assist @atul')];

/** Who is called until then, when the story is told at its beginning. */
function calls(until: string, ...story: readonly Told[]): readonly string[] {
  const world = clockwork();
  world.tell('08:04', ...story);
  world.until(until);
  return world.calls();
}

describe('T2: nothing is heard from those who fix', () => {
  test('T2: after 30 minutes the Technical Assist is asked, once', () => {
    expect(calls('12:00', ...assisted)).toEqual(['08:33 @atul']);
  });

  test('T2: with no assist the Incident Lead is', () => {
    expect(calls('12:00', ...led)).toEqual(['08:33 @sylvain']);
  });

  test('T2: never the Technical Lead, in whatever other role', () => {
    const alone = [...declared, said('prima', '08:04', '/role assist me', '/role comms external me')];
    const world = clockwork({
      ...DEFAULT_POLICY,
      reminders: { ...DEFAULT_POLICY.reminders, handOverAfterMinutes: 60 * 24 },
    });
    world.tell('08:04', ...alone);
    world.until('09:00');
    expect(world.calls()).toEqual(['08:34']);
    expect(world.sent[0]?.text).toContain('Whoever can help: nothing was heard');
  });

  test.each([
    ['a timeline entry of the Technical Lead', said('prima', '08:20', '/timeline Pool is full')],
    ['talk of the Technical Lead', said('prima', '08:20', 'still looking at the pool')],
    ['an entry of the assist', said('atul', '08:20', '/milestone Rollback started')],
    ['a diagnosis by anyone', said('gillian', '08:20', '/diagnosed the pool')],
    ['a question for validation by anyone', said('gillian', '08:20', '/validate')],
  ])('T2: %s is a sign of life', (_, sign) => {
    const world = clockwork();
    world.tell('08:20', ...assisted, sign);
    world.until('08:49:59');
    expect(world.sent.filter((s) => s.key.startsWith('reminder:status'))).toEqual([]);
    world.until('08:50');
    expect(world.sent.filter((s) => s.key.startsWith('reminder:status')).map((s) => s.at)).toEqual(['08:50']);
  });

  test.each([
    ['talk of others', said('gillian', '08:20', 'any news?')],
    ['an entry of the Scribe', said('gillian', '08:20', '/take scribe', '/timeline customers call')],
    ['an update', said('hank', '08:20', '/comms external We know.')],
    ['what happened then and is written by others', said('sylvain', '08:20', '/timeline 08:15 rollback')],
  ])('T2: %s is none', (_, sign) => {
    const world = clockwork();
    world.tell('08:20', ...assisted, sign);
    world.until('08:40');
    expect(world.sent.map((s) => s.at)).toEqual(['08:33']);
  });

  test('T2: nor is a comment deleted by the Technical Lead', () => {
    const world = clockwork();
    world.tell('08:20', ...assisted, commentDeleted('08:20', 'prima'));
    world.until('08:40');
    expect(world.sent.map((s) => s.at)).toEqual(['08:33']);
  });

  test('T2: what is written down late is a sign of life when it is written', () => {
    const world = clockwork();
    world.tell('08:20', ...assisted, said('prima', '08:20', '/timeline 08:05 restarted the pool'));
    world.until('08:50');
    expect(world.calls()).toEqual(['08:50 @atul']);
  });

  test('T2: a sign of life answers, and the next silence is asked about anew', () => {
    const world = clockwork();
    world.tell('08:04', ...assisted);
    world.tell('08:40', said('atul', '08:40', '/timeline rolling back'));
    expect(world.minimised.map((m) => m.at)).toEqual(['08:40']);
    world.until('09:30');
    expect(world.calls()).toEqual(['08:33 @atul', '09:10 @atul']);
  });

  test('T2: the Communication Leads learn that there is nothing new, and when their audience heard last', () => {
    const world = clockwork();
    world.tell(
      '08:20',
      ...assisted,
      said('prima', '08:10', 'looking'),
      said('sylvain', '08:11', '/role comms external @hank', '/role comms leadership @gillian'),
      said('hank', '08:20', '/comms external We know.'),
    );
    world.until('08:40');
    expect(world.sent.map((s) => s.text)).toEqual([
      [
        '@atul: nothing was heard from those who fix since 08:10 UTC. How does it stand? One line is enough: `/timeline how it stands`. The Technical Lead need not be disturbed.',
        '@hank (customers heard last at 08:20) and @gillian (leadership were told nothing yet): there is nothing new since 08:10, which can be said too.',
      ].join('\n\n'),
    ]);
  });

  test('T2: quiet while it is mitigated and once it is resolved; not at the gravest', () => {
    const mitigated = said('atul', '08:10', '/mitigated');
    expect(calls('10:00', ...assisted, mitigated)).toEqual([]);
    expect(calls('10:00', ...assisted, said('atul', '08:10', '/resolved'))).toEqual([]);
    const grave = [labelled('08:03', 'sev1'), ...assisted.slice(1), mitigated];
    const world = clockwork();
    world.tell('08:10', ...grave);
    world.until('08:40');
    expect(world.sent.filter((s) => s.key.includes('status')).map((s) => s.at)).toEqual(['08:40']);
  });

  test('T2: closed and reopened, the silence begins with the reopening', () => {
    const world = clockwork();
    world.tell('08:10', ...assisted, closed('08:10'));
    world.tell('11:00', reopened('11:00'));
    world.until('11:30');
    expect(world.calls()).toEqual(['11:30 @atul']);
  });
});

describe('R3: an author who leads and fixes', () => {
  test('R3: is asked after five minutes, once, whatever follows', () => {
    const world = clockwork();
    world.tell('08:03', ...declared);
    expect(world.wakeAt).toBe('08:08');
    world.until('08:30');
    expect(world.calls()).toEqual(['08:08 @prima']);
    expect(world.sent[0]?.text).toBe(
      '@prima: you lead and fix at once. Who fixes should not also coordinate, so hand the lead over. Whoever is free takes it with `/take lead`.',
    );
    world.tell('08:31', said('sylvain', '08:31', '/take lead'));
    expect(world.minimised.map((m) => m.key)).toEqual(['reminder:hand-over']);
    world.tell('08:32', said('prima', '08:32', '/take lead'));
    world.until('08:33');
    expect(world.sent.filter((s) => s.key === 'reminder:hand-over')).toHaveLength(1);
  });

  test.each([
    ['somebody leads in time', said('sylvain', '08:07:59', '/take lead')],
    ['somebody fixes in time', said('atul', '08:07:59', '/take tech')],
    ['it is mitigated in time', said('prima', '08:07:59', '/mitigated')],
  ])('R3: not when %s', (_, told) => {
    const world = clockwork();
    world.tell('08:07:59', ...declared, told);
    world.until('08:20');
    expect(world.sent).toEqual([]);
  });

  test('R3: not somebody who took both later', () => {
    const world = clockwork();
    world.tell(
      '08:05',
      ...declared,
      said('sylvain', '08:05', '/take lead'),
      said('prima', '08:06', '/take lead'),
    );
    world.until('08:20');
    expect(world.sent).toEqual([]);
  });

  test('R3: the names of people who are here, those who fix last, each with the line that does it', () => {
    const world = clockwork();
    world.tell(
      '08:07',
      ...declared,
      issue({ assignees: [account('diane'), { id: 9, login: 'renovate[bot]', isBot: true }] }),
      said('prima', '08:04', '/role assist @atul'),
      said('hank', '08:05', '/take comms external'),
      said('gillian', '08:06', '/timeline customers call'),
      said('stranger', '08:07', 'me too'),
    );
    world.until('08:08');
    expect(world.sent[0]?.text).toBe(
      [
        '@prima: you lead and fix at once. Who fixes should not also coordinate, so hand the lead over, with one line in a comment:',
        [
          '- [gillian](https://github.com/gillian): `/role lead @\u200Bgillian`',
          '- [diane](https://github.com/diane): `/role lead @\u200Bdiane`',
          '- [hank](https://github.com/hank): `/role lead @\u200Bhank`',
          '- [atul](https://github.com/atul): `/role lead @\u200Batul`',
        ].join('\n'),
        'Whoever is free takes it with `/take lead`.',
      ].join('\n\n'),
    );
    world.tell('08:09', said('gillian', '08:09', '/role lead @\u200Bgillian'));
    expect(world.minimised).toHaveLength(1);
  });

  test('R3, S1: where nobody has written yet, whoever is listed to lead what is graver is named, and not called', () => {
    const severities = DEFAULT_POLICY.severities.map((s) =>
      s.id === 'sev1' ? { ...s, leaders: ['prima', 'diane', 'eric'] } : s,
    );
    const world = clockwork({ ...DEFAULT_POLICY, severities });
    world.tell('08:07', ...declared, said('eric', '08:07', 'here'));
    world.until('08:08');
    expect(world.calls()).toEqual(['08:08 @prima']);
    expect(world.sent[0]?.text.match(/\/role lead @\u200B[a-z]+/gu)).toEqual([
      '/role lead @\u200Beric',
      '/role lead @\u200Bdiane',
    ]);
  });
});

/** The requests to the Testers. */
function requests(world: Clockwork): Clockwork['sent'] {
  return world.sent.filter((s) => s.key.startsWith('reminder:validate'));
}

describe('V1: the request to the Testers', () => {
  const tested = [
    ...led,
    said('sylvain', '08:05', '/role tester @diane @eric'),
    said('prima', '08:05', 'found'),
  ];
  const validate = said('sylvain', '08:06', '/validate');

  test('V1: one new comment calls them at once, and is folded when they answer', () => {
    const world = clockwork();
    world.tell('08:06', ...tested, validate);
    expect(requests(world).map((s) => s.text)).toEqual([
      [
        '@diane, @eric: is it over? [sylvain](https://github.com/sylvain) asked for validation at 08:06 UTC. One line in a comment answers:',
        '- It works: `/pass`\n- It does not: `/fail what you saw`',
      ].join('\n\n'),
    ]);
    world.tell('08:10', said('diane', '08:10', '/pass'));
    expect(world.minimised.map((m) => m.key)).toEqual(requests(world).map((s) => s.key));
  });

  test('V1: asked again after a failure, it calls anew', () => {
    const world = clockwork();
    world.tell('08:06', ...tested, validate);
    world.tell('08:10', said('diane', '08:10', '/fail 3-D Secure'));
    world.tell('08:20', said('sylvain', '08:20', '/validate'));
    world.until('08:25');
    expect(requests(world).map((s) => s.at)).toEqual(['08:06', '08:20']);
    expect(world.minimised.map((m) => m.at)).toEqual(['08:10']);
  });

  test('V1: while nobody tests the Incident Lead is told how to name one, who is called then', () => {
    const world = clockwork();
    world.tell('08:06', ...led, validate);
    expect(world.calls()).toEqual(['08:06 @sylvain']);
    expect(world.sent[0]?.text).toContain('`/role tester @\u200Blogin`');
    world.tell('08:08', said('sylvain', '08:08', '/role tester @diane'));
    expect(world.calls()).toEqual(['08:06 @sylvain', '08:08 @diane']);
    expect(world.minimised.map((m) => m.at)).toEqual(['08:08']);
  });
});

/** The lines of a board that say that nobody holds a role. */
function warning(board: string | undefined): string {
  return (board ?? '')
    .split('\n')
    .filter((line) => line.startsWith('⚠ No '))
    .join('\n');
}

describe('R4: a needed role is empty', () => {
  test('R4: after ten minutes the board says so, and changes at that minute only', () => {
    const world = clockwork();
    world.tell(
      '08:05',
      ...led,
      said('prima', '08:05', '/release tech'),
      said('atul', '08:05', '/take assist'),
    );
    expect(warning(world.boards.at(-1)?.text)).toBe('');
    world.until('08:30');
    expect(world.boards.map((b) => b.at)).toEqual(['08:05', '08:15']);
    expect(warning(world.boards.at(-1)?.text)).toBe(
      '⚠ No Technical Lead since 08:05. Take it: `/take tech`.',
    );
    world.tell('08:31', said('atul', '08:31', '/take tech'));
    expect(warning(world.boards.at(-1)?.text)).toBe('');
  });

  test('R4: an author who may hold nothing leaves two empty', () => {
    const world = clockwork();
    world.tell('08:03', issue({ author: account('stranger') }), ...declared);
    world.until('08:13');
    expect(warning(world.boards.at(-1)?.text)).toBe(
      '⚠ No Incident Lead since 08:03. Take it: `/take lead`.\n⚠ No Technical Lead since 08:03. Take it: `/take tech`.',
    );
  });

  test('R4: Testers are needed once it is mitigated, where the severity wants a validation', () => {
    const world = clockwork();
    world.tell('08:20', labelled('08:03', 'sev2'), ...led.slice(1), said('prima', '08:20', '/mitigated'));
    world.until('08:29:59');
    expect(warning(world.boards.at(-1)?.text)).toBe('');
    world.until('08:30');
    expect(warning(world.boards.at(-1)?.text)).toBe('⚠ No Testers since 08:20. Take it: `/take tester`.');
    const milder = clockwork();
    milder.tell('08:20', ...led, said('prima', '08:20', '/mitigated'));
    milder.until('09:00');
    expect(warning(milder.boards.at(-1)?.text)).toBe('');
  });

  test('K1: the minutes are the policy’s', () => {
    const reminders = { ...DEFAULT_POLICY.reminders, emptyRoleAfterMinutes: 3, handOverAfterMinutes: 1 };
    const world = clockwork({ ...DEFAULT_POLICY, reminders });
    world.tell('08:03', issue({ author: account('stranger') }), ...declared);
    expect(world.wakeAt).toBe('08:06');
    expect(given(policy({ reminders }), ...declared).incident.phase).toBe('open');
  });
});
