/**
 * The durations of one incident (N2). Differences of instants that people gave, never of anything else (N5); null = unknown.
 */
import { compareInstants } from '../compare-instants.ts';
import type { Incident, Instants } from './incident.ts';
import type { Instant } from './record.ts';

export interface Statistics {
  readonly toDetect: Temporal.Duration | null;
  readonly outage: Temporal.Duration | null;
  readonly toResolve: Temporal.Duration | null;
  readonly toAcknowledge: Temporal.Duration | null;
  readonly toDiagnose: Temporal.Duration | null;
  readonly toMitigate: Temporal.Duration | null;
}

/** From which instant to which each duration runs: the definitions that every report states (N2). */
export const DURATIONS: {
  readonly [K in keyof Statistics]: readonly [from: keyof Instants, to: keyof Instants];
} = {
  toDetect: ['startedAt', 'detectedAt'],
  outage: ['startedAt', 'resolvedAt'],
  toResolve: ['detectedAt', 'resolvedAt'],
  toAcknowledge: ['declaredAt', 'acknowledgedAt'],
  toDiagnose: ['detectedAt', 'diagnosedAt'],
  toMitigate: ['detectedAt', 'mitigatedAt'],
};

/**
 * A negative one is refused at the command. Where the record becomes contradictory later (a deleted statement, a failed validation that brings an
 * earlier close back), nothing can be refused any more: then it is unknown.
 */
function between(from: Instant | null, to: Instant | null): Temporal.Duration | null {
  if (from === null || to === null || compareInstants(from, to) > 0) return null;
  return from.until(to, { largestUnit: 'hour' });
}

/** Durations balanced to hours. */
export function statistics(incident: Pick<Incident, 'instants'>): Statistics {
  const { instants } = incident;
  const span = (name: keyof Statistics): Temporal.Duration | null => {
    const [from, to] = DURATIONS[name];
    return between(instants[from], instants[to]);
  };
  return {
    toDetect: span('toDetect'),
    outage: span('outage'),
    toResolve: span('toResolve'),
    toAcknowledge: span('toAcknowledge'),
    toDiagnose: span('toDiagnose'),
    toMitigate: span('toMitigate'),
  };
}
