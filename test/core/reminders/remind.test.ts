import { describe, expect, test } from '@jest/globals';
import { paragraph } from '../../../src/core/documents/markdown.ts';
import { calling } from '../../../src/core/documents/reminder.ts';
import type { View } from '../../../src/core/documents/view.ts';
import type { JournalEntry } from '../../../src/core/incident/journal.ts';
import { isOfSilence, remind, sentEntries } from '../../../src/core/reminders/remind.ts';
import type { Reminder, Silence } from '../../../src/core/reminders/reminder.ts';
import { account, at, closedOutage, mitigatedOutage, viewOf } from '../../support/build-incident.ts';

function reminder(name: string, due: string, ...logins: readonly string[]): Reminder {
  return {
    key: `reminder:${name}`,
    due: at(due),
    calls: logins.map(account),
    say: (calls) => [paragraph(calling(calls, 'nobody'), `: ${name}`)],
  };
}

const twice: Silence = {
  reminders: [reminder('first', '09:00', 'hank'), reminder('second', '09:15', 'sylvain')],
};
const other: Silence = { reminders: [reminder('other', '09:10', 'atul')] };
const asked: Silence = { reminders: [reminder('asked', '08:50', 'diane')], isAlone: true };

function withDocuments(...keys: readonly string[]): View {
  return viewOf(mitigatedOutage(), {
    links: new Map(
      ['board', ...keys].map((key) => [key, { url: `https://github.com/${key}`, number: null }]),
    ),
  });
}

function sent(...keys: readonly string[]): readonly JournalEntry[] {
  return keys.map((what) => ({ kind: 'sent', what, at: at('09:00') }));
}

function run(
  silences: readonly Silence[],
  now: string,
  { view = withDocuments(), journal = sent() }: { view?: View; journal?: readonly JournalEntry[] } = {},
) {
  const { documents, minimise, wakeAt } = remind(view, journal, at(now), [() => silences]);
  return {
    sent: documents.map((d) => [d.key, d.text]),
    minimise,
    wakeAt: wakeAt?.toString().slice(11, 16) ?? null,
  };
}

describe('M2: a reminder', () => {
  test('is sent at its minute and not before', () => {
    expect(run([twice], '08:59:59')).toEqual({ sent: [], minimise: [], wakeAt: '09:00' });
    expect(run([twice], '09:00')).toEqual({
      sent: [['reminder:first', '@hank: first']],
      minimise: [],
      wakeAt: '09:15',
    });
  });

  test('E1: is never sent again: its comment stands, or the journal has it', () => {
    expect(run([twice], '09:05', { view: withDocuments('reminder:first') }).sent).toEqual([]);
    expect(run([twice], '09:05', { journal: sent('reminder:first') }).sent).toEqual([]);
    expect(run([twice], '09:15', { journal: sent('reminder:first') }).sent).toEqual([
      ['reminder:second', '@sylvain: second'],
    ]);
  });

  test('of two stages that are due at once only the later is sent, and calls those of both', () => {
    expect(run([twice], '12:00')).toEqual({
      sent: [['reminder:second', '@hank, @sylvain: second']],
      minimise: [],
      wakeAt: null,
    });
  });

  test('all that is due in one moment is one comment, and each is remembered', () => {
    const { sent: comments } = run([twice, other], '12:00');
    expect(comments).toEqual([['reminder:second+other', '@hank, @sylvain: second\n\n@atul: other']]);
    const view = withDocuments('reminder:second+other');
    expect(run([twice, other], '12:00', { view }).sent).toEqual([]);
    expect(sentEntries([], view.links, at('12:00')).map((e) => e.kind === 'sent' && e.what)).toEqual([
      'reminder:second',
      'reminder:other',
    ]);
    expect(sentEntries(sent('reminder:second', 'reminder:other'), view.links, at('12:00'))).toEqual([]);
  });

  test('what somebody asked for stands alone', () => {
    expect(run([twice, asked, other], '12:00').sent.map(([key]) => key)).toEqual([
      'reminder:second+other',
      'reminder:asked',
    ]);
  });

  test('E2: only what waited for something has GitHub read first, not the answer to what was just said', () => {
    expect(isOfSilence('reminder:update:external:c7')).toBe(true);
    expect(isOfSilence('reminder:leader:1+status:t7')).toBe(true);
    expect(isOfSilence('reminder:validate:t7')).toBe(false);
    expect(isOfSilence('reminder:leader:1')).toBe(false);
    expect(isOfSilence('reply:1001')).toBe(false);
  });

  test('a clock that goes back sends nothing twice, nor an earlier stage after a later one', () => {
    const journal = sent('reminder:second');
    expect(run([twice], '09:05', { journal })).toEqual({ sent: [], minimise: [], wakeAt: null });
    expect(run([twice], '08:00', { journal })).toEqual({ sent: [], minimise: [], wakeAt: null });
  });
});

describe('Q1: a reminder disappears once it is answered', () => {
  test('Q1: when nothing that it says is owed any more', () => {
    const view = withDocuments('reminder:second+other', 'reminder:asked', 'reply:1001');
    expect(run([twice, other, asked], '12:00', { view }).minimise).toEqual([]);
    expect(run([other], '12:00', { view }).minimise).toEqual(['reminder:asked']);
    expect(run([], '12:00', { view }).minimise).toEqual(['reminder:second+other', 'reminder:asked']);
  });

  test('Q1: at the close all of them, and no further one is waited for', () => {
    const { links } = withDocuments('reminder:first');
    const view = viewOf(closedOutage(), { links });
    expect(run([twice], '09:30', { view })).toEqual({
      sent: [],
      minimise: ['reminder:first'],
      wakeAt: null,
    });
  });
});
