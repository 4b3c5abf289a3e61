import { describe, expect, test } from '@jest/globals';
import { DEFAULT_POLICY } from '../../../src/config/default-policy.ts';
import type { Considered } from '../../../src/core/incident/consider.ts';
import { statistics } from '../../../src/core/incident/statistics.ts';
import {
  at,
  closed,
  given,
  issue,
  labelled,
  merged,
  permission,
  policy,
  reopened,
  replayed,
  said,
} from '../../support/given.ts';

function holders(considered: Considered, role: string, audience: string | null = null): readonly string[] {
  return considered.incident.holdings
    .filter((h) => h.role === role && h.audience === audience && h.to === null)
    .map((h) => h.holder.login);
}

/** The reasons told for the first comment with an answer. */
function reasons(considered: Considered): readonly string[] {
  return considered.verdicts.flatMap((v) =>
    v.answers.flatMap((a) => (a.kind === 'refused' ? [a.problem.reason] : [])),
  );
}

describe('R2: roles', () => {
  test.each([
    ['/role technical-lead @atul', 'technical-lead', null, ['atul']],
    ['/role tech @atul', 'technical-lead', null, ['atul']],
    ['/role technical lead @atul', 'technical-lead', null, ['atul']],
    ['/role lead me', 'incident-lead', null, ['sylvain']],
    ['/role lead none', 'incident-lead', null, []],
    ['/role tester @diane @eric', 'tester', null, ['diane', 'eric']],
    ['/role comms external @hank', 'communication-lead', 'external', ['hank']],
    ['/role communication lead customers @hank', 'communication-lead', 'external', ['hank']],
    ['/take scribe', 'scribe', null, ['sylvain']],
    ['/take comms leadership', 'communication-lead', 'leadership', ['sylvain']],
  ])('R2: %s', (text, role, audience, expected) => {
    expect(holders(given(labelled(), said('sylvain', '08:06', text)), role, audience)).toEqual(expected);
  });

  test('R2: taking a shared role joins, taking a single one replaces, releasing leaves', () => {
    const story = [labelled(), said('diane', '08:06', '/take tester'), said('eric', '08:07', '/take tester')];
    expect(holders(given(...story), 'tester')).toEqual(['diane', 'eric']);
    expect(holders(given(...story, said('diane', '08:08', '/release tester')), 'tester')).toEqual(['eric']);
    expect(holders(given(labelled(), said('sylvain', '08:06', '/take lead')), 'incident-lead')).toEqual([
      'sylvain',
    ]);
  });

  test('R5: who held which role from when to when', () => {
    const { incident } = given(labelled('08:03'), said('sylvain', '08:06', '/take lead'));
    expect(incident.holdings.filter((h) => h.role === 'incident-lead')).toMatchObject([
      { holder: { login: 'prima' }, from: at('08:03'), to: at('08:06') },
      { holder: { login: 'sylvain' }, from: at('08:06'), to: null },
    ]);
    expect(incident.timeline.map((e) => e.text)).toContain('Incident Lead: sylvain, from prima');
  });

  test.each([
    ['/role plumber @atul', 'there is no role “plumber”'],
    ['/role scribe @atul @hank', 'Scribe is one person, and 2 were named'],
    ['/take comms', 'Communication Lead is one person for each audience, and none was named'],
    ['/take comms martians', '“comms martians” names no audience'],
    ['/release scribe', 'you do not hold the role Scribe; nobody holds it'],
  ])('R2: %s is refused', (text, reason) => {
    expect(reasons(given(labelled(), said('sylvain', '08:06', text)))[0]).toContain(reason);
  });

  test('C7: an unknown login and a non-collaborator are refused by name, and nobody of the line is taken', () => {
    const considered = given(
      labelled(),
      permission('nobody-here', 'unknown'),
      said('sylvain', '08:06', '/role tester @diane @nobody-here @stranger'),
    );
    expect(reasons(considered)).toEqual([
      'GitHub knows no user nobody-here; stranger is not a collaborator of this repository (permission: read)',
    ]);
    expect(holders(considered, 'tester')).toEqual([]);
  });
});

describe('A1: who may command', () => {
  test('A1, C3: without the right one refusal is told for the whole comment, and nothing is recorded', () => {
    const considered = given(
      labelled(),
      said('stranger', '08:06', '/severity sev1', '/timeline hello', '/status'),
    );
    expect(considered.incident.severity).toBeNull();
    expect(reasons(considered)).toEqual([
      'stranger has the permission “read” on this repository, and commands need “triage”',
    ]);
    expect(considered.verdicts[0]).toMatchObject({ letters: 'rrq', isRecorded: false, isRefused: true });
  });

  test('A1: another level', () => {
    const strict = policy({ commands: { ...DEFAULT_POLICY.commands, permission: 'maintain' } });
    expect(
      given(strict, labelled(), said('ben', '08:06', '/severity sev1'), permission('ben', 'write')).incident
        .severity,
    ).toBeNull();
    expect(
      given(strict, labelled(), said('ben', '08:06', '/severity sev1'), permission('ben', 'admin')).incident
        .severity,
    ).toBe('sev1');
  });

  test('A1: a low-risk command may be open to everybody', () => {
    const open = policy({ commands: { ...DEFAULT_POLICY.commands, open: ['timeline'] } });
    const { incident } = given(
      open,
      labelled(),
      said('stranger', '08:06', '/timeline it is down here too', '/severity sev1'),
    );
    expect(incident.timeline.map((e) => e.text)).toContain('it is down here too');
    expect(incident.severity).toBeNull();
  });

  test('A1: bots by allow-list only', () => {
    const story = [labelled(), said('alerts[bot]', '08:06', '/severity sev1')];
    expect(given(...story).incident.severity).toBeNull();
    const allowed = policy({ commands: { ...DEFAULT_POLICY.commands, bots: ['alerts[bot]'] } });
    expect(given(allowed, ...story).incident.severity).toBe('sev1');
  });

  test('R6: whoever can read may ask where it stands', () => {
    expect(given(labelled(), said('stranger', '08:06', '/status')).verdicts[0]?.answers).toEqual([
      { kind: 'status', line: 1 },
    ]);
  });

  test('A1: what is not known yet is asked for before anything may be believed', () => {
    const story = [labelled(), said('ben', '08:06', '/severity sev1')];
    const { record, ...rest } = { ...given(...story), record: null };
    expect(record).toBeNull();
    expect(rest.missing).toEqual([]);
  });

  test('a replay without permissions lets everybody named command', () => {
    const { incident } = given(
      replayed({ withEvents: false }),
      said('ben', '08:06', '/severity sev1'),
      permission('ben', 'write'),
    );
    expect(incident.severity).toBe('sev1');
  });
});

describe('N1, N2: instants and durations', () => {
  const outage = [
    labelled('08:03'),
    said('prima', '08:05', '/started 07:40'),
    said('sylvain', '08:06', '/take lead'),
    said('atul', '08:45', '/diagnosed 08:44 pool exhausted'),
    said('sylvain', '08:50', '/mitigated'),
    said('sylvain', '08:53', '/resolved 08:52 error rate normal'),
  ];

  test('N2: the durations of an outage, each from one stated instant to another', () => {
    const { incident } = given(...outage);
    const texts = Object.fromEntries(Object.entries(statistics(incident)).map(([k, v]) => [k, String(v)]));
    expect(texts).toEqual({
      toDetect: 'PT20M',
      outage: 'PT1H12M',
      toResolve: 'PT52M',
      toAcknowledge: 'PT3M',
      toDiagnose: 'PT44M',
      toMitigate: 'PT50M',
    });
  });

  test('N2: a failed validation that brings back a close from before the detection leaves the time to resolve unknown', () => {
    const { incident } = given(
      labelled(),
      closed('10:00'),
      said('sylvain', '10:40', '/resolved 10:30', '/detected 10:20'),
      said('eric', '10:50', '/fail still broken'),
    );
    expect(incident.instants).toMatchObject({ detectedAt: at('10:20'), resolvedAt: at('10:00') });
    expect(statistics(incident).toResolve).toBeNull();
  });

  test.each([
    ['/started 2026-07-01 08:00', '/started 2026-10-25 08:00 what happened'],
    ['/diagnosed 2026-10-20 08:00', '/diagnosed 2026-10-25 08:30 what happened'],
    ['/milestone 2026-10-20 08:00 a', '/milestone 2026-10-25 08:30 what happened'],
    ['/comms customers 2026-10-20 08:00 a', '/comms external 2026-10-25 08:30 what happened'],
  ])('C6: too long ago, %s is answered with an example that works', (text, example) => {
    const [answer] = given(labelled(), said('sylvain', '08:30', text)).verdicts[0]?.answers ?? [];
    expect(answer).toMatchObject({ kind: 'refused', problem: { example } });
    expect(given(labelled(), said('sylvain', '08:30', example)).verdicts[0]).toMatchObject({ answers: [] });
  });

  test('N1: the last valid statement of an instant wins, and the one before is no milestone any more', () => {
    const { incident } = given(
      labelled(),
      said('prima', '08:05', '/started 07:50'),
      said('prima', '08:06', '/started 07:40'),
    );
    expect(incident.instants.startedAt).toEqual(at('07:40'));
    expect(incident.timeline.filter((e) => e.kind === 'started').map((e) => [e.isVoid, e.milestone])).toEqual(
      [
        [false, true],
        [true, false],
      ],
    );
  });

  test('N1: a second acknowledgement does not move the time to acknowledge', () => {
    const { incident } = given(
      labelled('08:03'),
      said('sylvain', '08:07', '/ack'),
      said('atul', '08:20', '/ack'),
    );
    expect(incident.instants.acknowledgedAt).toEqual(at('08:07'));
  });

  test.each([
    ['an /ack by the author', 'prima', '/ack', '08:05'],
    ['a /take', 'sylvain', '/take scribe', '08:05'],
    ['an entry by somebody else', 'sylvain', '/timeline looking', '08:05'],
    ['talk by somebody else', 'sylvain', 'on it', '08:05'],
    ['nothing by the author', 'prima', '/timeline looking', null],
    ['nothing by an outsider', 'stranger', 'same here', null],
  ])('N1: acknowledged by %s', (_name, who, text, when) => {
    const { incident } = given(labelled('08:03'), said(who, '08:05', text));
    expect(incident.instants.acknowledgedAt).toEqual(when === null ? null : at(when));
  });

  test('N1: without /resolved it was resolved when it was closed, and reopened it is not', () => {
    expect(given(labelled(), closed('09:00')).incident.instants.resolvedAt).toEqual(at('09:00'));
    expect(given(labelled(), closed('09:00'), reopened('09:10')).incident.instants.resolvedAt).toBeNull();
    expect(
      given(labelled(), said('prima', '08:50', '/resolved'), closed('09:00')).incident.instants.resolvedAt,
    ).toEqual(at('08:50'));
  });

  test('X1: a reopening voids mitigated and resolved, which stay in the timeline', () => {
    const { incident } = given(
      labelled(),
      said('prima', '08:50', '/mitigated', '/resolved'),
      closed('09:00'),
      reopened('09:10'),
    );
    expect([incident.instants.mitigatedAt, incident.instants.resolvedAt]).toEqual([null, null]);
    expect(incident.timeline.filter((e) => e.isVoid).map((e) => e.kind)).toEqual(['mitigated', 'resolved']);
    expect(incident.reopenings).toBe(1);
  });

  test.each([
    ['/started 08:10', 'started 2026-10-25 08:10 UTC would be after detected 2026-10-25 08:00 UTC'],
    ['/detected 07:30', 'detected 2026-10-25 07:30 UTC would be before started 2026-10-25 07:40 UTC'],
    ['/mitigated 07:59', 'mitigated 2026-10-25 07:59 UTC would be before detected 2026-10-25 08:00 UTC'],
    ['/resolved 07:30', 'resolved 2026-10-25 07:30 UTC would be before started 2026-10-25 07:40 UTC'],
  ])('N2: %s would make a duration negative and is refused', (text, reason) => {
    const [, ...rest] = outage;
    const considered = given(labelled('08:03'), ...rest.slice(0, 2), said('sylvain', '09:00', text));
    expect(reasons(considered)[0]).toContain(reason);
  });

  test.each([
    ['/timeline 2026-10-24 07:59 too early', false],
    ['/timeline 2026-10-24 08:00 just in time', true],
    ['/started 2026-07-27 08:00', true],
    ['/started 2026-07-27 07:59', false],
  ])('C6: %s, against the lower bound', (text, isTaken) => {
    expect(given(labelled(), said('prima', '08:10', text)).verdicts[0]?.isRecorded).toBe(isTaken);
  });
});

describe('V1, V2: validation', () => {
  test('V1: a failure voids mitigated and resolved and says that the work goes on', () => {
    const { incident } = given(
      labelled(),
      said('prima', '08:50', '/mitigated', '/resolved', '/validate'),
      said('diane', '08:56', '/fail 3-D Secure still times out'),
    );
    expect(incident.instants.resolvedAt).toBeNull();
    expect(incident.validation.state).toBe('failed');
  });

  test('V2: a pass by someone who ever held a technical role is not independent', () => {
    const { incident } = given(
      labelled(),
      said('sylvain', '08:06', '/role tech @atul'),
      said('sylvain', '08:07', '/role tech @hank'),
      said('atul', '08:58', '/pass'),
      said('diane', '08:59', '/pass'),
    );
    expect(incident.validation.results.map((r) => [r.by.login, r.isIndependent])).toEqual([
      ['atul', false],
      ['diane', true],
    ]);
  });
});

test('M1: a communication records when, to whom, where and what', () => {
  const { incident } = given(
    labelled(),
    said('hank', '08:25', '/comms external via "status page" 08:20 We are investigating.'),
    said('hank', '08:31', '/comms external via "status page" A rollback is in progress.'),
  );
  expect(incident.communications).toMatchObject([
    {
      at: at('08:20'),
      recordedAt: at('08:25'),
      audience: 'external',
      channel: 'status page',
      message: 'We are investigating.',
      soonerThanNorm: null,
    },
    { at: at('08:31'), soonerThanNorm: 11 },
  ]);
});

test('M4: there is one main channel; setting another replaces it', () => {
  const { incident } = given(
    labelled(),
    said('prima', '08:05', '/channel main #one'),
    said('prima', '08:06', '/channel #two'),
  );
  expect(incident.channel).toBe('#two');
});

test('P1: action items with kind, owner, date and programme; done by number', () => {
  const { incident, verdicts } = given(
    labelled(),
    said(
      'sylvain',
      '08:05',
      '/action experiment: Kill one pool node @eric by 2026-11-13 for:resilience',
      '',
      '/action Raise an alarm',
    ),
    said('eric', '08:06', '/done 1', '/done 7'),
  );
  expect(incident.actions).toMatchObject([
    {
      number: 1,
      kind: 'experiment',
      text: 'Kill one pool node',
      owner: { login: 'eric' },
      by: '2026-11-13',
      programme: 'resilience',
      doneAt: at('08:06'),
    },
    { number: 2, kind: 'fix', text: 'Raise an alarm', owner: null, doneAt: null },
  ]);
  expect(verdicts[1]?.letters).toBe('ar');
});

test('P1: an item that is done again was done the first time', () => {
  const { incident } = given(
    labelled(),
    said('sylvain', '08:05', '/action Raise an alarm'),
    said('eric', '08:06', '/done 1'),
    said('eric', '08:09', '/done 1'),
  );
  expect(incident.actions[0]?.doneAt).toEqual(at('08:06'));
});

test('T1: a merged pull request that references the issue is an entry', () => {
  const { incident } = given(labelled(), merged('08:40', 'Roll back the pool size'));
  expect(incident.timeline.at(-1)).toMatchObject({
    kind: 'merged-pull-request',
    occurredAt: at('08:40'),
    text: 'Pull request merged: Roll back the pool size',
  });
});

test('C8: commands on a closed incident still record', () => {
  const { incident } = given(labelled(), closed('09:00'), said('prima', '09:10', '/started 07:40'));
  expect(incident.instants.startedAt).toEqual(at('07:40'));
});

test('T1: entries sit in one order, by occurrence and then by record', () => {
  const { incident } = given(
    labelled('08:03'),
    said('gillian', '08:12', '/timeline 08:01 first alarm'),
    said('gillian', '08:10', '/timeline 08:01 deploy 4512'),
    said('hank', '08:05', 'customers complain'),
  );
  expect(incident.timeline.map((e) => e.text)).toEqual([
    'Issue opened',
    'deploy 4512',
    'first alarm',
    'Declared an incident',
    'customers complain',
  ]);
});

test('C6: a change of the zone does not reread what was written before', () => {
  const berlin = policy({ zone: 'Europe/Berlin' });
  const { incident } = given(
    issue({ createdAt: at('08:00') }),
    berlin,
    labelled(),
    said('prima', '08:10', '/timeline 09:05 deploy'),
  );
  expect(incident.timeline.find((e) => e.text === 'deploy')?.occurredAt).toEqual(at('08:05'));
});
