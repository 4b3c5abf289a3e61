/**
 * Who took part (X3's people to invite): whoever commanded or held a role.
 */
import { expect, test } from '@jest/globals';
import { toMarkdown } from '../../../src/core/documents/markdown.ts';
import { postmortemFacts } from '../../../src/core/documents/postmortem-facts.ts';
import { viewOf } from '../../support/build-incident.ts';
import { type Told, given, labelled, said } from '../../support/given.ts';

function logins(...story: readonly Told[]): readonly string[] {
  return given(...story).incident.responders.map((who) => who.login);
}

test('R5, X3: somebody who only ever held a role took part', () => {
  expect(logins(labelled(), said('sylvain', '08:05', '/role assist @atul @gillian'))).toEqual([
    'prima',
    'atul',
    'gillian',
    'sylvain',
  ]);
});

test('A1: a stranger’s talk, and a role that was refused, make no responder', () => {
  expect(
    logins(labelled(), said('stranger', '08:05', 'hello'), said('prima', '08:06', '/role assist @stranger')),
  ).toEqual(['prima']);
});

test('X3: people of whom GitHub showed no id are all named among those who fixed it', () => {
  const { incident } = given(labelled(), said('prima', '08:05', '/role assist @atul @gillian'));
  expect(incident.holdings.filter((h) => h.role === 'technical-assist').map((h) => h.holder.id)).toEqual([
    0, 0,
  ]);
  expect(toMarkdown(postmortemFacts(viewOf(incident)))).toContain('fix led by prima, with atul and gillian');
});
