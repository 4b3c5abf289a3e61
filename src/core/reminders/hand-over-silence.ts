/**
 * R3: the author was made both Incident Lead and Technical Lead by the declaration and still is both. One comment asks to hand the lead over, with the
 * names of people who are here. Never again for this incident, whoever takes which role later.
 */
import { handOver } from '../documents/reminder-hand-over.ts';
import { type View, holdersNow } from '../documents/view.ts';
import { type Account, sameLogin } from '../incident/account.ts';
import { ROLE } from '../policy.ts';
import type { Silence } from './reminder.ts';

/** More names than that are no help. */
const NAMES = 5;

/** Held by the author since the declaration, or before, without a break. */
function isStill({ incident }: View, role: string): boolean {
  const { declaredAt } = incident.instants;
  return holdersNow(incident, role).some(
    (h) =>
      sameLogin(h.holder.login, incident.author.login) &&
      declaredAt !== null &&
      Temporal.Instant.compare(h.from, declaredAt) <= 0,
  );
}

/**
 * People who could lead, those with the least on their hands first: who wrote or is assigned, then who holds a role, those who fix last. They may all hold
 * roles, as far as is known: responders may command, and GitHub assigns collaborators only.
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
  return all
    .filter((who, i) => all.findIndex((other) => sameLogin(other.login, who.login)) === i)
    .toSorted((a, b) => burden(a) - burden(b))
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
          due: declaredAt.add({ minutes }),
          calls: [incident.author],
          say: (calls) => handOver(view, candidates(view), calls),
        },
      ],
    },
  ];
}
