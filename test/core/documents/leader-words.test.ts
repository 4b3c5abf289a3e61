import { describe, expect, test } from '@jest/globals';
import { DEFAULT_POLICY } from '../../../src/config/default-policy.ts';
import { renderReminder } from '../../../src/core/documents/reminder.ts';
import { warnings } from '../../../src/core/documents/warnings.ts';
import { paragraph, toMarkdown } from '../../../src/core/documents/markdown.ts';
import type { View } from '../../../src/core/documents/view.ts';
import { leaderSilence } from '../../../src/core/reminders/leader-silence.ts';
import { viewOf } from '../../support/build-incident.ts';
import { type Told, closed, given, labelled, policy, said, unlabelled } from '../../support/given.ts';
import { expectGolden } from '../../support/golden.ts';

const severities = (...leaders: readonly string[]) =>
  DEFAULT_POLICY.severities.map((s) => (s.id === 'sev1' ? { ...s, leaders } : s));

/** SEV-1 since 08:10 with these leaders. */
function sev1(leaders: readonly string[], ...story: readonly Told[]): View {
  const rules = { severities: severities(...leaders) };
  const { incident, asOf } = given(
    policy(rules),
    labelled(),
    said('prima', '08:10', '/severity sev1'),
    ...story,
  );
  return viewOf(incident, { asOf, policy: { ...DEFAULT_POLICY, ...rules } });
}

const warned = (view: View): readonly string[] =>
  warnings(view)
    .map((warning) => toMarkdown([paragraph(warning)]))
    .filter((text) => /SEV-1|called/u.test(text));

const owed = (view: View) => leaderSilence(view).flatMap((s) => s.reminders);

describe('S1: the call to the leader', () => {
  test('S1, Q1: one comment calls the leader at once and nobody else', () => {
    const view = sev1(['diane']);
    const [reminder, ...more] = owed(view);
    expect(more).toEqual([]);
    expect(reminder?.key).toBe('reminder:leader:1');
    expect(reminder?.due.toString()).toBe('2026-10-25T08:10:00Z');
    expectGolden('reminder/leader', renderReminder(view, reminder?.say(reminder.calls) ?? []));
    expect(warned(view)).toEqual([
      '[diane](https://github.com/diane) was called to lead 08:10 and has not written anything since.',
    ]);
  });

  test.each([
    ['the leader wrote', [said('diane', '08:12', 'Here.')]],
    ['somebody took the lead', [said('eric', '08:12', '/take lead')]],
    ['the severity went', [said('prima', '08:12', '/severity sev2')]],
    ['the incident closed', [closed('08:12'), said('diane', '08:13', 'Late.')]],
    ['it was stood down and the leader wrote', [unlabelled('08:12'), said('diane', '08:13', 'Late.')]],
  ])('Q1: it is no longer owed once %s', (_, story) => {
    expect(owed(sev1(['diane'], ...story))).toEqual([]);
    expect(warned(sev1(['diane'], ...story))).toEqual([]);
  });

  test('S1: a second SEV-1 is a second call, one that goes on is not', () => {
    const again = sev1(
      ['diane'],
      said('prima', '08:20', '/severity sev2'),
      said('prima', '08:30', '/severity sev1'),
    );
    expect(owed(again).map((r) => r.key)).toEqual(['reminder:leader:2']);
    expect(owed(sev1(['diane'], said('prima', '08:20', '/severity sev1'))).map((r) => r.key)).toEqual([
      'reminder:leader:1',
    ]);
  });

  test('S1: without leaders nobody is called, and the board says so until somebody takes the lead', () => {
    const text = 'SEV-1, and no leaders are configured: somebody qualified takes the lead with `/take lead`.';
    expect(owed(sev1([]))).toEqual([]);
    expect(warned(sev1([]))).toEqual([text]);
    expect(warned(sev1([], said('prima', '08:12', '/take lead')))).toEqual([]);
    expect(warned(sev1([], said('prima', '08:12', '/severity sev2')))).toEqual([]);
    expect(warned(sev1(['stranger']))).toEqual([
      'SEV-1, and none of its leaders can lead: somebody qualified takes the lead with `/take lead`.',
    ]);
  });
});
