import { expect, test } from '@jest/globals';
import { milestonesTable } from '../../../src/core/documents/scribe-tables.ts';
import { renderScribe } from '../../../src/core/documents/scribe.ts';
import { fits } from '../../../src/core/documents/overflow.ts';
import { CLOSED_LINKS, at, closedOutage, holding, viewOf } from '../../support/build-incident.ts';

const incident = closedOutage();
const view = viewOf(incident, { links: CLOSED_LINKS, asOf: at('09:00') });

/** Rows of the table under a line that contains `above`, without head and rule. */
function rowsBelow(text: string, above: string): readonly string[] {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.includes(above)) + 2;
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'));
  return lines.slice(start + 2, end);
}

test('T3: the summary holds the milestones that stand, the full timeline every entry', () => {
  const { timeline } = incident;
  const standing = timeline.filter((entry) => entry.milestone && entry.withdrawn === null);
  const { text } = renderScribe(view);
  const summary = rowsBelow(text, '### What happened');
  const full = rowsBelow(text, '<summary>Full timeline');

  expect(standing.length).toBeGreaterThan(5);
  expect(timeline.length).toBeGreaterThan(standing.length);
  expect(summary).toHaveLength(standing.length);
  expect(full).toHaveLength(timeline.length);
  expect(milestonesTable(view).children).toHaveLength(standing.length + 1);
});

test('T3: a withdrawn entry leaves the summary and stays in the full timeline', () => {
  const withdrawn = incident.timeline.map((entry) =>
    entry.text.includes('Rollback started') ? { ...entry, withdrawn: { at: at('08:30'), by: null } } : entry,
  );
  const { text } = renderScribe(viewOf({ ...incident, timeline: withdrawn }, { asOf: at('09:00') }));
  expect(rowsBelow(text, '### What happened').join('\n')).not.toContain('ollback started');
  expect(rowsBelow(text, '<summary>Full timeline').join('\n')).toContain('~~Rollback started~~');
});

test('E3: thousands of role changes leave room for the numbers; the first and the last are shown', () => {
  const begin = at('08:03');
  const holdings = Array.from({ length: 1500 }, (_, i) => ({
    ...holding('technical-assist', `somebody-with-a-long-login-${i}`, '08:03'),
    from: begin.add({ minutes: i }),
    to: begin.add({ minutes: i + 1 }),
  }));
  const { text } = renderScribe(viewOf({ ...incident, holdings }, { asOf: at('09:00') }));
  const rows = rowsBelow(text, '### Who held which role');
  expect(fits(text)).toBe(true);
  expect(rows[0]).toContain('somebody-with-a-long-login-0 ');
  expect(rows).toContain('| … | 1,400 more in the full timeline | | |');
  expect(rows.at(-1)).toContain('somebody-with-a-long-login-1499 ');
});

test('E3: a role that hundreds held at once names the first and the last of them', () => {
  const holdings = Array.from({ length: 900 }, (_, i) => holding('tester', `tester-${i}`, '08:30'));
  const { text } = renderScribe(viewOf({ ...incident, holdings }, { asOf: at('09:00') }));
  const [row = ''] = rowsBelow(text, '### Who held which role');
  expect(row).toMatch(/tester-0, .*, 880 more, .*, tester-899 \|/u);
});
