import { describe, expect, test } from '@jest/globals';
import { USUAL_UPDATES } from '../../../src/config/default-policy.ts';
import { renderBoard } from '../../../src/core/documents/board.ts';
import type { View } from '../../../src/core/documents/view.ts';
import type { TimelineEntry } from '../../../src/core/incident/incident.ts';
import { expectGolden } from '../../support/golden.ts';
import {
  CLOSED_LINKS,
  account,
  at,
  closedOutage,
  declaredOutage,
  entry,
  mitigatedOutage,
  viewOf,
} from '../../support/build-incident.ts';

describe('R1: the board', () => {
  const cases: readonly (readonly [name: string, view: View])[] = [
    ['declared', viewOf(declaredOutage(), { asOf: at('08:03') })],
    ['mitigated', viewOf(mitigatedOutage())],
    ['closed', viewOf(closedOutage(), { links: CLOSED_LINKS, asOf: at('09:00') })],
    ['stood-down', viewOf({ ...mitigatedOutage(), phase: 'stood-down', phaseSince: at('08:55') })],
    ['drill', viewOf({ ...mitigatedOutage(), isDrill: true })],
    [
      'author-cannot-lead',
      viewOf(
        {
          ...declaredOutage(),
          author: account('alerts[bot]'),
          holdings: [],
          responders: [],
          remarks: ['alerts[bot] opened this and may not hold a role.'],
        },
        { asOf: at('08:03') },
      ),
    ],
  ];

  test.each(cases)('%s', (name, view) => {
    expectGolden(`board/${name}`, renderBoard(view));
  });
});

/** Of one comment at 08:20. */
function one(time: string, text: string): TimelineEntry {
  return entry(time, 'atul', 'note', text, { written: '08:20' });
}

test('C6: the last entries stand newest first, also those of one comment', () => {
  const timeline = [
    entry('08:00', 'prima', 'opened', 'Issue opened'),
    one('08:10', 'pool full'),
    one('08:15', 'first node restarted'),
    one('08:15', 'second node restarted'),
  ];
  const board = renderBoard(viewOf({ ...mitigatedOutage(), timeline }));
  const texts = ['second node', 'first node', 'pool full', 'Issue opened'];
  expect(board.match(/second node|first node|pool full|Issue opened/gu)).toEqual(texts);
});

test('D3: an incident that closed without a severity says what to type; a false alarm does not ask', () => {
  const closed = { ...closedOutage(), severity: null };
  expect(renderBoard(viewOf(closed))).toContain('`/severity sev1`');
  expect(renderBoard(viewOf({ ...closed, isFalseAlarm: true, impact: null }))).not.toMatch(
    /`\/(severity|impact)/u,
  );
});

test('R1: once the work is over nobody is asked to take a role', () => {
  for (const incident of [
    closedOutage(),
    { ...mitigatedOutage(), phase: 'stood-down' as const },
    { ...closedOutage(), holdings: [] },
  ]) {
    const board = renderBoard(viewOf(incident));
    expect(board).not.toContain('/take');
    expect(board.includes('Who does what')).toBe(incident.holdings.length > 0);
  }
});

test('R1: an audience may be called anything', () => {
  const { policy } = viewOf(mitigatedOutage());
  const audiences = [
    { id: 'external', title: "$& and $'", tone: 'external' as const, updates: USUAL_UPDATES },
  ];
  const board = renderBoard(viewOf(mitigatedOutage(), { policy: { ...policy, audiences } }));
  expect(board).toMatch(/\| Tells <span>\$<\/span>& and <span>\$<\/span>', every/u);
});
