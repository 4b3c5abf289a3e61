import { describe, expect, test } from '@jest/globals';
import { DEFAULT_POLICY } from '../../../src/config/default-policy.ts';
import { leadsWords } from '../../../src/core/documents/leads-words.ts';
import { type Phrase, paragraph, toMarkdown } from '../../../src/core/documents/markdown.ts';
import type { View } from '../../../src/core/documents/view.ts';
import type { Incident } from '../../../src/core/incident/incident.ts';
import { warnings } from '../../../src/core/documents/warnings.ts';
import {
  at,
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

/** The outage with somebody who tells leadership too. */
function calm(): Incident {
  const outage = mitigatedOutage();
  const teller = holding('communication-lead', 'gillian', '08:06', null, 'leadership');
  return { ...outage, holdings: [...outage.holdings, teller] };
}

const holdings = [holding('incident-lead', 'eric', '08:03')];

describe('R4: what the board points out', () => {
  test('nothing when all is well, or when nobody works on it any more', () => {
    expect(warned(viewOf(calm()))).toEqual([]);
    expect(warned(viewOf({ ...declaredOutage(), phase: 'stood-down' }))).toEqual([]);
  });

  test('R3: the one who fixes also coordinates', () => {
    expect(warned(viewOf(declaredOutage()))).toEqual([
      'prima coordinates and fixes at once. Hand the lead over: whoever is free writes /take lead.',
    ]);
  });

  test('the Incident Lead owns an open fix', () => {
    const open = { ...calm(), holdings: [...calm().holdings, ...holdings], actions: closedOutage().actions };
    expect(warned(viewOf(open))).toEqual(['eric leads and owns action item 1, a fix: delegate it.']);
    const done = open.actions.map((a) => ({ ...a, doneAt: open.phaseSince }));
    expect(warned(viewOf({ ...open, actions: done }))).toEqual([]);
    expect(
      warned(viewOf({ ...open, actions: open.actions.map((a) => ({ ...a, isWithdrawn: true })) })),
    ).toEqual([]);
  });

  test('a Tester also holds a technical role', () => {
    const both = [...calm().holdings, holding('technical-assist', 'eric', '08:50')];
    expect(warned(viewOf({ ...calm(), holdings: both }))).toEqual([
      'eric tests and is also Technical Assist: a pass would not be independent of the fix.',
    ]);
  });
});

describe('R4: nobody does what is needed', () => {
  test('M2: nobody tells an audience that waits', () => {
    expect(warned(viewOf(mitigatedOutage()))).toEqual([
      'Nobody leads communication with leadership, and an update is due by 09:32. Take it: /take comms leadership.',
    ]);
  });

  test('a needed role is empty for too long, as the clock says', () => {
    const [role] = DEFAULT_POLICY.roles;
    if (role === undefined) throw new Error('there is no role');
    const overdue = [{ role, audience: null, since: at('08:40') }];
    expect(warned(viewOf(calm(), { overdue }))).toEqual([
      'No Incident Lead since 08:40. Take it: /take lead.',
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
