/**
 * Whether Muster closes the issue of a part as a duplicate, or opens it again (D6). Each once: an issue that a person reopened afterwards stands for
 * itself again, and one that a person closed stays closed. Whose turn the last one was is on GitHub, so it survives a loss of the database.
 */
import { compareInstants } from '../compare-instants.ts';
import { inOrder } from './history.ts';
import type { Incident } from './incident.ts';
import type { IncidentRecord, IssueEventFacts } from './record.ts';

type Turn = IssueEventFacts & { readonly kind: 'closed' | 'reopened' };

function lastTurn({ events }: IncidentRecord): Turn | null {
  const turns = (events ?? []).filter((e): e is Turn => e.kind === 'closed' || e.kind === 'reopened');
  return turns.toSorted(inOrder).at(-1) ?? null;
}

/** The state that GitHub should show, or null: as it is. */
export function wantedState(
  record: IncidentRecord,
  { phase, merge }: Pick<Incident, 'phase' | 'merge'>,
): 'open' | 'closed' | null {
  const { issue, self } = record;
  const last = lastTurn(record);
  const isClosedByUs = last?.kind === 'closed' && self !== null && last.actor?.id === self;
  if (merge !== null) {
    // an issue that is open although we closed it was reopened, and the record will say so
    const isDone = isClosedByUs && compareInstants(last.at, wholeSecond(merge.at)) >= 0;
    return issue.state === 'open' && !isDone ? 'closed' : null;
  }
  return phase === 'open' && issue.state === 'closed' && isClosedByUs ? 'open' : null;
}

/** GitHub's clock ticks in whole seconds. */
function wholeSecond(at: Temporal.Instant): Temporal.Instant {
  return at.round({ smallestUnit: 'second', roundingMode: 'floor' });
}
