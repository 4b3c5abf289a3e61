import { expect, test } from '@jest/globals';
import { DEFAULT_POLICY } from '../../../src/config/default-policy.ts';
import { wantedAssignees } from '../../../src/core/incident/assignees.ts';
import { given, labelled, permission, said } from '../../support/given.ts';

const crew = Array.from({ length: 12 }, (_, i) => `tester-${i}`);

test('E3, R5: who holds a role is assigned, the leads first, and no more than GitHub takes', () => {
  const { incident } = given(
    labelled(),
    ...crew.map((login) => permission(login, 'write')),
    said('sylvain', '08:05', `/role tester ${crew.map((login) => `@${login}`).join(' ')}`, '/take lead'),
  );
  const wanted = wantedAssignees(incident, DEFAULT_POLICY);
  expect(wanted.slice(0, 2)).toEqual(['sylvain', 'prima']);
  expect(wanted).toHaveLength(10);
});

test('R5: a person with two roles is assigned once', () => {
  const { incident } = given(labelled());
  expect(wantedAssignees(incident, DEFAULT_POLICY)).toEqual(['prima']);
});
