import { expect, test } from '@jest/globals';
import { DEFAULT_POLICY } from '../../src/config/default-policy.ts';
import { desired } from '../../src/core/desired.ts';
import { type Told, at, given, labelled, said } from '../support/given.ts';

function answersTo(...story: readonly Told[]): string[] {
  const { documents } = desired({
    considered: given(...story),
    policy: DEFAULT_POLICY,
    journal: [],
    links: new Map(),
    now: at('08:30'),
    serverUrl: 'https://github.com',
  });
  return documents.filter(({ key }) => key.startsWith('reply:')).map(({ text }) => text);
}

const INCIDENT = [labelled('08:03'), said('prima', '08:05', '/severity sev2')];

test('R6: where we stand is told as of the question when nothing was recorded since', () => {
  expect(answersTo(...INCIDENT, said('stranger', '08:20', '/status'))).toEqual([
    expect.stringContaining('As of 08:20 UTC.'),
  ]);
});

test('R6: an answer that comes late is as of the newest entry that it tells', () => {
  const late = said('prima', '08:22', '/impact Nobody can pay');
  expect(answersTo(...INCIDENT, said('stranger', '08:20', '/status'), late)).toEqual([
    expect.stringContaining('As of 08:22 UTC.'),
  ]);
});
