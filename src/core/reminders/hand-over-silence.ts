/**
 * R3: the author was made both Incident Lead and Technical Lead by the declaration and still is both. One comment asks to hand the lead over, with the
 * names of people who are here or are listed to lead. Never again for this incident, whoever takes which role later.
 */
import { compareInstants } from '../compare-instants.ts';
import { handOver } from '../documents/reminder-hand-over.ts';
import { type View, holdersNow } from '../documents/view.ts';
import { type Account, sameLogin } from '../incident/account.ts';
import type { Incident } from '../incident/incident.ts';
import type { Instant } from '../incident/record.ts';
import { type Policy, ROLE } from '../policy.ts';
import type { Silence } from './reminder.ts';

/** More names than that are no help. */
const NAMES = 5;

/** Its own: a part may have been declared before (D6). */
function declaration({ timeline, instants }: Incident): Instant | null {
  const own = timeline.find((e) => e.kind === 'declared' && e.origin === undefined);
  return own?.occurredAt ?? instants.declaredAt;
}

/** Held by the author since the declaration, or before, without a break. */
function isStill({ incident }: View, role: string): boolean {
  const declaredAt = declaration(incident);
  return holdersNow(incident, role).some(
    (h) =>
      sameLogin(h.holder.login, incident.author.login) &&
      declaredAt !== null &&
      compareInstants(h.from, declaredAt) <= 0,
  );
}

/** Whom the policy lists as able to lead at the gravest severities (S1): known by name only. */
function listed({ severities }: Policy): readonly Account[] {
  return severities.flatMap((s) => s.leaders ?? []).map((login) => ({ id: 0, login, isBot: false }));
}

/**
 * People who could lead, those with the least on their hands first: who wrote or is assigned, then who holds a role, those who fix last; behind them whoever
 * is listed to lead what is graver. They may all hold roles, as far as is known: responders may command, and GitHub assigns collaborators only.
 */
function candidates({ incident, policy }: View): readonly Account[] {
  const technical = new Set(policy.roles.filter((r) => r.isTechnical).map((r) => r.id));
  const holding = incident.holdings.filter((h) => h.to === null);
  const burden = (who: Account): number => {
    const own = holding.filter((h) => sameLogin(h.holder.login, who.login));
    return own.length + (own.some((h) => technical.has(h.role)) ? 100 : 0);
  };
  const all = [...incident.responders, ...incident.assignees].filter(
    (who) => !who.isBot && !sameLogin(who.login, incident.author.login),
  );
  const here = all.toSorted((a, b) => burden(a) - burden(b));
  const named = [...here, ...listed(policy).filter((who) => !sameLogin(who.login, incident.author.login))];
  return named
    .filter((who, i) => named.findIndex((other) => sameLogin(other.login, who.login)) === i)
    .slice(0, NAMES);
}

export function handOverSilence(view: View): readonly Silence[] {
  const { incident, policy } = view;
  const { declaredAt, mitigatedAt, resolvedAt } = incident.instants;
  const { handOverAfterMinutes: minutes } = policy.reminders;
  if (minutes === null || declaredAt === null || mitigatedAt !== null || resolvedAt !== null) return [];
  if (!isStill(view, ROLE.incidentLead) || !isStill(view, ROLE.technicalLead)) return [];
  return [
    {
      reminders: [
        {
          key: 'reminder:hand-over',
          due: incident.phaseSince.add({ minutes }),
          calls: [incident.author],
          say: (calls) => handOver(view, candidates(view), calls),
        },
      ],
    },
  ];
}
