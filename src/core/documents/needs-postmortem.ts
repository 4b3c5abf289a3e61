/**
 * Which incidents have a postmortem (X3): what is significant enough to be looked at again.
 */
import type { Incident } from '../incident/incident.ts';
import type { Policy } from '../policy.ts';

/** Whether this incident has a postmortem (X3): not below the policy's severity, not for a false alarm, drills only when asked for. */
export function needsPostmortem(
  incident: Pick<Incident, 'isDrill' | 'isFalseAlarm' | 'severity'>,
  policy: Policy,
): boolean {
  if (incident.isFalseAlarm || (incident.isDrill && !policy.postmortem.forDrills)) return false;
  const rank = (id: string | null): number => policy.severities.findIndex((s) => s.id === id);
  const own = rank(incident.severity);
  // One without a severity, or with one that the policy no longer knows, is not waved through.
  return own < 0 || own <= rank(policy.postmortem.fromSeverity);
}
