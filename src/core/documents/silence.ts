/**
 * How long each audience heard nothing (M2): from the start of the outage to the first update, between updates, and to the close.
 */
import type { Communication, Incident } from '../incident/incident.ts';
import type { Instant } from '../incident/record.ts';

export interface Silence {
  readonly from: Instant;
  readonly to: Instant;
  readonly when: 'before the first update' | 'between updates' | 'at the end';
}

/** The longest one of an audience that was told something; null without a length. */
export function longestSilence(
  incident: Incident,
  said: readonly Communication[],
  until: Instant,
): Silence | null {
  const { startedAt, detectedAt, declaredAt } = incident.instants;
  const begin = startedAt ?? detectedAt ?? declaredAt;
  const [first] = said;
  const last = said.at(-1);
  if (first === undefined || last === undefined) return null;
  const silences: Silence[] = said
    .slice(1)
    .map((c, i) => ({ from: said[i]?.at ?? c.at, to: c.at, when: 'between updates' }));
  if (begin !== null) silences.unshift({ from: begin, to: first.at, when: 'before the first update' });
  silences.push({ from: last.at, to: until, when: 'at the end' });
  const length = (s: Silence): number => s.to.epochMilliseconds - s.from.epochMilliseconds;
  const longest = silences.reduce((a, b) => (length(b) > length(a) ? b : a));
  return length(longest) > 0 ? longest : null;
}
