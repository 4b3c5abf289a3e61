/**
 * One outage as it happens: several people, a lead handed over, a corrected and a withdrawn entry, two audiences, a failed and a passed validation,
 * refused commands, a reopening. What is expected here was worked out by hand from the rules; the documents are golden files.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { expectGolden } from '../../support/golden.ts';
import { replayText } from '../../support/issue-export.ts';

const FIXTURE = path.join(import.meta.dirname, '../../fixtures/replay/checkout-outage.json');
const { incident, file, names } = replayText(readFileSync(FIXTURE, 'utf8'));

/** `08:05:30` on the day. */
const day = (time: string): string => `2026-10-25T${time.length === 5 ? `${time}:00` : time}Z`;
const clock = (instant: string): string => instant.slice(11, 19).replace(/:00$/u, '');

test('it leaves the files that a replay always leaves', () => {
  expect(names.toSorted()).toEqual([
    'board.md',
    'communications.md',
    'incident.json',
    'postmortem.md',
    'replies.md',
    'scribe.md',
  ]);
});

test.each(['board', 'scribe', 'communications', 'postmortem', 'replies'])('%s.md', (name) => {
  expectGolden(`replay/checkout-outage/${name}`, file(`${name}.md`));
});

test('D2, D3: what it was', () => {
  expect(incident).toMatchObject({
    number: 41,
    title: 'Checkout fails for EU customers',
    author: 'prima',
    phase: 'closed',
    drill: false,
    falseAlarm: false,
    reopenings: 1,
    severity: 'sev2',
    impact: 'About 30 % of EU carts fail at payment.',
    channel: 'https://chat.example/inc-checkout',
    remarks: [],
  });
});

test('N1: the instants', () => {
  expect(incident.instants).toEqual({
    // as corrected at 08:20
    startedAt: day('07:40'),
    // the issue; the later claim of 07:30 was refused, it lies before the start
    detectedAt: day('08:00'),
    declaredAt: day('08:03'),
    // the first entry of a responder other than the author is a command of 08:05:30
    acknowledgedAt: day('08:05:30'),
    diagnosedAt: day('08:44'),
    // 08:50 fell with the failed validation
    mitigatedAt: day('09:08'),
    // so did 08:52; said at 09:16, and neither close counts beside it
    resolvedAt: day('09:12'),
  });
});

test('N2: the durations', () => {
  expect(incident.statistics).toEqual({
    toDetect: 'PT20M',
    outage: 'PT1H32M',
    toResolve: 'PT1H12M',
    toAcknowledge: 'PT2M30S',
    toDiagnose: 'PT44M',
    toMitigate: 'PT1H8M',
  });
});

test('R5: who held which role from when to when', () => {
  expect(
    incident.roles.map(({ role, audience, holder, from, to }) =>
      [role, audience ?? '-', holder, clock(from), clock(to ?? '')].join(' '),
    ),
  ).toEqual([
    'incident-lead - prima 08:03 08:06',
    'technical-lead - prima 08:03 09:20',
    'incident-lead - sylvain 08:06 09:20',
    'technical-assist - atul 08:06 09:20',
    'scribe - gillian 08:06 09:20',
    'communication-lead external hank 08:06 09:20',
    'tester - diane 08:50 09:20',
    'tester - eric 08:50 09:20',
  ]);
  expect(incident.responders).toEqual(['prima', 'sylvain', 'atul', 'gillian', 'hank', 'diane', 'eric']);
});

test('T1: one timeline, by occurrence, then by record', () => {
  const lines = incident.timeline.map((entry) =>
    [
      clock(entry.occurredAt),
      clock(entry.recordedAt),
      entry.author,
      entry.kind,
      ...(entry.milestone ? ['milestone'] : []),
      ...(entry.withdrawn ? ['withdrawn'] : []),
      ...(entry.void ? ['void'] : []),
      ...(entry.corrected === null ? [] : ['corrected']),
    ].join(' '),
  );
  expect(lines).toEqual([
    '07:40 08:05 prima started milestone corrected',
    '08:00 08:00 prima opened',
    '08:03 08:03 prima declared milestone',
    '08:05 08:05 prima impact',
    '08:05:30 08:05:30 sylvain severity milestone',
    '08:05:30 08:05:30 sylvain channel',
    '08:06 08:06 sylvain role',
    '08:06 08:06 sylvain role',
    '08:06 08:06 sylvain role',
    '08:06 08:06 sylvain role',
    '08:07:10 08:07:10 sylvain comment',
    '08:08 08:10 gillian note',
    '08:09 08:10 gillian note milestone',
    '08:15 08:16 atul note withdrawn',
    '08:20:30 08:20:30 hank communication',
    '08:31 08:31 hank communication',
    '08:32 08:32 sylvain communication',
    '08:44 08:44 atul diagnosed milestone',
    '08:49:30 08:49:30 prima merged-pull-request',
    '08:50 08:50 sylvain mitigated milestone void',
    '08:50 08:50 sylvain validation-asked',
    '08:50 08:50 sylvain role',
    '08:51 08:51 hank communication',
    '08:52 08:52 sylvain resolved milestone void',
    '08:56 08:56 eric validation-failed milestone',
    '08:58 08:58 ghost comment',
    '08:59 08:59 prima closed milestone',
    '09:01 09:03 sylvain note',
    '09:02 09:02 sylvain reopened milestone',
    '09:08 09:10 atul mitigated milestone',
    '09:11 09:11 sylvain validation-asked',
    '09:12 09:16 sylvain resolved milestone',
    '09:14 09:14 diane validation-passed milestone',
    '09:15 09:15 atul validation-passed milestone',
    '09:18 09:18 atul action',
    '09:18 09:18 atul action',
    '09:18 09:18 atul action',
    '09:20 09:20 sylvain comment',
    '09:20 09:20 sylvain closed milestone',
    '10:00 10:00 eric action-done',
  ]);
});

test('C4: a correction names what stood there, a withdrawal when', () => {
  const started = incident.timeline.find((entry) => entry.kind === 'started');
  expect(started?.corrected?.at).toBe(day('08:20'));
  expect(started?.corrected?.former).toContain('07:50');
  const withdrawn = incident.timeline.filter((entry) => entry.withdrawn);
  expect(withdrawn).toMatchObject([
    { text: 'Database fails over', withdrawnAt: day('08:18'), commentId: 1007 },
  ]);
  // GitHub's own trace of that deletion is no second entry
  expect(incident.timeline.filter((entry) => entry.kind === 'lost')).toEqual([]);
});

test('M1: what was told to whom, when, where', () => {
  expect(
    incident.communications.map(({ at, audience, channel, message, by }) => [
      clock(at),
      audience,
      channel,
      by,
      message,
    ]),
  ).toEqual([
    [
      '08:20:30',
      'external',
      'status page',
      'hank',
      'We are investigating failed checkouts. Next update in 30 minutes.',
    ],
    [
      '08:31',
      'external',
      'status page',
      'hank',
      'A rollback is in progress. Payments that went through are not affected.',
    ],
    [
      '08:32',
      'leadership',
      'mail to execs',
      'sylvain',
      'EU checkout down since 07:40, cause suspected, rollback running, next word 09:30.',
    ],
    ['08:51', 'external', 'status page', 'hank', 'The rollback is complete and we are watching.'],
  ]);
});

test('V1, V2: a failed and two passed validations, one of them not independent', () => {
  expect(incident.validation).toMatchObject({
    state: 'passed',
    askedAt: day('09:11'),
    results: [
      { passed: false, by: 'eric', independent: true },
      { passed: true, by: 'diane', independent: true },
      { passed: true, by: 'atul', independent: false },
    ],
  });
});

test('P1, C8: action items, one done after the close', () => {
  expect(
    incident.actionItems.map(({ number, kind, owner, by, programme, doneAt }) => [
      number,
      kind,
      owner,
      by,
      programme,
      doneAt,
    ]),
  ).toEqual([
    [1, 'fix', 'eric', '2026-11-06', null, day('10:00')],
    [2, 'experiment', 'eric', '2026-11-13', null, null],
    [3, 'process', 'sylvain', null, 'comms-programme', null],
  ]);
});

test('C3: four commands were refused, each with its reason', () => {
  expect(incident.refused.map(({ commentId, line, author }) => [commentId, line, author])).toEqual([
    [1012, 1, 'mallory'],
    [1013, 1, 'gillian'],
    [1021, 1, 'sylvain'],
    [1027, 1, 'sylvain'],
  ]);
  expect(incident.refused.map(({ reason }) => reason)).toEqual([
    expect.stringContaining('permission'),
    expect.stringContaining('ahead'),
    expect.stringContaining('sev9'),
    expect.stringContaining('negative'),
  ]);
});

test('R6: a status asked in the middle is answered as of the middle', () => {
  expect(file('replies.md')).toContain('As of 08:33 UTC.');
  expect(file('replies.md')).not.toContain('· closed');
});

test('no document hides anything', () => {
  for (const name of names.filter((candidate) => candidate.endsWith('.md')))
    expect(file(name)).not.toContain('<!--');
});
