/**
 * What GitHub does not show, kept in Muster's own comments: one short entry per verdict, per withdrawal, per thing done once (E1). Entries are
 * only ever added; their order is the order in which they were written.
 */
import type { Account, Permission } from './account.ts';
import type { Instant } from './record.ts';

export type JournalEntry =
  /** A text of a comment was judged: by whose right, and command by command whether it was accepted. */
  | {
      readonly kind: 'judged';
      /** 0 = the issue itself: whether its author may hold a role (R3). */
      readonly comment: number;
      /** Whose right it was: the author's, or the editor's after an edit. */
      readonly by: Account;
      readonly permission: Permission;
      /** `textHash` of the judged text. */
      readonly hash: string;
      /** One letter per command, in order: `a` accepted, `r` refused, `q` a question; `e` alone: the whole edit was refused and the former text stands; `r` alone: every command of the text was refused. Empty: no command, kept for the right alone. */
      readonly verdict: string;
      readonly at: Instant;
      /** When the comment was created: all that a rebuild knows of a comment that has been deleted. */
      readonly createdAt: Instant;
      /** First 200 characters of the text that this one replaced, when an edit replaced a recorded one. */
      readonly former: string | null;
      /** For verdict `e`: the whole former text, which goes on standing (at most 2,000 characters). */
      readonly standing: string | null;
      /** Which commands they were, as `commandNames` writes it (A6); absent in entries of earlier versions and where there was none. */
      readonly commands?: string | undefined;
    }
  /** A recorded comment was deleted. */
  | {
      readonly kind: 'withdrawn';
      readonly comment: number;
      readonly by: Account | null;
      readonly author: Account;
      readonly createdAt: Instant;
      readonly at: Instant;
      /** First 200 characters of what stood there; null when Muster no longer knew it. */
      readonly former: string | null;
    }
  /** Somebody else's edit of one of our documents was undone (X5); said once per entry. */
  | {
      readonly kind: 'restored';
      readonly document: string;
      readonly by: Account | null;
      readonly at: Instant;
    }
  /** From here on comments are read in this zone (C6) and, with `prefixOnly`, only `/incident …` counts (C1): a change of the configuration does not reread the past. */
  | { readonly kind: 'configured'; readonly zone: string; readonly prefixOnly: boolean; readonly at: Instant }
  /** Whom a severity with leaders made Incident Lead (S1), or that nobody could be: later changes of the list or of rights do not choose anew. */
  | {
      readonly kind: 'led';
      /** Counted from 1, as `Leadership.number`. */
      readonly number: number;
      /** The severity's id. */
      readonly severity: string;
      readonly leader: Account | null;
      /** Listed logins who could not. */
      readonly skipped: readonly string[];
      readonly at: Instant;
    }
  /** Another incident took this one in (D6): which, and by which comment there. */
  | {
      readonly kind: 'taken';
      readonly into: number;
      readonly comment: number;
      readonly by: Account;
      /** Page of the comment. */
      readonly url: string;
      /** When the comment was written. */
      readonly at: Instant;
    }
  /** That comment is gone; or, with null, a circle of incidents merged into each other was broken here. */
  | {
      readonly kind: 'let-go';
      readonly into: number;
      readonly comment: number | null;
      readonly at: Instant;
    }
  /** Another incident became part of this one (D6): the way to its story after a loss of the database, when this one is read first. */
  | { readonly kind: 'joined'; readonly part: number; readonly at: Instant }
  /** It is part of this one no longer, or gone. */
  | { readonly kind: 'left'; readonly part: number; readonly at: Instant }
  /** Something that happens once was sent: a reminder, the pinning of the board. */
  | { readonly kind: 'sent'; readonly what: string; readonly at: Instant }
  /** An issue of ours was opened for this incident: the way back to it after a loss of the database. */
  | { readonly kind: 'opened'; readonly document: string; readonly number: number; readonly at: Instant };
