/**
 * Who leads because of the severity (S1). Where a severity has leaders, whoever led before gives way to one of them and gets the lead back when the
 * severity goes, unless the called one took it up: wrote anything on the issue since, talk or command, or was the one who set the severity; or
 * somebody chose an Incident Lead since (`/role`, `/take`, `/release`).
 */
import { compareInstants } from '../compare-instants.ts';
import { ROLE } from '../policy.ts';
import { type Account, sameLogin } from './account.ts';
import type { IncidentEvent } from './event.ts';
import type { Instant } from './record.ts';

export interface Leadership {
  /** Counted from 1: how often this incident got a severity with leaders, or changed from one to another. */
  readonly number: number;
  /** The severity's id. */
  readonly severity: string;
  readonly at: Instant;
  /** Who leads because of it; null when nobody on the list can, or nobody is on it. */
  readonly leader: Account | null;
  /** The lead was given to the leader, who has to be told; false when one of the leaders led already. */
  readonly isCalled: boolean;
  /** Who gets the lead back. */
  readonly former: readonly Account[];
  /** Nothing is taken back and nobody is called any more. */
  readonly isTakenUp: boolean;
  /** Listed logins who may not hold a role here. */
  readonly skipped: readonly string[];
}

/** Whether the severity's end gives the lead back. */
export function givesBack(leadership: Leadership | null): leadership is Leadership {
  return leadership !== null && leadership.isCalled && !leadership.isTakenUp;
}

/** `present`: who leads at the moment. */
export function calledLeadership(
  event: IncidentEvent & { kind: 'leader-called' },
  present: readonly Account[],
  before: Leadership | null,
): Leadership {
  const { number, severity, leader, skipped, by } = event;
  // From one severity with leaders to another: who was called and did not answer is still called, and whoever led before the first gets it back.
  const from = givesBack(before) ? before : null;
  const isSame = leader !== null && from?.leader != null && sameLogin(leader.login, from.leader.login);
  if (from !== null && isSame) return { ...from, severity, skipped };
  const leads = leader !== null && present.some((a) => sameLogin(a.login, leader.login));
  const isThere = leader !== null && by !== null && sameLogin(by.login, leader.login);
  return {
    number,
    severity,
    at: event.occurredAt,
    leader,
    isCalled: leader !== null && !leads,
    former: from?.former ?? present,
    isTakenUp: leads || isThere,
    skipped,
  };
}

/** Whether an event shows that the lead is somebody's now. */
function takesUp({ leader, at }: Leadership, event: IncidentEvent): boolean {
  if (event.withdrawn !== null || compareInstants(event.recordedAt, at) < 0) return false;
  if (event.kind === 'role' && event.role === ROLE.incidentLead && !event.isInitial) return true;
  const { by, source } = event;
  return leader !== null && by !== null && source.comment !== null && sameLogin(by.login, leader.login);
}

/** The leadership after an event that is not about it. */
export function leadershipAfter(before: Leadership | null, event: IncidentEvent): Leadership | null {
  if (before === null || before.isTakenUp || event.kind === 'leader-called') return before;
  return takesUp(before, event) ? { ...before, isTakenUp: true } : before;
}
