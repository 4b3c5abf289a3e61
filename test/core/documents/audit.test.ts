/** The answer to `/audit` (A6): a table, folded when long, within a comment. */
import { describe, expect, test } from '@jest/globals';
import { renderReply } from '../../../src/core/documents/reply.ts';
import type { AuditRow } from '../../../src/core/incident/audit-rows.ts';
import type { Answer } from '../../../src/core/incident/incident.ts';
import { account, at, mitigatedOutage, viewOf } from '../../support/build-incident.ts';
import { expectGolden } from '../../support/golden.ts';

const view = viewOf(mitigatedOutage());
const page = 'https://github.com/acme/shop/issues/41#issuecomment-';

function row(time: string, login: string, words: string | null, over: Partial<AuditRow> = {}): AuditRow {
  return {
    at: at(time),
    comment: 1001,
    url: `${page}1001`,
    by: account(login),
    author: account(login),
    permission: 'write',
    words,
    name: words === null ? '?' : (/\w+/u.exec(words)?.[0] ?? '?'),
    outcome: { kind: 'recorded' },
    more: 0,
    ...over,
  };
}

const ROWS: readonly AuditRow[] = [
  row('08:04', 'prima', '/severity sev1', {
    outcome: { kind: 'corrected', at: at('08:09'), by: account('sylvain') },
  }),
  row('08:05', 'stranger', '/take lead', {
    permission: 'read',
    outcome: { kind: 'refused', reason: 'commands need “triage”' },
    more: 3,
  }),
  row('08:06', 'atul', '/timeline the password is | on the wall', {
    url: null,
    outcome: { kind: 'withdrawn', at: at('08:12'), by: null },
  }),
  row('08:07', 'atul', null, {
    url: null,
    name: 'release',
    outcome: { kind: 'removed', at: at('08:13'), by: account('atul') },
  }),
  row('08:08', 'hank', null, { url: null, outcome: { kind: 'refused', reason: null } }),
  row('08:09', 'sylvain', '/severity sev2', { author: account('prima') }),
  row('08:30', 'stranger', '/severity sev4', {
    permission: 'read',
    author: account('prima'),
    outcome: { kind: 'edit-refused', reason: 'whoever edited this comment may not command here' },
  }),
  row('08:51', 'prima', '/audit', { outcome: { kind: 'answered' } }),
];

function ask(rows: readonly AuditRow[], ...asked: readonly [string | null, number | null][]): string {
  const answers = asked.map(([who, last], index): Answer => ({ kind: 'audit', line: index + 1, who, last }));
  return renderReply(answers, view, { mayCommand: true, helpRows: [], auditRows: rows });
}

const times = (text: string): readonly string[] =>
  text.split('\n').flatMap((line) => /^\| \[?(\d\d:\d\d)/u.exec(line)?.[1] ?? []);

describe('A6: the answer to /audit', () => {
  test('A6: when, who, right, command, outcome, newest last', () => {
    expectGolden('reply/audit', ask(ROWS, [null, null]));
  });

  test('A6: of one person, whatever the letter case; of several when several lines ask', () => {
    expect(times(ask(ROWS, ['ATUL', null]))).toEqual(['08:06', '08:07']);
    expect(times(ask(ROWS, ['atul', null], ['hank', null]))).toEqual(['08:06', '08:07', '08:08']);
    expect(ask(ROWS, ['diane', null])).toBe('**No command of diane was judged here**.');
  });

  test('A6: so many of the newest', () => {
    const text = ask(ROWS, [null, 2]);
    expect(text).toContain('**The last 2 commands on this incident**');
    expect(times(text)).toEqual(['08:30', '08:51']);
    expect(times(ask(ROWS, ['atul', 1]))).toEqual(['08:07']);
  });

  test('A6: folded when long', () => {
    const long = ask([...ROWS, ...ROWS], [null, null]);
    expect(long).toContain('<details>\n<summary>16 commands</summary>\n\n| When |');
    expect(long.endsWith('\n\n</details>')).toBe(true);
    expect(ask(ROWS, [null, null])).not.toContain('<details>');
  });

  test('A6, E3: what does not fit a comment is left out from the oldest on, and said', () => {
    const many = Array.from({ length: 3_000 }, (_, index) =>
      row(
        `${String(8 + Math.floor(index / 600)).padStart(2, '0')}:${String(Math.floor(index / 10) % 60).padStart(2, '0')}`,
        'atul',
        `/timeline ${index} ${'漢$|@'.repeat(20)}`,
      ),
    );
    const text = ask(many, [null, null]);
    expect(Buffer.byteLength(text)).toBeLessThan(59_300);
    expect(Buffer.byteLength(text)).toBeGreaterThan(50_000);
    expect(text).toContain('/timeline 2999 ');
    expect(text).not.toContain('/timeline 0 ');
    const shown = times(text).length;
    expect(text).toContain(`The ${(3_000 - shown).toLocaleString('en')} oldest of them are left out`);
    expect(text).toContain('`npm run -s muster -- audit`');
  });
});
