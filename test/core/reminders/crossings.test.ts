/**
 * Where two things cross: a merge, a label, a reopening, a correction or a call while somebody is waited for.
 */
import { describe, expect, test } from '@jest/globals';
import { DEFAULT_POLICY } from '../../../src/config/default-policy.ts';
import type { Policy } from '../../../src/core/policy.ts';
import { type Clockwork, clockwork } from '../../support/clockwork.ts';
import {
  type Told,
  at,
  beside,
  closed,
  deleted,
  edited,
  labelled,
  permission,
  reopened,
  said,
  unlabelled,
} from '../../support/given.ts';

/** Signs of life are left to other tests. */
const QUIET: Policy = {
  ...DEFAULT_POLICY,
  reminders: { ...DEFAULT_POLICY.reminders, silenceAfterMinutes: null },
};

const LED = said('sylvain', '08:04', '/take lead', '/role comms external @hank');
const SEVERE: readonly Told[] = [labelled('08:03', 'sev2'), labelled('08:03'), LED];

/** `09:03 update:external @hank`: without the silence's own mark. */
function told({ sent }: Clockwork): readonly string[] {
  return sent.map(({ at: time, key, text }) =>
    [
      time,
      key.replace('reminder:', '').replaceAll(/:[ct]\d+/gu, ''),
      ...new Set(text.match(/@[a-z]+/gu)),
    ].join(' '),
  );
}

describe('D6, M2: merged while somebody is waited for', () => {
  const story = [beside(40), ...SEVERE];

  test('D6: a reminder that is pending never comes', () => {
    const world = clockwork(QUIET);
    world.tell('08:04', ...story);
    world.tell('09:02:59', said('hank', '09:02:59', '/merge #40'));
    expect(world.wakeAt).toBeNull();
    world.until('12:00');
    expect(world.sent).toEqual([]);
  });

  test('D6, Q1: one that stands is folded, and standing for itself again begins anew, not with the hours before', () => {
    const world = clockwork(QUIET);
    world.tell('08:04', ...story);
    world.until('09:05');
    world.tell('09:06', said('hank', '09:06', '/merge #40'));
    expect(world.minimised.map((m) => m.at)).toEqual(['09:06']);
    world.tell('10:00', said('hank', '10:00', '/merge none'));
    world.until('12:00');
    expect(told(world)).toEqual([
      '09:03 update:external @hank',
      '10:10 update:external @hank',
      '10:25 update-lead:external @sylvain',
    ]);
  });

  test('D6, R3, D3: an older part makes nobody late: the questions of the declaration come by the own one', () => {
    const instants = {
      startedAt: null,
      detectedAt: at('07:30'),
      declaredAt: at('07:30'),
      acknowledgedAt: null,
    };
    const part = beside(43, {
      mergedInto: 41,
      declaredAt: at('07:30'),
      story: { entries: [], instants, instantsFrom: {}, responders: [], parts: [] },
    });
    const world = clockwork(QUIET);
    world.tell('08:03', part, labelled('08:03'));
    expect(world.sent).toEqual([]);
    world.until('09:00');
    expect(told(world)).toEqual(['08:08 hand-over @prima', '08:13 severity @prima']);
  });

  test('D6, S2: a merge ends the calls, and none is open when it is undone', () => {
    const world = clockwork(QUIET);
    world.tell('08:04', ...story);
    world.tell('08:10', said('sylvain', '08:10', '/split', '/subcommander tech @atul'));
    expect(world.boards.at(-1)?.text).toContain('### Calls');
    world.tell('08:20', said('hank', '08:20', '/merge #40'));
    world.tell('08:30', said('hank', '08:30', '/merge none'));
    expect(world.boards.at(-1)?.text).not.toContain('### Calls');
  });
});

describe('D5, R3, D3: label and close between the declaration and its questions', () => {
  test.each([
    ['the label taken off and put back', unlabelled('08:04'), labelled('10:00')],
    ['closed and reopened', closed('08:04'), reopened('10:00')],
  ])('D5, X1: %s: they are asked minutes later, not at once', (_, away, back) => {
    const world = clockwork(QUIET);
    world.tell('08:03', labelled('08:03'));
    world.tell('08:04', away);
    world.until('10:00');
    world.tell('10:00', back);
    expect(world.sent).toEqual([]);
    world.until('10:30');
    expect(told(world)).toEqual(['10:05 hand-over @prima', '10:10 severity @prima']);
  });

  test('R3, D3: asked once before, they are not asked again after it', () => {
    const world = clockwork(QUIET);
    world.tell('08:03', labelled('08:03'));
    world.until('08:20');
    world.tell('08:21', closed('08:21'));
    world.tell('10:00', reopened('10:00'));
    world.until('11:00');
    expect(told(world)).toEqual(['08:08 hand-over @prima', '08:13 severity @prima']);
  });
});

describe('M2, C4: an update that is corrected', () => {
  const update = said('hank', '09:05', '/comms external We know.');

  test.each([
    ['edited away', edited(1002, '09:10', 'hank', 'never mind')],
    ['deleted', deleted(1002, '09:10', 'hank')],
  ])(
    'M2, C4: %s, the silence before goes on: its first call is not repeated, its second comes',
    (_, gone) => {
      const world = clockwork(QUIET);
      world.tell('08:04', ...SEVERE);
      world.tell('09:05', update);
      world.tell('09:10', gone);
      world.until('12:00');
      expect(told(world)).toEqual(['09:03 update:external @hank', '09:18 update-lead:external @sylvain']);
    },
  );

  test('M2: one that is logged late counts from when it was given', () => {
    const world = clockwork(QUIET);
    world.tell('08:04', ...SEVERE);
    world.tell('08:50', said('hank', '08:50', '/comms external 08:20 We know.'));
    world.until('09:21');
    expect(told(world)).toEqual(['09:20 update:external @hank']);
  });
});

const sev = (time: string, severity: string): Told => said('sylvain', time, `/severity ${severity}`);

describe('M2, S4: severity up and down', () => {
  test('S4: sev1, sev2, sev1: leadership waits while it is due, and is asked for once for each silence', () => {
    const world = clockwork(QUIET);
    world.tell('08:04', labelled('08:03', 'sev1'), labelled('08:03'), LED);
    world.tell('08:20', sev('08:20', 'sev2'));
    world.until('08:59');
    expect(world.sent).toEqual([]);
    world.tell('09:00', sev('09:00', 'sev1'));
    world.tell('09:12', sev('09:12', 'sev2'));
    world.tell('09:14', sev('09:14', 'sev1'));
    world.until('12:00');
    expect(told(world)).toEqual([
      '09:03 update:external @hank',
      '09:10 update:leadership @sylvain',
      '09:18 update-lead:external @sylvain',
      '09:39 update-lead:leadership @sylvain',
    ]);
  });

  test('M2: two audiences that are due in the same minute are one comment', () => {
    const world = clockwork(QUIET);
    world.tell(
      '08:20',
      ...SEVERE,
      said('sylvain', '08:05', '/role comms internal @gillian'),
      said('hank', '08:20', '/comms external We know.'),
      said('gillian', '08:20', '/comms internal We know.'),
    );
    world.until('09:30');
    expect(told(world)).toEqual(['09:20 update:internal+update:external @gillian @hank']);
    world.tell('09:31', said('hank', '09:31', '/comms external On it.'));
    expect(world.minimised).toEqual([]);
    world.tell('09:32', said('gillian', '09:32', '/comms internal On it.'));
    expect(world.minimised.map((m) => m.at)).toEqual(['09:32']);
  });
});

describe('M2, A1: the holder of a role', () => {
  test('M2: named while the reminder is pending: the new one is called, not the old', () => {
    const world = clockwork(QUIET);
    world.tell('08:04', ...SEVERE);
    world.tell('09:02', said('sylvain', '09:02', '/role comms external @gillian'));
    world.until('09:04');
    expect(told(world)).toEqual(['09:03 update:external @gillian']);
  });

  test('M2: who lost the right to command is still called, for the role is theirs until somebody else has it', () => {
    const world = clockwork(QUIET);
    world.tell('08:04', ...SEVERE);
    world.tell('08:30', permission('hank', 'read'));
    world.until('09:20');
    expect(told(world)).toEqual(['09:03 update:external @hank', '09:18 update-lead:external @sylvain']);
  });
});
