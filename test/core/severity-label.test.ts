import { expect, test } from '@jest/globals';
import { desired } from '../../src/core/desired.ts';
import { DEFAULT_POLICY } from '../../src/config/default-policy.ts';
import { type Told, at, deleted, given, journaled, labelled, said } from '../support/given.ts';

function labels(...story: readonly Told[]) {
  return desired({
    considered: given(...story),
    policy: DEFAULT_POLICY,
    journal: [],
    links: new Map(),
    now: at('08:30'),
    serverUrl: 'https://github.com',
  }).labels;
}

const commanded = said('prima', '08:05', '/severity sev4');

test('D3: the label of a severity whose command was deleted goes with it', () => {
  expect(labels(labelled(), commanded)).toEqual({ add: ['sev4'], remove: ['sev1', 'sev2', 'sev3'] });
  expect(labels(journaled(labelled(), commanded), deleted(1001, '08:06'))).toEqual({
    add: [],
    remove: ['sev1', 'sev2', 'sev3', 'sev4'],
  });
});

test('D3: a label that somebody set stands when the command after it is deleted', () => {
  const story = journaled(labelled(), labelled('08:04', 'sev2'), commanded);
  expect(labels(story, deleted(1001, '08:06'))).toEqual({ add: ['sev2'], remove: ['sev1', 'sev3', 'sev4'] });
});
