import { describe, expect, test } from '@jest/globals';
import { ROLE } from '../../../src/core/policy.ts';
import {
  type Told,
  at,
  closed,
  given,
  issue,
  labelled,
  policy,
  renamed,
  reopened,
  replayed,
  said,
  unlabelled,
  account,
} from '../../support/given.ts';
import { DEFAULT_POLICY } from '../../../src/config/default-policy.ts';

/** Whether each close is a milestone. */
function closes(...story: readonly Told[]): readonly boolean[] {
  const { timeline } = given(labelled(), ...story).incident;
  return timeline.filter((e) => e.kind === 'closed').map((e) => e.milestone);
}

describe('D1: what is an incident', () => {
  test('D1: an issue without the label is none', () => {
    expect(given(said('ben', '08:05', 'hello')).incident.phase).toBe('none');
  });

  test('D1: the label may come later', () => {
    const { incident } = given(labelled('08:03'));
    expect(incident.phase).toBe('open');
    expect(incident.instants.declaredAt).toEqual(at('08:03'));
  });

  test('D1: the label on a closed issue does nothing until it reopens', () => {
    const closing = [closed('08:02'), labelled('08:03')];
    expect(given(...closing).incident.phase).toBe('none');
    const { incident } = given(...closing, reopened('08:10'));
    expect(incident.phase).toBe('open');
    expect(incident.instants.declaredAt).toEqual(at('08:10'));
  });

  test('D1, D7: incident and drill label together mean drill, and a drill alone is one too', () => {
    expect(given(labelled('08:03'), labelled('08:03', 'incident-drill')).incident.isDrill).toBe(true);
    const { incident } = given(labelled('08:03', 'incident-drill'));
    expect([incident.phase, incident.isDrill]).toEqual(['open', true]);
    expect(
      given(labelled('08:03'), labelled('08:04', 'incident-drill'), unlabelled('08:05', 'incident-drill'))
        .incident.isDrill,
    ).toBe(false);
  });
});

describe('D2: declared and detected', () => {
  test('D2: detected is when the issue was created', () => {
    expect(given(labelled('08:03')).incident.instants.detectedAt).toEqual(at('08:00'));
  });

  test('D2: labelled more than 24 hours after its creation, it was detected nobody knows when', () => {
    const { incident } = given(issue({ createdAt: at('2026-10-23 08:00') }), labelled('08:03'));
    expect(incident.instants.detectedAt).toBeNull();
    expect(
      given(issue({ createdAt: at('2026-10-24 08:03') }), labelled('08:03')).incident.instants.detectedAt,
    ).toEqual(at('2026-10-24 08:03'));
  });

  test('D2: told otherwise, it is what was told', () => {
    expect(given(labelled(), said('prima', '08:05', '/detected 07:55')).incident.instants.detectedAt).toEqual(
      at('07:55'),
    );
  });

  test('D2: an export without events was declared when it was created', () => {
    const { incident } = given(replayed({ withEvents: false }));
    expect(incident.instants.declaredAt).toEqual(at('08:00'));
  });

  test('N5: a replayed issue that nobody ever labelled has no instant of declaration', () => {
    const { incident } = given(replayed({ withEvents: true }), said('sylvain', '08:05', 'same here'));
    expect([incident.phase, incident.instants.declaredAt]).toEqual(['open', null]);
    expect(incident.remarks).toHaveLength(1);
    expect(incident.timeline.map((e) => e.text)).toContain('same here');
  });
});

describe('E2: GitHub counts seconds, and its events keep their order within one', () => {
  test('D1: closed, then the label taken off: it was closed as an incident', () => {
    expect(given(labelled('08:03'), closed('08:05'), unlabelled('08:05')).incident.phase).toBe('closed');
    expect(given(labelled('08:03'), unlabelled('08:05'), closed('08:05')).incident.phase).toBe('stood-down');
  });

  test('D5: the label put on and taken off again, and the other way round', () => {
    expect(given(labelled('08:03'), unlabelled('08:03')).incident.phase).toBe('stood-down');
    expect(given(labelled('08:03'), unlabelled('08:05'), labelled('08:05')).incident.phase).toBe('open');
  });

  test('X1: reopened and labelled', () => {
    const story = [labelled('08:03'), closed('08:05'), unlabelled('08:06'), reopened('08:07')];
    expect(given(...story, labelled('08:07')).incident.phase).toBe('open');
  });

  test('X1: what somebody says while closing was said before', () => {
    const { timeline } = given(labelled('08:03'), closed('08:05'), said('ben', '08:05', 'over')).incident;
    expect(timeline.map((e) => e.kind).slice(-2)).toEqual(['comment', 'closed']);
  });
});

describe('D3: severity', () => {
  test('D3: from the label, also when it was there before the incident label of the same second', () => {
    expect(given(labelled('08:03'), labelled('08:03', 'sev2')).incident.timeline.map((e) => e.text)).toEqual([
      'Issue opened',
      'Declared an incident, SEV-2',
    ]);
  });

  test.each([
    ['/severity sev1', 'sev1'],
    ['/severity SEV-3', 'sev3'],
    ['/severity 4', 'sev4'],
  ])('D3: %s', (text, severity) => {
    expect(given(labelled(), said('prima', '08:05', text)).incident.severity).toBe(severity);
  });

  test('D3: label and command move the same thing, the later one wins', () => {
    expect(
      given(labelled(), said('prima', '08:05', '/severity sev1'), labelled('08:06', 'sev3')).incident
        .severity,
    ).toBe('sev3');
    expect(
      given(labelled(), labelled('08:04', 'sev3'), said('prima', '08:05', '/severity sev1')).incident
        .severity,
    ).toBe('sev1');
  });

  test('D3: taking the label off leaves it not classified; taking another one off changes nothing', () => {
    expect(
      given(labelled(), labelled('08:04', 'sev3'), unlabelled('08:05', 'sev3')).incident.severity,
    ).toBeNull();
    expect(
      given(labelled(), labelled('08:04', 'sev3'), labelled('08:05', 'sev2'), unlabelled('08:05', 'sev3'))
        .incident.severity,
    ).toBe('sev2');
  });

  test('D3: of two labels on the issue the one that stays gives the severity, unless it was taken off before', () => {
    const both = [labelled(), labelled('08:04', 'sev1'), labelled('08:05', 'sev2')];
    expect(given(...both, unlabelled('08:07', 'sev2')).incident.severity).toBe('sev1');
    expect(
      given(...both, unlabelled('08:06', 'sev1'), unlabelled('08:07', 'sev2')).incident.severity,
    ).toBeNull();
  });

  test('D3: an unknown severity is refused with those there are', () => {
    const { verdicts } = given(labelled(), said('prima', '08:05', '/severity huge'));
    expect(verdicts[0]?.answers).toEqual([
      {
        kind: 'refused',
        line: 1,
        problem: {
          read: '/severity huge',
          reason: 'there is no severity “huge”',
          expected: 'one of sev1, sev2, sev3, sev4',
          example: '/severity sev2',
        },
      },
    ]);
  });
});

test('D4: the form is read into the incident', () => {
  const body = [
    '### Severity',
    '',
    'sev2',
    '',
    '### Impact',
    '',
    'EU carts fail',
    'at payment',
    '',
    '### Services',
    '',
    'checkout, payments',
    '',
    '### When it started',
    '',
    '07:40',
    '',
  ].join('\r\n');
  const { incident } = given(issue({ body }), labelled());
  expect(incident.severity).toBe('sev2');
  expect(incident.impact?.text).toBe('EU carts fail\nat payment');
  expect(incident.services).toEqual(['checkout', 'payments']);
  expect(incident.instants.startedAt).toEqual(at('07:40'));
});

test('D4: a free-form body and answers left out say nothing', () => {
  const { incident } = given(issue({ body: '### Impact\n\n_No response_\n\nIt is broken.' }), labelled());
  expect([incident.severity, incident.services]).toEqual([null, []]);
});

describe('D5: standing down, false alarm', () => {
  test('D5: without its label it is stood down, with it it resumes', () => {
    expect(given(labelled(), unlabelled('08:10')).incident.phase).toBe('stood-down');
    expect(given(labelled(), unlabelled('08:10'), labelled('08:20')).incident.phase).toBe('open');
  });

  test('D5: closed while stood down it stays stood down', () => {
    expect(given(labelled(), unlabelled('08:10'), closed('08:11')).incident.phase).toBe('stood-down');
  });

  test('X1: every close is a milestone once the issue was reopened; the only one is not', () => {
    expect(closes(closed('09:00'))).toEqual([false]);
    expect(closes(closed('09:00'), reopened('09:10'))).toEqual([true]);
    expect(closes(closed('09:00'), reopened('09:10'), closed('09:20'))).toEqual([true, true]);
  });

  test('D5: closed as not planned is a false alarm, until it reopens', () => {
    expect(given(labelled(), closed('08:10', 'not_planned')).incident.isFalseAlarm).toBe(true);
    expect(given(labelled(), closed('08:10', 'not_planned'), reopened('08:12')).incident.isFalseAlarm).toBe(
      false,
    );
  });
});

test('T1: a renamed issue keeps its history and bears the new title', () => {
  const { incident } = given(labelled(), renamed('08:10', 'Payment down'));
  expect(incident.title).toBe('Payment down');
  expect(incident.timeline.at(-1)?.text).toBe(
    'Renamed from “Checkout fails for EU customers” to “Payment down”',
  );
});

const holders = (c: ReturnType<typeof given>): readonly string[] =>
  c.incident.holdings.map((h) => `${h.role} ${h.holder.login}`);

describe('R3: who leads at the declaration', () => {
  test('R3: the author holds both leads', () => {
    expect(holders(given(labelled()))).toEqual([`${ROLE.incidentLead} prima`, `${ROLE.technicalLead} prima`]);
  });

  test('R3: an outsider or a bot leaves both empty', () => {
    expect(holders(given(issue({ author: account('stranger') }), labelled()))).toEqual([]);
    expect(holders(given(issue({ author: account('alerts[bot]') }), labelled()))).toEqual([]);
  });
});

test('K1: labels of the repository own the declaration', () => {
  const labels = { incident: 'outage', drill: 'exercise', postmortem: 'review' };
  expect(given(policy({ ...DEFAULT_POLICY, labels }), labelled('08:03', 'Outage')).incident.phase).toBe(
    'open',
  );
  expect(given(policy({ ...DEFAULT_POLICY, labels }), labelled('08:03')).incident.phase).toBe('none');
});
