/**
 * The players' own journal: what they posted, when GitHub took it, and what should come of it. Written and judged without a line of Muster's own code: if
 * both were wrong in the same way, nobody would notice.
 *
 * Each piece of a comment carries a word that nothing else holds, by which it is found again in the documents.
 */
import type { Role } from './cast.ts';

/** One line of a comment, or a paragraph of talk. */
export type Piece =
  /** A command that leaves an entry in the timeline. `tail` is what stands behind the word. */
  | { readonly kind: 'entry'; readonly command: string; readonly word: string; readonly tail: string }
  /** A communication: an entry, and a row with its words in the communications record. */
  | { readonly kind: 'said'; readonly audience: string; readonly word: string; readonly tail: string }
  /** Plain words: an entry of the full timeline, as long as the comment records nothing. */
  | { readonly kind: 'talk'; readonly word: string; readonly tail: string }
  /** A command that cannot be right. */
  | { readonly kind: 'mistake'; readonly word: string }
  | { readonly kind: 'severity'; readonly severity: string }
  /** Who is scribe from then on; null for nobody, `me` for the author. */
  | { readonly kind: 'scribe'; readonly who: string | null }
  | { readonly kind: 'question'; readonly about: 'status' | 'help' };

export interface Version {
  readonly text: string;
  readonly pieces: readonly Piece[];
  /** Words of it that the board showed right before it was replaced or deleted; null as long as it stands. */
  shown: ReadonlySet<string> | null;
}

export interface Posted {
  readonly id: number;
  readonly author: string;
  readonly role: Role;
  /** Seconds since 1970, as GitHub wrote it. */
  readonly createdAt: number;
  /** How many times the database had been lost when it was posted. */
  readonly losses: number;
  /** Oldest first; the last one stands unless the comment is deleted. */
  readonly versions: Version[];
  isDeleted: boolean;
}

/** A label that a person put on the issue, where it was not there before. */
export interface LabelSet {
  readonly severity: string;
  readonly at: number;
}

/** As the players know it: an incident that is closed while its label is off leaves no documents. */
export type Phase = 'never' | 'open' | 'stood-down' | 'closed';

export interface PlayedIssue {
  readonly repository: { readonly owner: string; name: string };
  readonly number: number;
  readonly author: string;
  title: string;
  isDrill: boolean;
  phase: Phase;
  /** As GitHub has it; an issue that is closed while stood down is no closed incident. */
  isClosed: boolean;
  hasLabel: boolean;
  /** `completed` or `not_planned`, while closed. */
  reason: string;
  isLocked: boolean;
  isDeleted: boolean;
  readonly comments: Posted[];
  readonly labels: LabelSet[];
  /** What was done to the issue itself, with GitHub's time: for whoever looks into a finding. */
  readonly history: string[];
}

/** The version that stands, or that stood last. */
export function lastVersion({ versions }: Posted): Version {
  const last = versions.at(-1);
  if (last === undefined) throw new Error('a comment without a text');
  return last;
}

export function mayCommand(role: Role): boolean {
  return role !== 'outsider';
}

/** Words of a piece that leave an entry when they are recorded. */
export function entryWord(piece: Piece): string | null {
  return piece.kind === 'entry' || piece.kind === 'said' ? piece.word : null;
}
