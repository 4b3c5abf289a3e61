/** What people did before the label made an incident of it (D1, R3, N2): it counts, and the declaration does not undo it. */
import { expect, test } from '@jest/globals';
import { at, given, labelled, said } from '../../support/given.ts';

test('R3: a lead who took the role before the label keeps it; the author holds only what is free', () => {
  const { incident } = given(said('sylvain', '08:01', '/take lead'), labelled('08:03'));
  expect(incident.holdings.map(({ role, holder, to }) => [role, holder.login, to])).toEqual([
    ['incident-lead', 'sylvain', null],
    ['technical-lead', 'prima', null],
  ]);
});

test.each([['/ack'], ['/take assist'], ['looking']])(
  'N1, N2: %s before the declaration is no acknowledgement of it, and no negative time',
  (text) => {
    const early = given(said('sylvain', '08:01', text), labelled('08:03'));
    expect(early.incident.instants).toMatchObject({ declaredAt: at('08:03'), acknowledgedAt: null });
    const both = given(said('sylvain', '08:01', text), labelled('08:03'), said('atul', '08:05', '/ack'));
    expect(both.incident.instants.acknowledgedAt).toEqual(at('08:05'));
  },
);
