/**
 * How an audience is reached (M4): where it is told unless said otherwise, and who belongs to it.
 */
import type { Incident, Reach } from './incident.ts';

const NOT_KNOWN: Reach = { channel: null, stakeholders: [] };

/** Own keys only, whatever an audience is called. */
export function reachOf(reach: Incident['reach'], audience: string): Reach {
  return (Object.hasOwn(reach, audience) ? reach[audience] : undefined) ?? NOT_KNOWN;
}

export function withReach(
  reach: Incident['reach'],
  audience: string,
  change: Partial<Reach>,
): Incident['reach'] {
  return { ...reach, [audience]: { ...reachOf(reach, audience), ...change } };
}
