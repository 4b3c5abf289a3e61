/**
 * How a comment of some moment is read: the zone of bare times (C6) and whether only the prefix counts (C1). The configuration may change during an
 * incident; what was written before goes on being read as it was.
 */
import { compareInstants } from '../compare-instants.ts';
import type { Policy } from '../policy.ts';
import type { JournalEntry } from './journal.ts';
import type { Instant } from './record.ts';

export interface ReadingRules {
  readonly zone: string;
  readonly prefixOnly: boolean;
}

type Configured = JournalEntry & { kind: 'configured' };

const isChange = (entry: JournalEntry): entry is Configured => entry.kind === 'configured';

function rulesOf(policy: Policy): ReadingRules {
  return { zone: policy.zone, prefixOnly: policy.commands.prefixOnly };
}

/** The rules in force at an instant: the last ones journaled by then; before the first, those; with none, the policy's. */
export function readingRules(journal: readonly JournalEntry[], policy: Policy, at: Instant): ReadingRules {
  const last =
    journal.findLast((e): e is Configured => isChange(e) && compareInstants(e.at, at) <= 0) ??
    journal.find(isChange);
  return last === undefined ? rulesOf(policy) : { zone: last.zone, prefixOnly: last.prefixOnly };
}

/** The journal entry owed when the policy reads differently from what was journaled last; the first is owed at once. */
export function configuredEntry(
  journal: readonly JournalEntry[],
  policy: Policy,
  at: Instant,
): Configured | null {
  const last = journal.findLast(isChange);
  const now = rulesOf(policy);
  if (last !== undefined && last.zone === now.zone && last.prefixOnly === now.prefixOnly) return null;
  return { kind: 'configured', ...now, at };
}
