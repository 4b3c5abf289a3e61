import { describe, expect, test } from '@jest/globals';
import { DEFAULT_POLICY } from '../../../src/config/default-policy.ts';
import { leadsWords } from '../../../src/core/documents/leads-words.ts';
import { type Phrase, paragraph, toMarkdown } from '../../../src/core/documents/markdown.ts';
import type { View } from '../../../src/core/documents/view.ts';
import { warnings } from '../../../src/core/documents/warnings.ts';
import {
  closedOutage,
  declaredOutage,
  holding,
  mitigatedOutage,
  viewOf,
} from '../../support/build-incident.ts';
import { flattenEmail } from '../../support/flatten-email.ts';

function plain(words: Phrase): string {
  return flattenEmail(toMarkdown([paragraph(words)])).trim();
}

function warned(view: View): readonly string[] {
  return warnings(view).map(plain);
}

const holdings = [holding('incident-lead', 'eric', '08:03')];

describe('R4: what the board points out', () => {
  test('nothing when all is well, or when nobody works on it any more', () => {
    expect(warned(viewOf(mitigatedOutage()))).toEqual([]);
    expect(warned(viewOf({ ...declaredOutage(), phase: 'stood-down' }))).toEqual([]);
  });

  test('R3: the one who fixes also coordinates', () => {
    expect(warned(viewOf(declaredOutage()))).toEqual([
      'prima coordinates and fixes at once. Hand the lead over: whoever is free writes /take lead.',
    ]);
  });

  test('the Incident Lead owns an open fix', () => {
    const open = { ...mitigatedOutage(), holdings, actions: closedOutage().actions };
    expect(warned(viewOf(open))).toEqual(['eric leads and owns action item 1, a fix: delegate it.']);
    const done = open.actions.map((a) => ({ ...a, doneAt: open.phaseSince }));
    expect(warned(viewOf({ ...open, actions: done }))).toEqual([]);
    expect(
      warned(viewOf({ ...open, actions: open.actions.map((a) => ({ ...a, isWithdrawn: true })) })),
    ).toEqual([]);
  });

  test('a Tester also holds a technical role', () => {
    const both = [...mitigatedOutage().holdings, holding('technical-assist', 'eric', '08:50')];
    expect(warned(viewOf({ ...mitigatedOutage(), holdings: both }))).toEqual([
      'eric tests and is also Technical Assist: a pass would not be independent of the fix.',
    ]);
  });
});

describe('R3: who leads', () => {
  test('the holders, since when', () => {
    expect(plain(leadsWords(viewOf(mitigatedOutage())) ?? '')).toBe(
      'Incident Lead sylvain since 08:06 · Technical Lead prima since 08:03',
    );
  });

  test('nobody yet: who may take it, as this repository writes commands', () => {
    const policy = {
      ...DEFAULT_POLICY,
      commands: { ...DEFAULT_POLICY.commands, teams: ['acme/sre'], prefixOnly: true },
    };
    expect(plain(leadsWords(viewOf({ ...declaredOutage(), holdings: [] }, { policy })) ?? '')).toBe(
      'nobody is Incident Lead or Technical Lead yet, anybody with triage permission or more or in acme/sre may take it: /incident take lead or /incident take tech',
    );
  });
});
