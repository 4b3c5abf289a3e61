/**
 * What stands on GitHub of ours, as far as the cache knows: the other half of the difference.
 */
import type { DocumentKey, DocumentLinks } from '../core/documents/document.ts';
import type { Reaction } from './effect.ts';

export interface ObservedDocument {
  readonly key: DocumentKey;
  readonly kind: 'comment' | 'issue';
  /** Comment id or issue id. */
  readonly id: number;
  /** An issue's own number; for a comment, the issue it stands on. */
  readonly number: number;
  readonly nodeId: string;
  readonly url: string;
  /** The whole body as it stands; null for an issue that was not read in this run. */
  readonly body: string | null;
  /** `digest` of the body that Muster wrote last, or null when not known. */
  readonly writtenHash: string | null;
  readonly once: string | null;
}

/** A younger comment of ours with the key of an older one: GitHub answered late, or a list lagged when Muster looked for the first. */
export interface DoubleComment {
  readonly key: DocumentKey;
  readonly id: number;
  /** It holds entries of the journal that the oldest lacks: they are written there first. */
  readonly holdsMore: boolean;
}

export interface Observed {
  /** Of several with one key the oldest. */
  readonly documents: ReadonlyMap<DocumentKey, ObservedDocument>;
  readonly doubles: readonly DoubleComment[];
  /** Reactions of ours by `<comment id>:<content>` (0 = the issue): the reaction's id, or null when it is there and the id is not known. */
  readonly reactions: ReadonlyMap<string, number | null>;
  /** Of the issue; null where it is not known. */
  readonly state: 'open' | 'closed' | null;
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
  /** Lower-case logins that Muster assigned. */
  readonly assignedByUs: ReadonlySet<string>;
  /** What was tried once and stays as it came out: `pin`, `sub-issue:<key>`, `minimised:<key>`, `assignee:<login>`, `label:<name>`. */
  readonly settled: ReadonlySet<string>;
}

export function reactionKey(comment: number | null, content: Reaction): string {
  return `${comment ?? 0}:${content}`;
}

export function linksOf(observed: Observed): DocumentLinks {
  return new Map(
    [...observed.documents.values()].map((d) => [
      d.key,
      { url: d.url, number: d.kind === 'issue' ? d.number : null },
    ]),
  );
}
