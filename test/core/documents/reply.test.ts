import { describe, expect, test } from '@jest/globals';
import { DEFAULT_POLICY } from '../../../src/config/default-policy.ts';
import { COMMANDS } from '../../../src/core/command/commands.ts';
import { renderReply } from '../../../src/core/documents/reply.ts';
import type { Answer } from '../../../src/core/incident/incident.ts';
import { at, closedOutage, mitigatedOutage, viewOf } from '../../support/build-incident.ts';
import { expectGolden } from '../../support/golden.ts';

const view = viewOf(mitigatedOutage());
const commander = { mayCommand: true, helpRows: Object.values(COMMANDS), auditRows: [] };
const refused: Answer = {
  line: 3,
  kind: 'refused',
  problem: {
    read: '/resolved 09:40',
    reason: '09:40 is in the future',
    expected: 'a time up to now, 08:51 UTC',
    example: '/resolved 08:51 error rate back to 0.1 %',
  },
};

describe('C3: the reply', () => {
  test.each([
    ['refused', [refused]],
    [
      'refused-and-caution',
      [{ line: 5, kind: 'caution', text: 'Customers were told 11 minutes ago; the norm is 30.' }, refused],
    ],
    ['status', [{ line: 1, kind: 'status' }]],
    ['help', [{ line: 1, kind: 'help' }]],
  ] satisfies readonly (readonly [string, readonly Answer[]])[])('%s', (name, answers) => {
    expectGolden(`reply/${name}`, renderReply(answers, view, commander));
  });

  test('E3: thousands of mistakes in one comment are answered within a comment', () => {
    const long = { ...refused.problem, read: 'x'.repeat(120), reason: 'y'.repeat(60_000) };
    const many = Array.from({ length: 5_000 }, (_, i): Answer => ({
      kind: 'refused',
      line: i + 1,
      problem: long,
    }));
    const text = renderReply(many, view, commander);
    expect(Buffer.byteLength(text)).toBeLessThan(55_000);
    expect(text).toMatch(/And 4,?980 more lines like these\./u);
  });

  test('C5: help of somebody who may not command lists what they may', () => {
    const helpRows = commander.helpRows.filter((row) => row.right === 'anybody');
    expectGolden(
      'reply/help-outsider',
      renderReply([{ line: 1, kind: 'help' }], view, { mayCommand: false, helpRows, auditRows: [] }),
    );
  });

  test('R6: status after the close', () => {
    const closed = viewOf(closedOutage(), { asOf: at('09:00') });
    expectGolden('reply/status-closed', renderReply([{ line: 1, kind: 'status' }], closed, commander));
  });

  test('C1: with prefix_only, help writes the only form that counts', () => {
    const policy = { ...DEFAULT_POLICY, commands: { ...DEFAULT_POLICY.commands, prefixOnly: true } };
    const help = renderReply([{ line: 1, kind: 'help' }], { ...view, policy }, commander);
    expect(help).toContain('`/incident severity <severity>`');
    expect(help).not.toMatch(/`\/(?!incident )/u);
  });

  test('asked twice, answered once', () => {
    const twice = renderReply(
      [
        { line: 1, kind: 'status' },
        { line: 2, kind: 'status' },
      ],
      view,
      commander,
    );
    expect(twice).toBe(renderReply([{ line: 1, kind: 'status' }], view, commander));
  });
});
