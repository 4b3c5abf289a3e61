/** What a replay makes of exports that lack something, and of issues that never saw a command. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { expectGolden } from '../../support/golden.ts';
import {
  isoTime,
  replayText,
  replayed,
  restComment as comment,
  restEvent as event,
  restIssue as issue,
  restLabeled as labeled,
} from '../../support/issue-export.ts';

const FIXTURES = path.join(import.meta.dirname, '../../fixtures/replay');
const closedIssue = issue({ state: 'closed', state_reason: 'completed', closed_at: isoTime('15:00') });
const closed = event(9, 'closed', '15:00', { state_reason: 'completed' });

describe('what an export lacks', () => {
  const commands = [
    comment(1, 'mallory', '14:05', '/severity sev2'),
    comment(2, 'ben', '14:06', '/role assist @nobody'),
  ];

  test('no permissions: everybody named may command, and the documents say so', () => {
    const { incident, file } = replayed({ comments: commands, permissions: undefined });
    expect(incident).toMatchObject({ severity: 'sev2', refused: [] });
    expect(incident.roles.at(-1)).toMatchObject({ role: 'technical-assist', holder: 'nobody' });
    const said = 'everybody named counts as allowed to command';
    expect(incident.remarks).toEqual([expect.stringContaining(said)]);
    expect(file('board.md')).toContain(said);
    expect(file('scribe.md')).toContain(said);
  });

  test('A1, C7: a login that the permissions lack has read', () => {
    const { incident } = replayed({ comments: commands, permissions: { BEN: 'write' } });
    expect(incident.severity).toBeNull();
    expect(incident.refused.map(({ commentId, reason }) => [commentId, reason])).toEqual([
      [1, expect.stringContaining('“read”')],
      [2, expect.stringContaining('nobody is not a collaborator')],
    ]);
    // R3: the author may not hold a role
    expect(incident.roles).toEqual([]);
    expect(incident.remarks).toEqual([]);
  });

  test('no events: declared when created, and commands beat labels', () => {
    const labels = [{ name: 'incident' }, { name: 'sev3' }];
    const bare = replayed({ issue: issue({ labels }), events: undefined });
    expect(bare.incident.severity).toBe('sev3');
    const { incident } = replayed({
      issue: { ...closedIssue, labels },
      events: undefined,
      comments: [comment(1, 'ben', '14:05', '/severity sev1')],
    });
    expect(incident).toMatchObject({
      severity: 'sev1',
      phase: 'closed',
      instants: {
        declaredAt: isoTime('14:00'),
        resolvedAt: isoTime('15:00'),
        acknowledgedAt: isoTime('14:05'),
      },
      statistics: { toAcknowledge: 'PT5M', toResolve: 'PT1H', toDetect: null, outage: null },
    });
    expect(incident.remarks).toEqual([expect.stringContaining('declared when the issue was created')]);
  });

  test('D3: a severity’s label of which no event tells was there from the beginning; one of which events tell was not', () => {
    const labels = [{ name: 'incident' }, { name: 'sev3' }];
    const events = [labeled(1, '14:01')];
    expect(replayed({ issue: issue({ labels }), events }).incident.severity).toBe('sev3');
    const later = replayed({ issue: issue({ labels }), events: [...events, labeled(2, '14:10', 'sev3')] });
    expect(later.incident.timeline.filter((e) => e.kind === 'severity').map((e) => e.occurredAt)).toEqual([
      isoTime('14:10'),
    ]);
  });

  test('comments that only the timeline holds are taken, others not twice', () => {
    const note = comment(1, 'ben', '14:05', '/timeline one');
    const events = [
      labeled(1, '14:01'),
      { ...note, event: 'commented' },
      { ...comment(2, 'ben', '14:06', '/timeline two'), event: 'commented' },
    ];
    const texts = (comments: unknown) =>
      replayed({ comments, events })
        .incident.timeline.filter((e) => e.kind === 'note')
        .map((e) => e.text);
    expect(texts([note])).toEqual(['one', 'two']);
    expect(texts(undefined)).toEqual(['one', 'two']);
  });

  test('fewer comments than the issue counts, and edits without a journal, are said', () => {
    const { incident } = replayed({
      issue: issue({ comments: 31 }),
      comments: [comment(1, 'ben', '14:05', 'hm', { updated_at: isoTime('14:09') })],
    });
    expect(incident.remarks).toEqual([
      'The issue counts 31 comments and 1 were given, so part of the story is missing.',
      '1 comment was edited, and only the last text is known.',
    ]);
  });

  test('now is the newest instant, unless it is given', () => {
    const comments = [comment(1, 'ben', '14:30', '/etc/hosts is fine')];
    expect(replayed({ comments }).incident.asOf).toBe(isoTime('14:30'));
    expect(replayed({ comments, now: isoTime('16:00') }).incident.asOf).toBe(isoTime('16:00'));
  });
});

describe('a story without commands', () => {
  test.each(['board', 'scribe', 'replies'])('%s.md of an issue in which people only talked', (name) => {
    const text = readFileSync(path.join(FIXTURES, 'no-commands.json'), 'utf8');
    expectGolden(`replay/no-commands/${name}`, replayText(text).file(`${name}.md`));
  });

  const talk = [
    comment(1, 'ben', '14:05', 'I see 500s from payments.\r\n\r\nMore soon.'),
    comment(2, 'eve', '14:20', 'Rolled back, looks fine.'),
  ];

  test('T1: comments and events of an issue that was never labelled are its timeline', () => {
    const { incident, file } = replayed({
      issue: { ...closedIssue, labels: [] },
      comments: talk,
      events: [closed],
    });
    expect(incident.timeline.map(({ kind, text }) => [kind, text])).toEqual([
      ['opened', 'Issue opened'],
      ['comment', 'I see 500s from payments.'],
      ['comment', 'Rolled back, looks fine.'],
      ['closed', 'Closed'],
    ]);
    // N5: nobody declared it, so nothing that stands on that is known
    expect(incident.instants).toMatchObject({
      declaredAt: null,
      acknowledgedAt: null,
      detectedAt: isoTime('14:00'),
    });
    expect(incident.statistics).toMatchObject({ toAcknowledge: null, toResolve: 'PT1H' });
    expect(incident.remarks).toEqual([expect.stringContaining('never carried the incident label')]);
    expect(file('scribe.md')).toContain('I see 500s from payments.');
    expect(file('replies.md')).toContain('No comment held a command');
    expect(file('communications.md')).toContain('Nobody was told anything');
  });

  test('D1: so is one that was labelled only once it was closed', () => {
    const { incident } = replayed({
      issue: closedIssue,
      comments: talk,
      events: [closed, labeled(10, '16:00')],
    });
    expect(incident).toMatchObject({
      phase: 'closed',
      instants: { declaredAt: null, resolvedAt: isoTime('15:00') },
    });
    expect(incident.timeline).toHaveLength(4);
  });

  test('a deleted account is ghost, and bots do not talk', () => {
    const bot = comment(3, 'alerts[bot]', '14:10', '/resolved 14:02');
    const nobody = comment(4, 'ben', '14:15', 'gone since', { user: null });
    const { incident } = replayed({ comments: [nobody, bot] });
    expect(incident.timeline.filter((e) => e.kind === 'comment').map((e) => e.author)).toEqual(['ghost']);
    expect(incident.instants.resolvedAt).toBeNull();
  });

  test('A1: a bot that the configuration allows may command', () => {
    const bot = comment(3, 'alerts[bot]', '14:10', '/started 13:55');
    const { incident } = replayed({ comments: [bot], config: 'commands:\n  bots: ["alerts[bot]"]\n' });
    expect(incident.instants.startedAt).toBe(isoTime('13:55'));
  });

  test('our own comments and events are documents, not talk', () => {
    const ours = { id: 7000, login: 'muster', type: 'User' };
    const own = comment(3, 'ana', '14:10', '/resolved', { user: ours });
    const events = [labeled(1, '14:01'), { ...labeled(2, '14:02', 'sev1'), actor: ours }];
    const { incident } = replayed({ comments: [own], events, self: 7000 });
    expect(incident.timeline.map((e) => e.kind)).toEqual(['opened', 'declared']);
    expect(replayed({ comments: [own], events }).incident.severity).toBe('sev1');
  });
});

test('K1: a template of the repository cannot be in an export, which is said', () => {
  const { incident } = replayed({ config: 'templates:\n  board: .github/board.liquid\n' });
  expect(incident.remarks).toEqual([expect.stringContaining('board template')]);
});
