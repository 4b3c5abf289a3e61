import { describe, expect, test } from '@jest/globals';
import { DEFAULT_POLICY } from '../../../src/config/default-policy.ts';
import type { Policy } from '../../../src/core/policy.ts';
import { cadenceOf } from '../../../src/core/reminders/cadence.ts';
import { clockwork } from '../../support/clockwork.ts';
import {
  type Told,
  closed,
  deleted,
  edited,
  given,
  labelled,
  reopened,
  said,
  unlabelled,
} from '../../support/given.ts';

/** Led by sylvain, fixed by prima, told by hank; signs of life are left to other tests. */
const quietly: Policy = {
  ...DEFAULT_POLICY,
  reminders: { ...DEFAULT_POLICY.reminders, silenceAfterMinutes: 60 * 24 },
};
const declared = (severity: string): readonly Told[] => [
  labelled('08:03', severity),
  labelled('08:03'),
  said('sylvain', '08:04', '/take lead', '/role comms external @hank'),
];

/** `09:03`, or null when nothing is owed. */
function due(audience: string, ...story: readonly Told[]): string | null {
  const { incident } = given(...story);
  return cadenceOf({ incident, policy: DEFAULT_POLICY }, audience)?.due.toString().slice(11, 16) ?? null;
}

describe('M2: whose cadence runs', () => {
  test.each([
    ['sev1', 'external', '09:03'],
    ['sev1', 'leadership', '08:33'],
    ['sev1', 'internal', null],
    ['sev2', 'external', '09:03'],
    ['sev2', 'leadership', null],
    ['sev3', 'external', null],
  ])('M2, S4: at %s nobody told %s: due %s', (severity, audience, expected) => {
    expect(due(audience, labelled('08:03', severity), labelled('08:03'))).toBe(expected);
  });

  test('M2: not classified, nobody must be told; whoever has a lead, or was told once, is', () => {
    expect(due('external', labelled('08:03'))).toBeNull();
    expect(due('external', labelled('08:03'), said('hank', '08:05', '/take comms external'))).toBe('09:03');
    expect(due('external', labelled('08:03'), said('hank', '08:20', '/comms external We know.'))).toBe(
      '09:20',
    );
  });

  test('M2: an update counts from when it was given, not from when it was logged', () => {
    const told = said('hank', '08:40', '/comms external 08:20 We know.');
    expect(due('external', ...declared('sev2'), told)).toBe('09:20');
  });

  test('M2: a withdrawn update was none', () => {
    const story = [
      ...declared('sev2'),
      said('hank', '08:20', '/comms external We know.'),
      deleted(1002, '08:30', 'hank'),
    ];
    expect(due('external', ...story)).toBe('09:03');
  });

  test('M2: what newly makes an audience wait gives ten minutes', () => {
    const late = [labelled('08:03', 'sev3'), labelled('08:03')];
    expect(due('external', ...late, said('sylvain', '11:00', '/severity sev1'))).toBe('11:10');
    expect(due('external', ...late, said('sylvain', '11:00', '/role comms external @hank'))).toBe('11:10');
  });

  test('M2: nothing is owed once it is resolved, stood down or closed', () => {
    const story = declared('sev1');
    expect(due('external', ...story, said('sylvain', '08:50', '/resolved'))).toBeNull();
    expect(due('external', ...story, unlabelled('08:50'))).toBeNull();
    expect(due('external', ...story, closed('08:50'))).toBeNull();
  });

  test('M2, V1, X1: a failed validation and a reopening begin anew', () => {
    const over = [...declared('sev2'), said('hank', '08:10', '/comms external We know.')];
    expect(
      due('external', ...over, said('sylvain', '08:50', '/resolved'), said('eric', '11:00', '/fail no')),
    ).toBe('11:10');
    expect(due('external', ...over, closed('08:50'), reopened('11:00'))).toBe('11:10');
  });
});

describe('M2: who is called', () => {
  test('M2: the Communication Lead after 60 minutes, the Incident Lead after 15 more, and then nobody', () => {
    const world = clockwork(quietly);
    world.tell('08:04', ...declared('sev2'));
    world.until('23:00');
    expect(world.calls()).toEqual(['09:03 @hank', '09:18 @sylvain']);
    expect(world.sent.map((s) => s.text)).toEqual([
      '@hank: an update to customers is due; there was none since the declaration at 08:03 UTC. A draft: `/brief external`. Once they are told: `/comms external what you told them`.',
      '@sylvain: still no update to customers; there was none since the declaration at 08:03 UTC. A draft: `/brief external`. Once they are told: `/comms external what you told them`. This is not asked again until somebody tells them.',
    ]);
  });

  test('M2: where nobody leads it, the Incident Lead, and how to change that', () => {
    const world = clockwork(quietly);
    world.tell('08:04', labelled('08:03', 'sev2'), labelled('08:03'), said('sylvain', '08:04', '/take lead'));
    world.until('09:10');
    expect(world.calls()).toEqual(['09:03 @sylvain']);
    expect(world.sent[0]?.text).toContain('Nobody leads communication with them');
    expect(world.sent[0]?.text).toContain('`/take comms external`');
  });

  test('M2: an update answers: the reminder is folded, and the next silence has its own', () => {
    const world = clockwork(quietly);
    world.tell('08:04', ...declared('sev2'));
    world.tell('09:05', said('hank', '09:05', '/comms external We are on it.'));
    expect(world.minimised).toEqual([{ at: '09:05', key: world.sent[0]?.key }]);
    world.until('10:10');
    expect(world.calls()).toEqual(['09:03 @hank', '10:05 @hank']);
  });

  test('M2: an update one second before the reminder is in time', () => {
    const world = clockwork(quietly);
    world.tell('08:04', ...declared('sev2'));
    world.tell('09:02:59', said('hank', '09:02:59', '/comms external We are on it.'));
    world.until('10:02:58');
    expect(world.sent).toEqual([]);
    world.until('10:02:59');
    expect(world.calls()).toEqual(['10:02:59 @hank']);
  });

  test('M2, C4: an edit of the update is no new silence', () => {
    const world = clockwork(quietly);
    world.tell('08:20', ...declared('sev2'), said('hank', '08:20', '/comms external We know.'));
    world.until('09:21');
    world.tell('09:22', edited(1002, '09:22', 'hank', '/comms external 08:15 We know.'));
    world.until('09:29');
    expect(world.calls()).toEqual(['09:20 @hank']);
  });

  test('M2: mitigated, nobody is called, but for the gravest; the board still says what is due', () => {
    const mitigated = said('sylvain', '08:30', '/mitigated');
    const calm = clockwork(quietly);
    calm.tell('08:30', ...declared('sev2'), mitigated);
    calm.until('12:00');
    expect(calm.sent).toEqual([]);
    expect(calm.boards.at(-1)?.text).toContain('customers, first update due by 09:03');
    const grave = clockwork(quietly);
    grave.tell('08:30', ...declared('sev1'), mitigated);
    grave.until('09:03');
    expect(grave.calls()).toContain('09:03 @hank');
  });

  test('M2: mitigated after the reminder, it is folded; a failed validation owes anew', () => {
    const world = clockwork(quietly);
    world.tell('08:04', ...declared('sev2'));
    world.tell('09:05', said('sylvain', '09:05', '/mitigated'));
    expect(world.minimised.map((m) => m.at)).toEqual(['09:05']);
    world.tell('09:40', said('eric', '09:40', '/fail still broken'));
    world.until('09:51');
    expect(world.calls()).toEqual(['09:03 @hank', '09:50 @hank']);
  });

  test('M2: a severity lowered while a reminder is pending: it is never sent', () => {
    const world = clockwork(quietly);
    world.tell('08:04', labelled('08:03', 'sev2'), labelled('08:03'), said('sylvain', '08:04', '/take lead'));
    world.tell('08:50', said('sylvain', '08:50', '/severity sev3'));
    world.until('12:00');
    expect(world.sent).toEqual([]);
  });

  test('M2: a severity lowered after the reminder: it is folded, and the second never comes', () => {
    const world = clockwork(quietly);
    world.tell('08:04', labelled('08:03', 'sev2'), labelled('08:03'), said('sylvain', '08:04', '/take lead'));
    world.tell('09:05', said('sylvain', '09:05', '/severity sev3'));
    world.until('12:00');
    expect(world.calls()).toEqual(['09:03 @sylvain']);
    expect(world.minimised.map((m) => m.at)).toEqual(['09:05']);
  });

  test('K1: the policy’s numbers count, the most particular first', () => {
    const [sev1, ...others] = quietly.severities;
    if (sev1 === undefined) throw new Error('there is no sev1');
    const world = clockwork({
      ...quietly,
      audiences: quietly.audiences.map((a) => ({ ...a, updates: { ...a.updates, latestMinutes: 40 } })),
      severities: [
        {
          ...sev1,
          updates: { external: { isRequired: true, thenLeadMinutes: 5 }, leadership: { isReminded: false } },
        },
        ...others,
      ],
    });
    world.tell('08:04', ...declared('sev1'));
    world.until('12:00');
    expect(world.calls()).toEqual(['08:43 @hank', '08:48 @sylvain']);
  });
});

function cautions(...story: readonly Told[]): readonly string[] {
  return given(...story).verdicts.flatMap((v) =>
    v.answers.flatMap((a) => (a.kind === 'caution' ? [a.text] : [])),
  );
}

describe('M2: the floor', () => {
  test('M2: sooner than the norm is recorded and answered with a caution', () => {
    const story = [
      ...declared('sev2'),
      said('hank', '08:20', '/comms external We know.'),
      said('hank', '08:31', '/comms external Rolling back.'),
      said('hank', '09:01', '/comms external Done.'),
    ];
    expect(cautions(...story)).toEqual([
      'It comes 11 min after the last update to customers; the norm is at least 30 min, for what changes too often is not read.',
    ]);
    expect(given(...story).incident.communications).toHaveLength(3);
  });

  test('M2, S4: at the severity of then, for that audience', () => {
    const story = [
      ...declared('sev1'),
      said('hank', '08:20', '/comms leadership We know.', '/comms external We know.'),
      said('hank', '08:40', '/comms leadership Rolling back.', '/comms external Rolling back.'),
    ];
    expect(cautions(...story)).toHaveLength(1);
    expect(cautions(...story)[0]).toContain('customers');
  });
});
