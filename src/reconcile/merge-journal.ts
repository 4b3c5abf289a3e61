/**
 * The journals of two boards, or of two pages, as one: what the younger says and the oldest lacks is added at the end, in its order (E2). Instants are no
 * part of what an entry says, since both may have judged the same text a moment apart.
 */
import type { JournalEntry } from '../core/incident/journal.ts';

function meaning(entry: JournalEntry): string {
  switch (entry.kind) {
    case 'judged':
      return `judged ${entry.comment} ${entry.hash} ${entry.verdict === 'e' ? 'e' : ''}`;
    case 'withdrawn':
      return `withdrawn ${entry.comment}`;
    case 'restored':
      return `restored ${entry.document} ${entry.at.epochMilliseconds}`;
    case 'configured':
      return `configured ${entry.zone} ${entry.prefixOnly}`;
    case 'sent':
      return `sent ${entry.what}`;
    case 'led':
      return `led ${entry.number}`;
    case 'taken':
      return `taken ${entry.comment}`;
    case 'let-go':
      return `let-go ${entry.into} ${entry.comment}`;
    case 'joined':
    case 'left':
      return `${entry.kind} ${entry.part}`;
    case 'opened':
      return `opened ${entry.document} ${entry.number}`;
    default:
      return entry satisfies never;
  }
}

/** What `younger` holds beyond `journal`; an entry that it holds more often (a text that came back) counts as often. */
export function missingIn(
  journal: readonly JournalEntry[],
  younger: readonly JournalEntry[],
): readonly JournalEntry[] {
  const left = new Map<string, number>();
  for (const entry of journal) left.set(meaning(entry), (left.get(meaning(entry)) ?? 0) + 1);
  return younger.filter((entry) => {
    const count = left.get(meaning(entry)) ?? 0;
    left.set(meaning(entry), count - 1);
    return count <= 0;
  });
}
