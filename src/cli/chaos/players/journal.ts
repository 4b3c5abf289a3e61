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
  /** Asks, and changes nothing. Status and help are anybody's to ask. */
  | { readonly kind: 'question'; readonly about: string }
  /** A whole line that is recorded and leaves none of the players' words. */
  | { readonly kind: 'order'; readonly line: string }
  /** A whole line of which nobody can say whether it is recorded or refused: that depends on what others did meanwhile. */
  | { readonly kind: 'attempt'; readonly line: string }
  /** `/merge #n`, with `isHere` the other way round, `/merge none`. `isSure`: nothing but what comes later could stand against it. */
  | {
      readonly kind: 'merge';
      readonly number: number | null;
      readonly isHere: boolean;
      readonly isSure: boolean;
    };

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

/** What somebody wrote into the postmortem issue, where Muster keeps but its own marked parts. */
export interface WrittenUp {
  readonly words: string[];
  /** Lines of the checklist that were ticked, without their box. */
  readonly ticked: string[];
}

/** A label that a person put on the issue, where it was not there before. */
export interface LabelSet {
  readonly severity: string;
  readonly at: number;
}

/** As the players know it: an incident that is closed while its label is off leaves no documents. */
export type Phase = 'never' | 'open' | 'stood-down' | 'closed';

export interface PlayedRepository {
  readonly owner: string;
  name: string;
  /** At some time its label had another name, it was archived or out of reach: what was commanded then may have been refused. */
  wasShut: boolean;
  /** Since when the App had no access, and until when, in seconds since 1970; `to` is Infinity as long as it has none. */
  readonly away: { readonly from: number; to: number }[];
}

export interface PlayedIssue {
  readonly repository: PlayedRepository;
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
  /** When people opened it again, in seconds since 1970. */
  readonly reopenings: number[];
  /** Whether a person ever closed it: then its postmortem may be open. */
  wasClosed: boolean;
  /** How many times the database had been lost when the issue was closed or its label taken off; null while it is an open incident. */
  overSince: number | null;
  /** When that was, in seconds since 1970. */
  overAt: number | null;
  /** One incident of a run has hundreds of comments. */
  readonly isFlooded: boolean;
  readonly postmortem: WrittenUp;
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

/** Questions that need no right. */
const OPEN_QUESTIONS = ['status', 'help'];

/** A question that needs the right to command is refused like one. */
export function isOpenQuestion(piece: Piece): boolean {
  return piece.kind === 'question' && OPEN_QUESTIONS.includes(piece.about);
}

/** Words of a piece that leave an entry when they are recorded. */
export function entryWord(piece: Piece): string | null {
  return piece.kind === 'entry' || piece.kind === 'said' ? piece.word : null;
}
