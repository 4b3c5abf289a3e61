/**
 * When an audience should hear again (M2, S4). Its cadence runs when the severity says that it must be told, when somebody leads communication with it,
 * and once it was told. The board shows what is due, the reminders call when it is past.
 */
import { compareInstants } from '../compare-instants.ts';
import { earliest } from '../earliest.ts';
import type { Account } from '../incident/account.ts';
import type { Communication, Incident } from '../incident/incident.ts';
import type { Instant } from '../incident/record.ts';
import { holdersOf } from '../incident/state.ts';
import { type Policy, ROLE } from '../policy.ts';
import { updatePolicy } from '../update-policy.ts';
import { attendedSince, isOngoing, later, secondOf } from './attention.ts';

export interface Cadence {
  /** The audience's id. */
  readonly audience: string;
  readonly last: Communication | null;
  /** Names this silence. */
  readonly silence: string;
  readonly due: Instant;
  readonly thenLead: Instant;
  /** Its Communication Leads. */
  readonly leads: readonly Account[];
}

/**
 * When something new makes an audience wait (the severity went up, somebody was named its lead, the issue was reopened), nobody is reminded in the
 * same breath of the hours before: so many minutes are given.
 */
const GRACE_MINUTES = 10;

type Seen = { readonly incident: Incident; readonly policy: Policy };

/** What makes its cadence run, each with when it began; the oldest counts. Null = it does not run. */
function runningSince(
  { incident, policy }: Seen,
  audience: string,
  last: Communication | null,
): Instant | null {
  const classified = incident.timeline.findLast(
    (e) => e.kind === 'severity' && e.withdrawn === null && e.origin === undefined,
  );
  const reasons = [
    ...(updatePolicy(policy, incident.severity, audience).isRequired
      ? [classified?.recordedAt ?? incident.phaseSince]
      : []),
    ...incident.holdings
      .filter((h) => h.role === ROLE.communicationLead && h.audience === audience && h.to === null)
      .map((h) => h.from),
    ...(last === null ? [] : [last.at]),
  ];
  return earliest(...reasons);
}

/** Null when nothing is owed to this audience. */
export function cadenceOf(seen: Seen, audience: string): Cadence | null {
  const { incident, policy } = seen;
  // a part may have been declared long before anybody was waited for here
  const declaredAt =
    incident.instantsFrom.declaredAt === undefined ? incident.instants.declaredAt : incident.phaseSince;
  const norm = updatePolicy(policy, incident.severity, audience);
  const last = incident.communications.findLast((c) => c.audience === audience) ?? null;
  const running = runningSince(seen, audience, last);
  if (!isOngoing(seen) || declaredAt === null || running === null || !norm.isReminded) return null;
  const attended = attendedSince(seen);
  const isTold = last !== null && compareInstants(last.at, attended) >= 0;
  const grace = Math.min(GRACE_MINUTES, norm.latestMinutes);
  const due = later(
    (last?.at ?? declaredAt).add({ minutes: norm.latestMinutes }),
    later(running, attended).add({ minutes: grace }),
  );
  return {
    audience,
    last,
    // by its comment, so that an edit of its time makes no new silence
    silence: isTold && last.source.comment !== null ? `c${last.source.comment}` : `t${secondOf(attended)}`,
    due,
    thenLead: due.add({ minutes: norm.thenLeadMinutes }),
    leads: holdersOf(incident.holdings, ROLE.communicationLead, audience),
  };
}

/** Those of all audiences that wait, in the policy's order. */
export function cadences(seen: Seen): readonly Cadence[] {
  return seen.policy.audiences.flatMap(({ id }) => cadenceOf(seen, id) ?? []);
}
