import { describe, test } from '@jest/globals';
import { renderBoard } from '../../../src/core/documents/board.ts';
import type { View } from '../../../src/core/documents/view.ts';
import { expectGolden } from '../../support/golden.ts';
import {
  CLOSED_LINKS,
  account,
  at,
  closedOutage,
  declaredOutage,
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
