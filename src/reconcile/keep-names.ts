/**
 * Labels and assignees after a write of ours, as the answer lists them. The answer says more than what was written: a label that it shows and nobody told
 * us of is an event that was lost. The cache then knows the label and not its history, and no list would ever differ again; so the incident is read in
 * full (E2).
 */
import type { IssueFacts } from '../core/incident/record.ts';
import type { IncidentKey } from '../store/incident-key.ts';
import { markStale, touchIncident } from '../store/incident-row.ts';
import { loadIssue, saveIssue } from '../store/issues.ts';
import { dropMemo, saveMemo } from '../store/memos.ts';
import type { Database } from '../store/tables.ts';
import type { Effect, EffectAnswer } from './effect.ts';
import { assignedMemo, assigneeMemo, labelMemo } from './memo-names.ts';
import type { Ports } from './ports.ts';

export type NamesEffect = Extract<
  Effect,
  { readonly kind: 'add-labels' | 'remove-label' | 'add-assignees' | 'remove-assignees' }
>;

const lower = (names: readonly string[]): ReadonlySet<string> => new Set(names.map((n) => n.toLowerCase()));

function isSame(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && a.isSubsetOf(b);
}

/** What GitHub dropped without a word is not asked for again. */
async function keepOutcome(
  db: Database,
  key: IncidentKey,
  effect: NamesEffect,
  after: ReadonlySet<string>,
): Promise<void> {
  const has = (name: string): boolean => after.has(name.toLowerCase());
  switch (effect.kind) {
    case 'add-labels':
      for (const label of effect.labels) if (!has(label)) await saveMemo(db, key, labelMemo(label), null);
      return;
    case 'add-assignees':
      for (const login of effect.logins)
        await saveMemo(db, key, has(login) ? assignedMemo(login) : assigneeMemo(login), null);
      return;
    case 'remove-assignees':
      for (const login of effect.logins) await dropMemo(db, key, assignedMemo(login));
      return;
    case 'remove-label':
  }
}

/** What should stand after the write by all that was known before; names that GitHub dropped are not expected. */
function expected(
  effect: NamesEffect,
  before: ReadonlySet<string>,
  after: ReadonlySet<string>,
): ReadonlySet<string> {
  switch (effect.kind) {
    case 'add-labels':
      return before.union(lower(effect.labels).intersection(after));
    case 'add-assignees':
      return before.union(lower(effect.logins).intersection(after));
    case 'remove-label':
      return before.difference(lower([effect.label]));
    case 'remove-assignees':
      return before.difference(lower(effect.logins));
  }
}

/** The issue's part that the effect is about, after it. A label that was gone already has an answer without labels: somebody was faster. */
function patchOf(
  effect: NamesEffect,
  { labels, assignees }: EffectAnswer,
  before: Pick<IssueFacts, 'labels' | 'assignees'>,
): Partial<Pick<IssueFacts, 'labels' | 'assignees'>> | null {
  if (effect.kind === 'remove-label' && labels === null) {
    const gone = effect.label.toLowerCase();
    return { labels: before.labels.filter((label) => label.toLowerCase() !== gone) };
  }
  if (effect.kind === 'add-labels' || effect.kind === 'remove-label')
    return labels === null ? null : { labels };
  return assignees === null ? null : { assignees };
}

/** Call in the transaction that keeps the answer. */
export async function keepNames(
  { queue }: Pick<Ports, 'queue'>,
  db: Database,
  key: IncidentKey,
  effect: NamesEffect,
  answer: EffectAnswer,
): Promise<void> {
  await touchIncident(db, key);
  const issue = await loadIssue(db, key);
  if (issue === null) return;
  const patch = patchOf(effect, answer, issue.facts);
  if (patch === null) return;
  const namesIn = ({ labels, assignees }: typeof patch): ReadonlySet<string> =>
    lower(labels ?? assignees?.map(({ login }) => login) ?? []);
  const isOfLabels = patch.labels !== undefined;
  const before = namesIn(isOfLabels ? { labels: issue.facts.labels } : { assignees: issue.facts.assignees });
  const after = namesIn(patch);
  await keepOutcome(db, key, effect, after);
  await saveIssue(db, key, { ...issue.facts, ...patch }, issue.updatedAt);
  const isUntold = isOfLabels && answer.labels === null;
  if (!isUntold && isSame(after, expected(effect, before, after))) return;
  await markStale(db, key, 'the answer to our own write shows what nobody told');
  await queue().wake(key);
}
