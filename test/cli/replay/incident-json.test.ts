/** The published shape of `incident.json`. That every replay keeps to it is checked wherever one is made (test/support/issue-export.ts). */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { incidentSchemaFile } from '../../../src/cli/replay/incident-json.ts';
import { demandSchema, replayed } from '../../support/issue-export.ts';

test('the schema in docs is fresh (else run: npm run docs)', () => {
  const { path: file, text } = incidentSchemaFile();
  expect(readFileSync(path.join(import.meta.dirname, '../../..', file), 'utf8')).toBe(text);
});

test.each([
  ['a field that is missing', (incident: object) => ({ ...incident, severity: undefined })],
  ['a field that nobody promised', (incident: object) => ({ ...incident, mood: 'calm' })],
  ['an instant with an offset', (incident: object) => ({ ...incident, asOf: 'yesterday' })],
  ['a duration with days', (incident: object) => ({ ...incident, statistics: { outage: 'P1DT2H' } })],
])('the schema refuses %s', (_name, spoil) => {
  const { incident } = replayed();
  expect(() => demandSchema(incident)).not.toThrow();
  expect(() => demandSchema(spoil(incident))).toThrow('keyword');
});
