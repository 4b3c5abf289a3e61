/** What can be told of every command afterwards (A6), from comments that stand, were edited, or are gone. */
import { describe, expect, test } from '@jest/globals';
import { DEFAULT_POLICY } from '../../../src/config/default-policy.ts';
import { type AuditOutcome, type AuditRow, auditRows } from '../../../src/core/incident/audit-rows.ts';
import type { JournalEntry } from '../../../src/core/incident/journal.ts';
import {
  type Told,
  deleted,
  digest,
  edited,
  forgotten,
  given,
  journaled,
  labelled,
  recordOf,
  replayed,
  said,
} from '../../support/given.ts';

/** The rows as `/audit` has them, its own last one left out. */
function audit(...story: readonly Told[]): readonly AuditRow[] {
  const { audits } = given(...story, said('prima', '12:00', '/audit'), (draft) => {
    // a number of its own: comments that are gone leave theirs free
    draft.comments = draft.comments.map((c) => (c.body === '/audit' ? { ...c, id: 2001 } : c));
  });
  return [...audits.values()].flat().filter(({ name }) => name !== 'audit');
}

function outcomeWords(outcome: AuditOutcome): string {
  if ('reason' in outcome) return `${outcome.kind}: ${outcome.reason ?? 'not kept'}`;
  if (!('at' in outcome)) return outcome.kind;
  return `${outcome.kind} ${outcome.at.toString().slice(11, 16)} ${outcome.by?.login ?? 'somebody'}`;
}

function lines(rows: readonly AuditRow[]): readonly string[] {
  return rows.map(
    ({ at: when, by, permission: right, words, name, outcome, more }) =>
      `${when.toString().slice(11, 16)} ${by.login} (${right}) ${words ?? `${name}…`} · ${outcomeWords(outcome)}${more > 0 ? ` +${more}` : ''}`,
  );
}

const emptied: Told = (draft) => {
  draft.comments = draft.comments.map((c) => ({ ...c, former: null, editor: null }));
};

describe('A6: every command is listed', () => {
  test('A6: by whom, by which right, and each command of a comment with its own outcome', () => {
    const rows = audit(
      labelled(),
      said('sylvain', '08:05', '/severity sev2', 'and', '/severity huge', '/status'),
      said('stranger', '08:06', '/take lead'),
    );
    expect(lines(rows)).toEqual([
      '08:05 sylvain (write) /severity sev2 · recorded',
      expect.stringMatching(/^08:05 sylvain \(write\) \/severity huge · refused: .*huge/u),
      '08:05 sylvain (write) /status · answered',
      expect.stringMatching(/^08:06 stranger \(read\) \/take lead · refused: .*commands need “triage”/u),
    ]);
    expect(rows.map(({ url }) => url?.split('#')[1])).toEqual([
      'issuecomment-1001',
      'issuecomment-1001',
      'issuecomment-1001',
      'issuecomment-1002',
    ]);
  });

  test('A6: an edit tells what was corrected and what was taken out, by whom; what it leaves alone stands once', () => {
    const story = journaled(
      labelled(),
      said('prima', '08:05', '/severity sev1', '/started 07:50', '/timeline alarm'),
    );
    const rows = audit(story, edited(1001, '08:20', 'eric', '/started 07:45\n/timeline alarm'));
    expect(lines(rows)).toEqual([
      '08:05 prima (write) /severity sev1 · removed 08:20 eric',
      '08:05 prima (write) /started 07:50 · corrected 08:20 eric',
      '08:05 prima (write) /timeline alarm · recorded',
      '08:20 eric (write) /started 07:45 · recorded',
    ]);
    expect(rows[3]).toMatchObject({ author: { login: 'prima' } });
  });

  test('A6: an edit by somebody without the right is listed as refused, and the former command as standing', () => {
    const story = journaled(labelled(), said('prima', '08:05', '/timeline alarm'));
    const rows = audit(story, edited(1001, '08:20', 'stranger', '/severity sev1'));
    expect(lines(rows)).toEqual([
      '08:05 prima (write) /timeline alarm · recorded',
      '08:20 stranger (read) /severity sev1 · edit-refused: whoever edited this comment may not command here',
    ]);
  });

  test('A6: a command turned into talk is removed, and a mistake that is mended stays a refusal', () => {
    const story = journaled(
      labelled(),
      said('prima', '08:05', '/timeline alarm'),
      said('prima', '08:06', '/timline x'),
    );
    const rows = audit(
      story,
      edited(1001, '08:20', 'prima', 'never mind'),
      edited(1002, '08:21', 'prima', '/timeline x'),
    );
    expect(lines(rows)).toEqual([
      '08:05 prima (write) /timeline alarm · removed 08:20 prima',
      '08:06 prima (write) ?… · refused: not kept',
      '08:21 prima (write) /timeline x · recorded',
    ]);
  });
});

describe('A6: what is gone is still listed', () => {
  const story = journaled(labelled(), said('atul', '08:05', '/take tech', '/severity huge'));

  test('A6: deleted, with the words that the journal kept, from the journal alone', () => {
    const gone = journaled(story, deleted(1001, '08:18', 'prima'));
    for (const rows of [audit(gone), audit(gone, forgotten(1001))]) {
      expect(lines(rows)).toEqual([
        '08:05 atul (write) /take tech · withdrawn 08:18 prima',
        '08:05 atul (write) /severity huge · refused: not kept',
      ]);
      expect(rows.map(({ url }) => url)).toEqual([null, null]);
    }
  });

  test('A6: deleted while the database was lost, which command it was is still told, and its words are not', () => {
    const rows = audit(story, forgotten(1001));
    expect(lines(rows)).toEqual([
      '08:05 atul (write) take… · withdrawn 08:05 somebody',
      '08:05 atul (write) severity… · refused: not kept',
    ]);
  });

  test('A6: of a long comment that is deleted, commands behind the first 200 characters are named', () => {
    const long = journaled(
      labelled(),
      said('atul', '08:05', `/timeline ${'x'.repeat(170)}`, '', '/milestone rollback done', '/take tech'),
    );
    const rows = audit(journaled(long, deleted(1001, '08:18')), forgotten(1001));
    expect(rows.map(({ name, words }) => [name, words?.slice(0, 12) ?? null])).toEqual([
      ['timeline', '/timeline xx'],
      ['milestone', '/milestone r'],
      ['take', null],
    ]);
    expect(rows.every(({ outcome }) => outcome.kind === 'withdrawn')).toBe(true);
  });

  test('A6: edited and then the database lost, the rows are the same', () => {
    const twice = journaled(story, edited(1001, '08:20', 'atul', '/take lead\n/severity huge'));
    expect(lines(audit(twice, emptied))).toEqual(lines(audit(twice)));
    expect(lines(audit(twice))).toEqual([
      '08:05 atul (write) /take tech · corrected 08:20 atul',
      expect.stringMatching(/^08:05 atul \(write\) \/severity huge · refused/u),
      '08:20 atul (write) /take lead · recorded',
    ]);
  });

  test('A6: two edits of which only the last was seen do not lend their words to the first', () => {
    const rows = audit(story, edited(1001, '08:19', 'atul', '/release tech'), (draft) => {
      draft.comments = draft.comments.map((c) => ({ ...c, former: '/take assist' }));
    });
    expect(lines(rows).slice(0, 2)).toEqual([
      '08:05 atul (write) take… · removed 08:19 atul',
      '08:05 atul (write) severity… · refused: not kept',
    ]);
  });

  test('A6: nothing of what outsiders wrote is kept but which of our commands it was', () => {
    const rude = journaled(
      labelled(),
      said('stranger', '08:05', '/severity hunter2', '/hunter2', '/severty'),
    );
    const { record } = recordOf(rude);
    const entry = record.journal.find((e) => e.kind === 'judged' && e.comment === 1001);
    expect(entry).toMatchObject({ verdict: 'r', commands: 'severity ?' });
    expect(JSON.stringify(record.journal)).not.toContain('hunter2');
    expect(lines(audit(rude, forgotten(1001)))).toEqual([
      '08:05 stranger (read) severity… · refused: commands need “triage”',
      '08:05 stranger (read) ?… · refused: commands need “triage”',
    ]);
  });
});

describe('A6: the journal', () => {
  test('A6: entries of an earlier version, which name no command, are listed as well', () => {
    const { record, policy } = recordOf(
      journaled(labelled(), said('atul', '08:05', '/take tech', '/severty x')),
    );
    const journal = record.journal.map((e): JournalEntry => {
      if (e.kind !== 'judged') return e;
      const { commands: _, ...earlier } = e;
      return earlier;
    });
    const rows = (comments: typeof record.comments) =>
      auditRows({ journal, comments, verdicts: [], policy, digest, until: null });
    expect(lines(rows(record.comments))).toEqual([
      '08:05 atul (write) /take tech · recorded',
      '08:05 atul (write) /severty x · refused: not kept',
    ]);
    expect(lines(rows([]))).toEqual([
      '08:05 atul (write) ?… · recorded',
      '08:05 atul (write) ?… · refused: not kept',
    ]);
  });

  test('A6: thousands of mistakes in one comment are twenty rows and a number, there or gone', () => {
    const many = journaled(
      labelled(),
      said('stranger', '08:05', ...Array.from({ length: 5_000 }, () => '/severty x')),
    );
    for (const rows of [audit(many), audit(many, forgotten(1001))]) {
      expect(rows.length).toBeLessThanOrEqual(20);
      expect(rows.reduce((sum, { more }) => sum + 1 + more, 0)).toBe(5_000);
    }
  });

  test('C4: of several commands that were all refused, none is recorded later because the story before it changed', () => {
    const story = journaled(
      labelled(),
      said('atul', '08:04', '/timeline alarm'),
      said('atul', '08:05', '/severty x', '/release scribe'),
    );
    const later = given(story, edited(1001, '08:20', 'atul', '/take scribe'));
    expect(later.verdicts.find((v) => v.comment === 1002)?.letters).toBe('rr');
    expect(later.incident.holdings.find((h) => h.role === 'scribe')?.to).toBeNull();
  });
});

describe('A6: who may ask', () => {
  test('A6, A1: an outsider is refused, and told nothing', () => {
    const considered = given(
      labelled(),
      said('prima', '08:05', '/timeline alarm'),
      said('stranger', '08:06', '/audit'),
    );
    expect(considered.verdicts.at(-1)).toMatchObject({ letters: 'r', isRefused: true });
    expect(considered.audits.size).toBe(0);
    expect(considered.verdicts.at(-1)?.answers).toMatchObject([
      { kind: 'refused', problem: { reason: expect.stringContaining('commands need “triage”') } },
    ]);
  });

  test('A6: the answer is asked for by name or number, and stays an answer when the right is raised later', () => {
    const story = journaled(labelled(), said('prima', '08:06', '/audit @Ben 20', '/audit me'));
    const commands = { ...DEFAULT_POLICY.commands, permission: 'admin' as const };
    const later = given(story, (draft) => void (draft.policy = { ...draft.policy, commands }));
    expect(later.verdicts[0]?.answers).toEqual([
      { kind: 'audit', line: 1, who: 'Ben', last: 20 },
      { kind: 'audit', line: 2, who: 'prima', last: null },
    ]);
  });

  test('A6: a replay answers as of the asking', () => {
    const story = journaled(
      labelled(),
      said('prima', '08:05', '/timeline alarm'),
      said('prima', '08:10', '/audit'),
      said('prima', '08:15', '/timeline later'),
    );
    const { audits } = given(
      journaled(story, edited(1001, '08:18', 'eric', '/timeline alert')),
      deleted(1001, '08:20'),
      replayed({ withEvents: true }),
    );
    expect(lines(audits.get(1002) ?? [])).toEqual([
      '08:05 prima (write) /timeline alarm · recorded',
      '08:10 prima (write) /audit · answered',
    ]);
  });
});
