import { describe, expect, test } from '@jest/globals';
import { renderScribe } from '../../../src/core/documents/scribe.ts';
import type { View } from '../../../src/core/documents/view.ts';
import {
  CLOSED_LINKS,
  account,
  at,
  closedOutage,
  entry,
  mitigatedOutage,
  viewOf,
} from '../../support/build-incident.ts';
import { expectGolden } from '../../support/golden.ts';

const closed = closedOutage();
const options = { links: CLOSED_LINKS, asOf: at('09:00') };

const talkOnly = {
  ...closed,
  severity: null,
  impact: null,
  instants: {
    ...closed.instants,
    startedAt: null,
    acknowledgedAt: at('08:07'),
    diagnosedAt: null,
    mitigatedAt: null,
    resolvedAt: at('09:00'),
  },
  timeline: [
    entry('08:00', 'prima', 'opened', 'Issue opened'),
    entry('08:03', 'prima', 'declared', 'Declared an incident', { milestone: true }),
    entry('08:07', 'sylvain', 'comment', 'On it. Is it only the EU?'),
    entry('08:40', 'atul', 'comment', 'Rolled back deploy 4512, see https://ci.example/4512'),
    entry('09:00', 'sylvain', 'closed', 'Closed'),
  ],
  communications: [],
  actions: [],
  validation: { asked: null, results: [], state: 'none' as const },
};

const reopened = {
  ...closed,
  reopenings: 1,
  phaseSince: at('2026-10-26T01:10'),
  closedAt: at('2026-10-26T01:10'),
  instants: { ...closed.instants, resolvedAt: at('2026-10-26T01:10') },
  timeline: [
    ...closed.timeline.map((e) =>
      e.kind === 'resolved' || e.kind === 'mitigated' ? { ...e, isVoid: true } : e,
    ),
    entry('2026-10-25T23:50', 'hank', 'reopened', 'Reopened', { milestone: true }),
    entry('2026-10-26T01:10', 'sylvain', 'closed', 'Closed', { milestone: true }),
  ],
  validation: { ...closed.validation, asked: null, state: 'none' as const },
};

describe('X1: the scribe comment', () => {
  const cases: readonly (readonly [name: string, view: View])[] = [
    ['full', viewOf(closed, options)],
    ['no-commands', viewOf(talkOnly, options)],
    [
      'no-validation',
      viewOf({ ...closed, validation: { asked: null, results: [], state: 'none' } }, options),
    ],
    [
      'not-independent',
      viewOf(
        {
          ...closed,
          validation: {
            ...closed.validation,
            results: closed.validation.results.map((r) => ({ ...r, isIndependent: r.by.login !== 'eric' })),
          },
        },
        options,
      ),
    ],
    ['reopened', viewOf(reopened, options)],
    ['draft', viewOf(mitigatedOutage())],
    ['false-alarm', viewOf({ ...talkOnly, isFalseAlarm: true, responders: [account('prima')] }, options)],
    ['drill', viewOf({ ...closed, isDrill: true }, options)],
  ];

  test.each(cases)('%s', (name, view) => {
    const { text, timelinePages } = renderScribe(view);
    expect(timelinePages).toBeNull();
    expectGolden(`scribe/${name}`, text);
  });
});
