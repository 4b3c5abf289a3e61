/**
 * Whether an incident is still waited for, and since when (M2, T2).
 */
import { compareInstants } from '../compare-instants.ts';
import type { Incident } from '../incident/incident.ts';
import type { Instant } from '../incident/record.ts';
import type { Policy } from '../policy.ts';

type Seen = { readonly incident: Incident; readonly policy: Policy };

export function later(a: Instant, b: Instant): Instant {
  return compareInstants(a, b) > 0 ? a : b;
}

/** Something is owed to somebody: it is not over. */
export function isOngoing({ incident }: Pick<Seen, 'incident'>): boolean {
  return incident.phase === 'open' && incident.instants.resolvedAt === null;
}

function remindsWhileMitigated({ incident, policy }: Seen): boolean {
  return policy.severities.find((s) => s.id === incident.severity)?.remindsWhileMitigated ?? false;
}

/** Mitigated and not yet resolved, failed or reopened: customers are well again, and nobody is called unless the severity says so. */
export function isQuiet(seen: Seen): boolean {
  return seen.incident.instants.mitigatedAt !== null && !remindsWhileMitigated(seen);
}

/**
 * Since when it is waited for without a break: the declaration, the label that came back, the reopening, or the failed validation that took back what had
 * quieted it. No silence is older.
 */
export function attendedSince(seen: Seen): Instant {
  const { phaseSince } = seen.incident;
  // what was tried on a part says nothing of the whole
  const timeline = seen.incident.timeline.filter((e) => e.origin === undefined);
  const failed = timeline.findLast((e) => e.kind === 'validation-failed' && e.withdrawn === null)?.occurredAt;
  if (failed === undefined) return phaseSince;
  const hadQuieted = timeline.some(
    (e) =>
      (e.kind === 'resolved' || (e.kind === 'mitigated' && !remindsWhileMitigated(seen))) &&
      e.withdrawn === null &&
      compareInstants(e.occurredAt, failed) <= 0,
  );
  return hadQuieted ? later(phaseSince, failed) : phaseSince;
}

/** A silence that began then, as part of a key. */
export function secondOf(instant: Instant): string {
  return String(Math.floor(instant.epochMilliseconds / 1000));
}
