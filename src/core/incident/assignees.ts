/** Who is assigned to the issue (R5): those who hold a role, within GitHub's limit, in the order of the role table. */
import type { Policy } from '../policy.ts';
import type { Incident } from './incident.ts';

/** GitHub's limit. */
export const MOST_ASSIGNEES = 10;

/** Logins. */
export function wantedAssignees(incident: Pick<Incident, 'holdings'>, policy: Policy): readonly string[] {
  const order = new Map(policy.roles.map((r, index) => [r.id, index]));
  const holders = incident.holdings
    .filter((h) => h.to === null && !h.holder.isBot)
    .toSorted((a, b) => (order.get(a.role) ?? order.size) - (order.get(b.role) ?? order.size))
    .map((h) => h.holder.login);
  return holders
    .filter((login, i) => holders.findIndex((l) => l.toLowerCase() === login.toLowerCase()) === i)
    .slice(0, MOST_ASSIGNEES);
}
