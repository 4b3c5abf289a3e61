/**
 * Brings the Incident Lead from a severity's list of leaders, and gives the lead back when the severity goes (S1). Looked at after everything that may
 * change severity or phase. What was decided once is in the journal and is not decided anew: lists and rights change, and the past does not.
 */
import { ROLE } from '../policy.ts';
import { type Account, sameLogin } from './account.ts';
import type { Source } from './incident.ts';
import { type Led, type Ledger, happen } from './ledger.ts';
import type { Instant } from './record.ts';
import { holdersOf } from './state.ts';

type Choice = Pick<Led, 'leader' | 'skipped'>;

/** Whoever leads and is listed; else the first listed who may and who does not lead the fix. */
function choose({ state, input }: Ledger, listed: readonly string[]): Choice {
  const isOne = (who: Account): boolean => listed.some((login) => sameLogin(login, who.login));
  const present = holdersOf(state.holdings, ROLE.incidentLead).find(isOne);
  if (present !== undefined) return { leader: present, skipped: [] };
  const fixers = holdersOf(state.holdings, ROLE.technicalLead);
  const skipped: string[] = [];
  for (const login of listed) {
    if (fixers.some((a) => sameLogin(a.login, login))) continue;
    const person = input.rights.person(login);
    if (person.kind === 'may-hold') return { leader: person.account, skipped };
    skipped.push(login);
  }
  return { leader: null, skipped };
}

export function callLeader(ledger: Ledger, at: Instant, by: Account | null, source: Source): void {
  const { severity, phase, leadership } = ledger.state;
  if (phase !== 'open' || leadership?.severity === severity) return;
  const { policy } = ledger.input;
  const number = ledger.leaderships + 1;
  const before = ledger.ledBefore.find((e) => e.number === number && e.severity === severity);
  const leaders = policy.severities.find((s) => s.id === severity)?.leaders ?? null;
  if (severity === null || (before === undefined && leaders === null)) {
    if (leadership !== null) happen(ledger, { kind: 'leader-released' }, at, by, source);
    return;
  }
  const { leader, skipped } = before ?? choose(ledger, leaders ?? []);
  if (before === undefined) ledger.led.push({ kind: 'led', number, severity, leader, skipped, at });
  ledger.leaderships = number;
  happen(ledger, { kind: 'leader-called', number, severity, leader, skipped }, at, by, source);
}
