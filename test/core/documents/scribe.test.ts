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
      e.kind === 'resolved' || e.kind === 'mitigated'
        ? { ...e, isVoid: true }
        : { ...e, milestone: e.milestone || e.kind === 'closed' },
    ),
    entry('2026-10-25T23:50', 'hank', 'impact', 'Impact: Only carts with a voucher fail.'),
    entry('2026-10-25T23:50', 'hank', 'reopened', 'Reopened', { milestone: true }),
    entry('2026-10-26T01:10', 'sylvain', 'closed', 'Closed', { milestone: true }),
  ],
  validation: { ...closed.validation, asked: null, state: 'none' as const },
  impact: {
    text: 'Only carts with a voucher fail.',
    at: at('2026-10-25T23:50'),
    by: account('hank'),
  },
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

/** The paragraph under the heading. */
function summaryOf(instants: Partial<typeof closed.instants>): string {
  const incident = { ...closed, impact: null, instants: { ...closed.instants, ...instants } };
  return renderScribe(viewOf(incident)).text.split('\n')[2] ?? '';
}

describe('N2: the summary sentence', () => {
  test.each([
    [{}, '**An outage of 1 h 19 min.** It was found after 20 min and resolved 59 min later.'],
    [{ startedAt: at('08:00') }, '**An outage of 59 min.** It was found at once and resolved 59 min later.'],
    [
      { startedAt: at('07:59'), resolvedAt: at('08:00') },
      '**An outage of 1 min.** It was found after 1 min and resolved at the same time.',
    ],
    [{ startedAt: null }, 'It was resolved 59 min after it was found.'],
    [{ startedAt: null, resolvedAt: at('08:00') }, 'It was resolved when it was found.'],
    [{ detectedAt: null }, '**An outage of 1 h 19 min.**'],
    [{ resolvedAt: null }, 'It was found after 20 min.'],
    [{ startedAt: null, detectedAt: null }, 'Nobody said what was broken.'],
  ])('%#', (instants, sentence) => {
    expect(summaryOf(instants)).toBe(sentence);
  });
});

test('X2: of a summary too long for a comment the middle is left out, never its beginning and its end', () => {
  const long = Array.from({ length: 400 }, (_, i) =>
    entry('08:30', 'atul', 'note', `step ${i} ${'word '.repeat(50)}`, { milestone: true }),
  );
  const { text } = renderScribe(viewOf({ ...closed, timeline: long }, options));
  expect(text).toContain('| step 0 word');
  expect(text).toContain('| step 399 word');
  expect(text).toMatch(/^\| … \| \d+ more milestones in the full timeline \| \|$/mu);
});
