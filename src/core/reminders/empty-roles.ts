/**
 * Needed roles that nobody holds, and since when (R4). The policy says which are needed always; Testers are once it is mitigated, where the severity wants
 * a validation.
 */
import { compareInstants } from '../compare-instants.ts';
import { earliest } from '../earliest.ts';
import { type EmptyRole, type View, holdersNow, severityOf } from '../documents/view.ts';
import type { Instant } from '../incident/record.ts';
import { ROLE, type RolePolicy } from '../policy.ts';
import { isOngoing, later } from './attention.ts';
import { cadences } from './cadence.ts';

/** Since when each is needed. */
function needed(view: View): readonly EmptyRole[] {
  const { incident, policy } = view;
  const { mitigatedAt } = incident.instants;
  const always = isOngoing(view) ? policy.roles.filter((r) => r.isNeeded) : [];
  const seats = always.flatMap((role): readonly EmptyRole[] =>
    role.isPerAudience
      ? cadences(view).map(({ audience }) => ({ role, audience, since: incident.phaseSince }))
      : [{ role, audience: null, since: incident.phaseSince }],
  );
  const tester = policy.roles.find((r) => r.id === ROLE.tester);
  const isTested = severityOf(view)?.needsTesters === true && incident.validation.state !== 'passed';
  if (tester === undefined || tester.isNeeded || !isTested || mitigatedAt === null) return seats;
  return [...seats, { role: tester, audience: null, since: mitigatedAt }];
}

function emptySince({ incident }: View, role: RolePolicy, audience: string | null, since: Instant): Instant {
  return incident.holdings
    .filter((h) => h.role === role.id && h.audience === audience)
    .flatMap((h) => h.to ?? [])
    .reduce(later, since);
}

function emptyRoles(view: View): readonly EmptyRole[] {
  if (view.incident.phase !== 'open') return [];
  return needed(view)
    .filter(({ role, audience }) => holdersNow(view.incident, role.id, audience).length === 0)
    .map(({ role, audience, since }) => ({ role, audience, since: emptySince(view, role, audience, since) }));
}

/** Those that are empty for longer than the policy allows, and when the next one will be. */
export function overdueRoles(
  view: View,
  now: Instant,
): { readonly overdue: readonly EmptyRole[]; readonly wakeAt: Instant | null } {
  const minutes = view.policy.reminders.emptyRoleAfterMinutes;
  const isAhead = ({ since }: EmptyRole): boolean => compareInstants(since.add({ minutes }), now) > 0;
  const empty = emptyRoles(view);
  const ahead = empty.filter(isAhead).map(({ since }) => since.add({ minutes }));
  return {
    overdue: empty.filter((one) => !isAhead(one)),
    wakeAt: earliest(...ahead),
  };
}
