/**
 * Being part of another incident, as a state beside the ordinary ones (D6). Underneath, the issue's own life goes on: labels and closes of people are
 * kept, so that an incident that is no longer part of another is what it would have been without. Muster's own closing as a duplicate is no event of
 * that life.
 */
import type { Account } from './account.ts';
import { endedCalls } from './calls.ts';
import type { IncidentEvent } from './event.ts';
import type { Phase } from './incident.ts';
import type { Claim } from './neighbour.ts';
import type { Instant } from './record.ts';
import type { State } from './state.ts';

export interface Merge {
  /** Number of the other incident. */
  readonly into: number;
  readonly at: Instant;
  readonly by: Account | null;
  /** The comment of the other incident that took this one in; null: it was said here. */
  readonly claim: number | null;
  /** What the incident would be without. */
  readonly under: Exclude<Phase, 'merged'>;
}

type Moved = (state: State, event: IncidentEvent) => State;

function into(state: State, event: IncidentEvent & { kind: 'merged' }): State {
  const { occurredAt: at, by, into: number, claim } = event;
  const under = state.merge?.under ?? (state.phase === 'merged' ? 'open' : state.phase);
  if (under === 'none') return state;
  // said once more, here or on the other one: it is part since the first time, and people were sent there once
  const before = state.merge?.into === number ? state.merge : null;
  if (before !== null) return { ...state, merge: { ...before, claim: before.claim === null ? null : claim } };
  return {
    ...state,
    phase: 'merged',
    phaseSince: at,
    merge: { into: number, at, by, claim, under },
    calls: endedCalls(state.calls, null, at),
  };
}

function tookIn(state: State, event: IncidentEvent & { kind: 'took-in' }): State {
  const { source, by, recordedAt: at, part } = event;
  if (source.comment === null) return state;
  const claim: Claim = { part, comment: source.comment, at, by: by ?? state.author, url: source.url };
  return { ...state, claims: [...state.claims, claim] };
}

/** How one event moves the incident, `moved` being how it would without merging. */
export function throughMerge(state: State, event: IncidentEvent, moved: Moved): State {
  if (event.withdrawn === null) {
    if (event.kind === 'merged') return into(state, event);
    if (event.kind === 'took-in') return tookIn(state, event);
    if (event.kind === 'parted')
      return state.merge === null
        ? state
        : { ...state, phase: state.merge.under, phaseSince: event.occurredAt, merge: null };
  }
  const { merge } = state;
  if (merge === null) return moved(state, event);
  const after = moved({ ...state, merge: null, phase: merge.under }, event);
  const under = after.phase === 'merged' ? merge.under : after.phase;
  return { ...after, phase: 'merged', phaseSince: state.phaseSince, merge: { ...merge, under } };
}
