import { describe, expect, test } from '@jest/globals';
import { DEFAULT_POLICY } from '../../../src/config/default-policy.ts';
import { wantedAssignees } from '../../../src/core/incident/assignees.ts';
import { type Considered, consider } from '../../../src/core/incident/consider.ts';
import type { Policy } from '../../../src/core/policy.ts';
import {
  type Told,
  at,
  closed,
  digest,
  given,
  issue,
  journaled,
  labelled,
  permission,
  policy,
  recordOf,
  reopened,
  said,
  unlabelled,
} from '../../support/given.ts';

/** With these leaders at SEV-1. */
function led(...leaders: readonly string[]): Told {
  const severities = DEFAULT_POLICY.severities.map((s) => (s.id === 'sev1' ? { ...s, leaders } : s));
  return policy({ severities } satisfies Partial<Policy>);
}

/** Who led, each with when they began. */
function leads({ incident }: Considered): readonly string[] {
  return incident.holdings
    .filter((h) => h.role === 'incident-lead')
    .map(
      (h) => `${h.holder.login} ${h.from.toString().slice(11, 16)}–${h.to?.toString().slice(11, 16) ?? ''}`,
    );
}

const texts = ({ incident }: Considered): readonly string[] =>
  incident.timeline.filter((e) => e.kind === 'role').map((e) => e.text);

const sev = (time: string, severity: string, who = 'prima'): Told => said(who, time, `/severity ${severity}`);

describe('S1: the lead comes from the leaders', () => {
  test('S1: by command: the first of the list leads, and the timeline says why', () => {
    const now = given(led('diane', 'eric'), labelled(), sev('08:10', 'sev1'));
    expect(leads(now)).toEqual(['prima 08:03–08:10', 'diane 08:10–']);
    expect(texts(now)).toEqual(['Incident Lead: diane, from prima (SEV-1: one of its leaders leads)']);
    expect(now.incident.leadership).toMatchObject({
      isCalled: true,
      isTakenUp: false,
      former: [{ login: 'prima' }],
    });
    expect(wantedAssignees(now.incident, DEFAULT_POLICY)).toEqual(['diane', 'prima']);
  });

  test('S1: by label, and by the form at the declaration, where the author never led', () => {
    expect(leads(given(led('diane'), labelled(), labelled('08:10', 'sev1')))).toEqual([
      'prima 08:03–08:10',
      'diane 08:10–',
    ]);
    const form = issue({ body: '### Severity\n\nsev1\n' });
    expect(leads(given(led('diane'), form, labelled()))).toEqual(['diane 08:03–']);
    expect(leads(given(led('diane'), form, labelled(), sev('08:20', 'sev2')))).toEqual([
      'diane 08:03–08:20',
      'prima 08:20–',
    ]);
  });

  test('S1: a present lead who is one of them stays, and the Technical Lead is not called', () => {
    const one = given(
      led('diane', 'eric'),
      labelled(),
      said('eric', '08:05', '/take lead'),
      sev('08:10', 'sev1'),
    );
    expect(leads(one)).toEqual(['prima 08:03–08:05', 'eric 08:05–']);
    expect(one.incident.leadership).toMatchObject({ isCalled: false, isTakenUp: true });
    const fixer = given(
      led('diane', 'eric'),
      labelled(),
      said('sylvain', '08:05', '/role tech @diane', '/take lead'),
      sev('08:10', 'sev1'),
    );
    expect(leads(fixer).at(-1)).toBe('eric 08:10–');
  });

  test('S1: nobody listed, nobody who can: the lead stays, and it is said who cannot', () => {
    const none = given(labelled(), sev('08:10', 'sev1'));
    expect(leads(none)).toEqual(['prima 08:03–']);
    expect(none.incident.leadership).toMatchObject({ leader: null, isTakenUp: false });
    const strangers = given(
      led('ghosty', 'stranger'),
      permission('ghosty', 'unknown'),
      labelled(),
      sev('08:10', 'sev1'),
    );
    expect(leads(strangers)).toEqual(['prima 08:03–']);
    expect(strangers.incident.remarks).toEqual([
      'ghosty and stranger are listed as leaders of SEV-1 and may not hold a role here.',
    ]);
    expect(
      leads(given(led('ghosty', 'diane'), permission('ghosty', 'unknown'), labelled(), sev('08:10', 'sev1'))),
    ).toEqual(['prima 08:03–08:10', 'diane 08:10–']);
  });

  test('S1: the rights of the listed are asked for before the fold is believed', () => {
    const { record, policy: rules } = recordOf(led('diane', 'eric'), labelled(), sev('08:10', 'sev1'));
    const permissions = { byLogin: new Map([['prima', 'write'] as const]), others: null };
    expect(consider({ record: { ...record, permissions }, policy: rules, digest }).missing).toContain(
      'diane',
    );
  });
});

describe('S1: leaving the severity', () => {
  const up = [led('diane', 'eric'), labelled(), sev('08:10', 'sev1')];

  test.each([
    ['by command', sev('08:20', 'sev2')],
    ['by label', labelled('08:20', 'sev3')],
  ])('S1: %s, the former lead has it back', (_, down) => {
    const now = given(...up, down);
    expect(leads(now)).toEqual(['prima 08:03–08:10', 'diane 08:10–08:20', 'prima 08:20–']);
    expect(texts(now).at(-1)).toBe('Incident Lead: prima, from diane (no longer SEV-1)');
    expect(now.incident.leadership).toBeNull();
  });

  test('S1: the label taken off leaves it not classified, and the lead goes back', () => {
    const now = given(led('diane'), labelled(), labelled('08:10', 'sev1'), unlabelled('08:20', 'sev1'));
    expect(leads(now).at(-1)).toBe('prima 08:20–');
  });

  test.each([
    ['talk of the leader', said('diane', '08:15', 'On my way.')],
    ['a command of the leader', said('diane', '08:15', '/ack')],
    ['a lead chosen by command', said('eric', '08:15', '/role lead @diane')],
  ])('S1: after %s the lead stays', (_, word) => {
    expect(leads(given(...up, word, sev('08:20', 'sev2'))).at(-1)).toBe('diane 08:10–');
  });

  test('S1: somebody else who took the lead keeps it', () => {
    expect(leads(given(...up, said('eric', '08:15', '/take lead'), sev('08:20', 'sev2'))).at(-1)).toBe(
      'eric 08:15–',
    );
  });

  test('S1: talk of others and what the leader wrote before count for nothing', () => {
    const before = [led('diane'), labelled(), said('diane', '08:05', 'What is it?'), sev('08:10', 'sev1')];
    expect(leads(given(...before, said('atul', '08:15', 'No idea.'), sev('08:20', 'sev2'))).at(-1)).toBe(
      'prima 08:20–',
    );
  });

  test('S1: a leader who set it themselves is there and stays', () => {
    const now = given(led('diane'), labelled(), sev('08:10', 'sev1', 'diane'));
    expect(now.incident.leadership).toMatchObject({ isCalled: true, isTakenUp: true });
    expect(
      leads(given(led('diane'), labelled(), sev('08:10', 'sev1', 'diane'), sev('08:20', 'sev2'))).at(-1),
    ).toBe('diane 08:10–');
  });

  test('S1: flapping: each time the lead comes and goes, and each call is another', () => {
    const story = [
      led('diane'),
      labelled(),
      sev('08:05', 'sev2'),
      sev('08:10', 'sev1'),
      sev('08:20', 'sev2'),
      sev('08:30', 'sev1'),
    ];
    const now = given(...story);
    expect(leads(now)).toEqual([
      'prima 08:03–08:10',
      'diane 08:10–08:20',
      'prima 08:20–08:30',
      'diane 08:30–',
    ]);
    expect(now.incident.leadership?.number).toBe(2);
    expect(leads(given(...story, sev('08:40', 'sev2'))).at(-1)).toBe('prima 08:40–');
  });

  test('S1: in one comment it never was', () => {
    expect(
      leads(given(led('diane'), labelled(), said('prima', '08:10', '/severity sev1', '/severity sev2'))),
    ).toEqual(['prima 08:03–08:10', 'prima 08:10–']);
  });

  test('S1: between two severities with leaders a call that nobody answered goes on', () => {
    const severities = DEFAULT_POLICY.severities.map((s) =>
      s.id === 'sev1'
        ? { ...s, leaders: ['diane'] }
        : s.id === 'sev2'
          ? { ...s, leaders: ['diane', 'eric'] }
          : s,
    );
    const both = [policy({ severities }), labelled(), sev('08:10', 'sev2'), sev('08:20', 'sev1')];
    expect(given(...both).incident.leadership).toMatchObject({
      number: 1,
      severity: 'sev1',
      at: at('08:10'),
    });
    expect(leads(given(...both, sev('08:30', 'sev3'))).at(-1)).toBe('prima 08:30–');
  });

  test('D5, C8: closed or stood down nobody is called; reopened, the leader is', () => {
    const shut = [led('diane'), labelled(), closed('08:10'), sev('08:15', 'sev1')];
    expect(leads(given(...shut))).toEqual(['prima 08:03–']);
    expect(leads(given(...shut, reopened('08:20'))).at(-1)).toBe('diane 08:20–');
    const down = [led('diane'), labelled(), unlabelled('08:10'), sev('08:15', 'sev1')];
    expect(leads(given(...down))).toEqual(['prima 08:03–']);
    expect(leads(given(...down, labelled('08:20'))).at(-1)).toBe('diane 08:20–');
  });

  test('E1: what was decided stays, whatever list and rights say later', () => {
    const later = [journaled(...up), led('eric'), permission('diane', 'read')];
    expect(leads(given(...later))).toEqual(['prima 08:03–08:10', 'diane 08:10–']);
    expect(given(...later).owed).toEqual([]);
    expect(leads(given(...later, sev('08:20', 'sev2'), sev('08:30', 'sev1'))).at(-1)).toBe('eric 08:30–');
    const empty = [journaled(labelled(), sev('08:10', 'sev1')), led('eric')];
    expect(leads(given(...empty))).toEqual(['prima 08:03–']);
  });
});
