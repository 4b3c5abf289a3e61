/**
 * The instants of an incident (N1): what was said last and still stands, and what GitHub's own events say. Nothing is guessed (N5).
 */
import type { Instants } from './incident.ts';
import type { Instant } from './record.ts';
import { type State, standing } from './state.ts';

/** Labelled longer after its creation, an issue was not detected when it was created (D2). */
const DETECTION_BOUND_HOURS = 24;

function detected(state: State): Instant | null {
  const said = standing(state, 'detected');
  if (said !== null) return said;
  const { createdAt, declaredAt } = state;
  const isLate = declaredAt !== null && createdAt.until(declaredAt).total('hours') > DETECTION_BOUND_HOURS;
  return isLate ? null : createdAt;
}

export function instantsOf(state: State): Instants {
  return {
    startedAt: standing(state, 'started'),
    detectedAt: detected(state),
    declaredAt: state.declaredAt,
    acknowledgedAt: state.acknowledgedAt,
    diagnosedAt: standing(state, 'diagnosed'),
    mitigatedAt: standing(state, 'mitigated'),
    resolvedAt: standing(state, 'resolved') ?? state.closedAt,
  };
}

/** Each instant in a word, as refusals and documents name it. */
export const INSTANT_WORD: { readonly [K in keyof Instants]: string } = {
  startedAt: 'started',
  detectedAt: 'detected',
  declaredAt: 'declared',
  acknowledgedAt: 'acknowledged',
  diagnosedAt: 'diagnosed',
  mitigatedAt: 'mitigated',
  resolvedAt: 'resolved',
};
