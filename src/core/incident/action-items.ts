/** How an action item comes into the list (P1): numbered in the order of recording; a withdrawn one keeps its number. */
import type { Account } from './account.ts';
import type { IncidentEvent } from './event.ts';
import type { ActionItem } from './incident.ts';

/** `author`: of the incident, for what nobody wrote. */
export function withAction(
  actions: readonly ActionItem[],
  event: IncidentEvent & { kind: 'action' },
  author: Account,
): readonly ActionItem[] {
  const item: ActionItem = {
    number: actions.length + 1,
    kind: event.action,
    text: event.text,
    owner: event.owner,
    by: event.due,
    programme: event.programme,
    author: event.by ?? author,
    recordedAt: event.recordedAt,
    doneAt: null,
    isWithdrawn: event.withdrawn !== null,
  };
  return [...actions, item];
}
