/** How a change of holders moves who held which role from when to when (R5). */
import { ROLE } from '../policy.ts';
import { type Account, sameLogin } from './account.ts';
import type { Holding } from './incident.ts';
import type { Instant } from './record.ts';

export function withHolders(
  holdings: readonly Holding[],
  role: string,
  audience: string | null,
  holders: readonly Account[],
  at: Instant,
): readonly Holding[] {
  const isOf = (h: Holding): boolean => h.role === role && h.audience === audience && h.to === null;
  const isAmong = (h: Holding): boolean => holders.some((a) => sameLogin(a.login, h.holder.login));
  const kept = holdings.map((h) => (isOf(h) && !isAmong(h) ? { ...h, to: at } : h));
  const now = holdings.filter(isOf);
  const added = holders
    .filter((a) => !now.some((h) => sameLogin(a.login, h.holder.login)))
    .map((holder): Holding => ({ role, audience, holder, from: at, to: null }));
  return [...kept, ...added];
}

/** Incident Leads by severity (S1). Whoever gives way in the moment in which they began never led. */
export function withLeads(
  holdings: readonly Holding[],
  holders: readonly Account[],
  at: Instant,
): readonly Holding[] {
  return withHolders(holdings, ROLE.incidentLead, null, holders, at).filter(
    (h) => h.role !== ROLE.incidentLead || h.to === null || !h.to.equals(h.from),
  );
}
