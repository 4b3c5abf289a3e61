/**
 * The journal entries owed for comments that are gone (C4, E1): what stood there, as far as the cache still knows it. Talk that carried no command
 * leaves no text behind: people delete a comment to take back what should not be read.
 */
import { compareInstants } from '../compare-instants.ts';
import type { JournalEntry } from './journal.ts';
import { FORMER_CHARACTERS } from './reading.ts';
import type { CommentFacts, IncidentRecord, Instant } from './record.ts';

type Withdrawn = JournalEntry & { kind: 'withdrawn' };
type Judged = JournalEntry & { kind: 'judged' };

function ofKnown(comment: CommentFacts, isRecorded: boolean): Withdrawn {
  return {
    kind: 'withdrawn',
    comment: comment.id,
    by: comment.deleted?.by ?? null,
    author: comment.author,
    createdAt: comment.createdAt,
    at: comment.deleted?.at ?? comment.updatedAt,
    former: isRecorded ? comment.body.slice(0, FORMER_CHARACTERS) : null,
  };
}

/** GitHub's own trace of a deletion gives the time where the cache does not. */
function deletedAt(record: IncidentRecord, after: Instant): Instant {
  const traces = (record.events ?? []).filter(
    (e) => e.kind === 'comment_deleted' && compareInstants(e.at, after) >= 0,
  );
  return traces.at(-1)?.at ?? after;
}

/** `isCommand` tells whether a text holds commands of ours. */
export function withdrawalsOwed(
  record: IncidentRecord,
  isCommand: (text: string, createdAt: Instant) => boolean,
): readonly Withdrawn[] {
  const done = new Set(record.journal.flatMap((e) => (e.kind === 'withdrawn' ? [e.comment] : [])));
  const judged = new Map<number, Judged[]>();
  for (const entry of record.journal) {
    if (entry.kind === 'judged' && entry.comment !== 0)
      judged.set(entry.comment, [...(judged.get(entry.comment) ?? []), entry]);
  }
  const known = new Set(record.comments.map((c) => c.id));
  const deleted = record.comments
    .filter((c) => c.deleted !== null && !done.has(c.id) && !c.author.isBot && c.author.id !== record.self)
    .map((c) =>
      ofKnown(c, (judged.get(c.id) ?? []).some((e) => e.verdict !== '') || isCommand(c.body, c.createdAt)),
    );
  const forgotten = [...judged]
    .filter(([id]) => !known.has(id) && !done.has(id))
    .map(([comment, entries]): Withdrawn => {
      const first = entries[0];
      const last = entries.at(-1);
      if (first === undefined || last === undefined) throw new Error('a comment without entries was grouped');
      const at = deletedAt(record, last.at);
      return {
        kind: 'withdrawn',
        comment,
        by: null,
        author: first.by,
        createdAt: first.createdAt,
        at,
        former: null,
      };
    });
  return [...deleted, ...forgotten];
}
