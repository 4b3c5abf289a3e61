/**
 * The issue's state after Muster closed or opened it (D6). GitHub sends our own events back to us, but not into the cached timeline; whose turn the last one
 * was decides whether the issue is opened again, so it is written down at once.
 */
import { saveIssue, loadIssue } from '../store/issues.ts';
import { addOwnEvent } from '../store/issue-events.ts';
import { touchIncident } from '../store/incident-row.ts';
import type { IncidentKey } from '../store/incident-key.ts';
import type { Database } from '../store/tables.ts';
import type { EffectAnswer } from './effect.ts';
import type { Ports } from './ports.ts';

/** Call in the transaction that keeps the answer. */
export async function keepState(
  { ports, key }: { readonly ports: Pick<Ports, 'self'>; readonly key: IncidentKey },
  db: Database,
  { issue }: EffectAnswer,
): Promise<void> {
  if (issue === undefined) return;
  await touchIncident(db, key);
  const known = await loadIssue(db, key);
  if (known === null) return;
  const { state, reason, closedAt, updatedAt } = issue;
  await saveIssue(db, key, { ...known.facts, state, stateReason: reason, closedAt }, updatedAt);
  const actor = { id: await ports.self(), login: '', isBot: true };
  const at = closedAt ?? updatedAt;
  const own = { id: `own-${state}-${at.epochMilliseconds}`, actor, at };
  await addOwnEvent(
    db,
    key,
    state === 'closed' ? { ...own, kind: 'closed', reason } : { ...own, kind: 'reopened' },
  );
}
