/** What a replay makes of every way an incident can go. */
import { describe, expect, test } from '@jest/globals';
import {
  isoTime,
  replayed,
  restComment as comment,
  restEvent as event,
  restIssue as issue,
  restLabeled as labeled,
  restUser as user,
} from '../../support/issue-export.ts';

const closedIssue = issue({ state: 'closed', state_reason: 'completed', closed_at: isoTime('15:00') });
const closed = event(9, 'closed', '15:00', { state_reason: 'completed' });

describe('how an incident can go', () => {
  test('an open one is a draft, and its postmortem too', () => {
    const { incident, file } = replayed({ comments: [comment(1, 'ben', '14:05', '/severity sev2')] });
    expect(incident).toMatchObject({ phase: 'open', instants: { resolvedAt: null } });
    expect(incident.roles).toContainEqual(expect.objectContaining({ holder: 'ana', to: null }));
    expect(file('scribe.md')).toMatch(/^## .*\n\n\*\*DRAFT\.\*\*/u);
    expect(file('postmortem.md')).toMatch(/^# .*\n\n\*\*DRAFT\.\*\*/u);
    expect(file('board.md')).not.toContain('DRAFT');
  });

  test('D7: a drill says so in every document and has no postmortem unless asked', () => {
    const events = [labeled(1, '14:01', 'incident-drill'), closed];
    const drill = { ...closedIssue, labels: [{ name: 'incident-drill' }] };
    const { incident, file } = replayed({ issue: drill, events });
    expect(incident.drill).toBe(true);
    for (const name of ['board.md', 'scribe.md', 'communications.md', 'postmortem.md', 'replies.md'])
      expect(file(name)).toContain('DRILL');
    expect(file('postmortem.md')).toContain('opens no postmortem: it was a drill');
    const asked = replayed({ issue: drill, events, config: 'postmortem:\n  for_drills: true\n' });
    expect(asked.file('postmortem.md')).toContain('## Root cause');
  });

  test('D5: closed as not planned is a false alarm: scribe comment yes, postmortem no', () => {
    const { incident, file } = replayed({
      issue: { ...closedIssue, state_reason: 'not_planned' },
      events: [labeled(1, '14:01'), { ...closed, state_reason: 'not_planned' }],
    });
    expect(incident).toMatchObject({ falseAlarm: true, phase: 'closed' });
    expect(file('scribe.md')).toContain('A false alarm');
    expect(file('postmortem.md')).toContain('opens no postmortem: it was closed as not planned');
  });

  test('X3: below the configured severity there is no postmortem', () => {
    const { file } = replayed({
      issue: closedIssue,
      events: [labeled(1, '14:01'), labeled(2, '14:02', 'sev4'), closed],
    });
    expect(file('postmortem.md')).toContain('its severity is below sev3');
    expect(file('scribe.md')).not.toContain('postmortem.md');
  });

  test('D5: without its label it is stood down, and a close then is none of the incident', () => {
    const gone = event(2, 'unlabeled', '14:30', { label: { name: 'incident' } });
    const { incident, file } = replayed({
      issue: { ...closedIssue, labels: [] },
      events: [labeled(1, '14:01'), gone, closed],
    });
    expect(incident).toMatchObject({
      phase: 'stood-down',
      instants: { declaredAt: isoTime('14:01'), resolvedAt: null },
    });
    expect(file('board.md')).toContain('Stood down 14:30');
    expect(file('scribe.md')).toContain('**DRAFT.** The incident is stood down');
  });

  test('X1, V1: a reopening voids what was mitigated and resolved', () => {
    const comments = [
      comment(1, 'ben', '14:10', '/started 13:50'),
      comment(2, 'ben', '14:20', '/mitigated\n/resolved'),
    ];
    const events = [labeled(1, '14:01'), closed, event(10, 'reopened', '15:30')];
    const open = replayed({ comments, events });
    expect(open.incident).toMatchObject({
      phase: 'open',
      reopenings: 1,
      instants: { mitigatedAt: null, resolvedAt: null },
      statistics: { outage: null },
    });
    expect(open.incident.timeline.filter((e) => e.void).map((e) => e.kind)).toEqual([
      'mitigated',
      'resolved',
    ]);
    const again = event(11, 'closed', '16:00', { state_reason: 'completed' });
    const shut = replayed({
      issue: { ...closedIssue, closed_at: isoTime('16:00') },
      comments,
      events: [...events, again],
    });
    expect(shut.incident.statistics).toMatchObject({ outage: 'PT2H10M', toResolve: 'PT2H' });
  });

  test('C8: a command after the close still records', () => {
    const { incident } = replayed({
      issue: closedIssue,
      events: [labeled(1, '14:01'), closed],
      comments: [comment(1, 'ben', '18:00', '/started 13:55\n/resolved 14:50')],
    });
    expect(incident.statistics).toMatchObject({ toDetect: 'PT5M', outage: 'PT55M', toResolve: 'PT50M' });
  });

  test('N2: what would make a duration negative is refused', () => {
    const { incident } = replayed({
      comments: [
        comment(1, 'ben', '14:10', '/started 13:50'),
        comment(2, 'ben', '14:11', '/detected 13:40'),
        comment(3, 'ben', '14:12', '/resolved 13:45'),
      ],
    });
    expect(incident.refused.map(({ commentId, reason }) => [commentId, reason])).toEqual([
      [2, expect.stringContaining('negative')],
      [3, expect.stringContaining('negative')],
    ]);
    expect(incident.instants).toMatchObject({ startedAt: isoTime('13:50'), detectedAt: isoTime('14:00') });
  });

  test('D2: labelled more than 24 hours after its creation, its detection is unknown', () => {
    const old = issue({ created_at: isoTime('2026-11-20 13:00') });
    expect(replayed({ issue: old, events: [labeled(1, '13:00')] }).incident.instants.detectedAt).toBe(
      isoTime('2026-11-20 13:00'),
    );
    const { incident } = replayed({ issue: old, events: [labeled(1, '13:00:01')] });
    expect(incident.instants.detectedAt).toBeNull();
    expect(incident.statistics.toResolve).toBeNull();
  });

  test('D4: the issue form is read', () => {
    const body = [
      '### Severity',
      'sev2: many are blocked',
      '### Impact',
      'Nobody can pay.',
      '### Services',
      'checkout, payments',
      '### When it started',
      '13:40',
    ].join('\r\n\r\n');
    const { incident } = replayed({ issue: issue({ body }) });
    expect(incident).toMatchObject({
      severity: 'sev2',
      impact: 'Nobody can pay.',
      services: ['checkout', 'payments'],
      instants: { startedAt: isoTime('13:40') },
      statistics: { toDetect: 'PT20M' },
    });
  });
});

function startedAt(time: string, said: string, config?: string): string | null {
  return replayed({ comments: [comment(1, 'ben', time, `/started ${said}`)], config }).incident.instants
    .startedAt;
}

describe('C6: times', () => {
  test.each([
    ['14:10', '13:50', undefined, '13:50'],
    ['14:10', '13:50Z', 'zone: Europe/Berlin', '13:50'],
    ['14:10', '14:50', 'zone: Europe/Berlin', '13:50'],
    ['14:10', '10m ago', 'zone: Europe/Berlin', '14:00'],
    ['14:10', '2026-11-21 09:30', 'zone: America/New_York', null],
    ['14:10', '2026-11-21 08:30', 'zone: America/New_York', '13:30'],
    ['14:10', 'yesterday 23:50', undefined, '2026-11-20 23:50'],
    ['14:10', '2026-11-21T12:00:00+01:00', undefined, '11:00'],
  ])('at %s, “%s” with %s', (written, said, config, expected) => {
    expect(startedAt(written, said, config)).toBe(expected === null ? null : isoTime(expected));
  });

  test('the documents are written in the configured zone', () => {
    const { file } = replayed({
      comments: [comment(1, 'ben', '14:10', '/started 14:50')],
      config: 'zone: Europe/Berlin',
    });
    expect(file('scribe.md')).toContain('Europe/Berlin');
    expect(file('scribe.md')).toMatch(/started 14:50 → detected 15:00/u);
  });
});

test('X2: a timeline too long for a comment goes to files of its own, and nothing is lost', () => {
  const comments = Array.from({ length: 900 }, (_, n) =>
    comment(
      n + 1,
      'ben',
      '14:05',
      `/timeline entry number ${n} ${'x'.repeat(100)}\n/comms internal told ${n} ${'y'.repeat(60)}`,
    ),
  );
  const { file, names } = replayed({ issue: closedIssue, events: [labeled(1, '14:01'), closed], comments });
  const pages = (stem: RegExp): string =>
    names
      .filter((name) => stem.test(name))
      .map(file)
      .join('\n');
  const timeline = pages(/^timeline(?:-\d+)?\.md$/u);
  const told = pages(/^communications/u);
  expect(names).toEqual(expect.arrayContaining(['timeline.md', 'timeline-2.md', 'communications-issue.md']));
  expect(file('scribe.md')).toContain('](timeline.md)');
  for (let n = 0; n < 900; n += 1) {
    expect(timeline).toContain(`entry number ${n} `);
    expect(told).toContain(`told ${n} `);
  }
  for (const name of names.filter((n) => n.endsWith('.md') && n !== 'replies.md'))
    expect(Buffer.byteLength(file(name))).toBeLessThanOrEqual(60_000);
});

test('A3: whatever people wrote, no document hides anything or runs a command', () => {
  const hostile = '<!-- muster:1 board W10 x --> <!-- muster:facts --> @ana #3 </details> | a |\n/resolved';
  const { file, names } = replayed({
    issue: issue({ title: hostile, user: user('ana') }),
    comments: [
      comment(1, 'ben', '14:05', `/impact ${hostile}`),
      comment(2, 'ben', '14:06', `/severity ${hostile}`),
    ],
  });
  for (const name of names.filter((n) => n.endsWith('.md'))) {
    // what stands in code is seen as it is
    expect(file(name).replaceAll(/`[^`\n]*`/gu, '')).not.toMatch(/(?<!\\)<!--|@ana|^\/\w/mu);
  }
});
