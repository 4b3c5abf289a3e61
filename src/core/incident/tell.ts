/** The record of what was told to whom, after one more (M1, M2). */
import { compareInstants } from '../compare-instants.ts';
import type { Policy } from '../policy.ts';
import { updatePolicy } from '../update-policy.ts';
import type { IncidentEvent } from './event.ts';
import type { Communication } from './incident.ts';
import type { State } from './state.ts';

/** In the order of `at`. */
export function told(
  state: State,
  policy: Policy,
  event: IncidentEvent & { kind: 'communication' },
): readonly Communication[] {
  // They stand in the order of `at`, so the place is found from the end, where it nearly always is.
  const after = state.communications.findLastIndex((c) => compareInstants(c.at, event.occurredAt) <= 0);
  const earlier = state.communications.slice(0, after + 1);
  const before = earlier.findLast((c) => c.audience === event.audience);
  const minutes =
    before === undefined ? null : Math.floor(before.at.until(event.occurredAt).total('minutes'));
  const norm = updatePolicy(policy, state.severity, event.audience).soonestMinutes;
  const communication: Communication = {
    at: event.occurredAt,
    recordedAt: event.recordedAt,
    audience: event.audience,
    channel: event.channel,
    message: event.message,
    by: event.by ?? state.author,
    soonerThanNorm: minutes !== null && minutes < norm ? minutes : null,
    norm,
    corrected: event.corrected,
    source: event.source,
  };
  return [...earlier, communication, ...state.communications.slice(after + 1)];
}
