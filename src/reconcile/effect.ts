/**
 * Every write as data. An effect carries all that the write needs and nothing that decides; a dry run prints them. Applied in order, each is one
 * API call.
 */
import type { DocumentKey } from '../core/documents/document.ts';
import type { Account } from '../core/incident/account.ts';
import type { CommentFacts, Instant } from '../core/incident/record.ts';

export type Reaction = '+1' | 'confused' | 'eyes';

export type Effect =
  /** `on` is an issue's number: the incident's, or that of an issue of ours. */
  | {
      readonly kind: 'create-comment';
      readonly document: DocumentKey;
      readonly on: number;
      readonly body: string;
    }
  | {
      readonly kind: 'update-comment';
      readonly document: DocumentKey;
      readonly on: number;
      readonly id: number;
      readonly body: string;
    }
  | { readonly kind: 'delete-comment'; readonly document: DocumentKey; readonly id: number }
  | {
      readonly kind: 'create-issue';
      readonly document: DocumentKey;
      readonly title: string;
      readonly body: string;
      readonly labels: readonly string[];
    }
  | {
      readonly kind: 'update-issue';
      readonly document: DocumentKey;
      readonly number: number;
      readonly body: string;
      /** Left as it is unless given. */
      readonly state?: 'open' | 'closed';
      /** Why it is closed. */
      readonly stateReason?: 'duplicate';
    }
  | { readonly kind: 'link-sub-issue'; readonly document: DocumentKey; readonly id: number }
  | { readonly kind: 'pin-comment'; readonly id: number }
  /** Shown folded from now on; by its node id, which is all that GitHub takes there. */
  | {
      readonly kind: 'minimise-comment';
      readonly document: DocumentKey;
      readonly id: number;
      readonly nodeId: string;
    }
  /** `comment` null = the issue itself. */
  | { readonly kind: 'react'; readonly comment: number | null; readonly content: Reaction }
  | {
      readonly kind: 'unreact';
      readonly comment: number | null;
      readonly content: Reaction;
      readonly reaction: number;
    }
  /** Of the incident's own issue (D6). */
  | {
      readonly kind: 'set-state';
      readonly state: 'open' | 'closed';
      readonly reason: 'duplicate' | 'not_planned' | 'reopened';
    }
  | { readonly kind: 'add-labels'; readonly labels: readonly string[] }
  | { readonly kind: 'remove-label'; readonly label: string }
  | { readonly kind: 'add-assignees'; readonly logins: readonly string[] }
  | { readonly kind: 'remove-assignees'; readonly logins: readonly string[] };

/** What GitHub answered: whatever the effect made, as far as later runs need it. */
export interface EffectAnswer {
  readonly id: number | null;
  readonly nodeId: string | null;
  readonly number: number | null;
  readonly url: string | null;
  /** The comment as GitHub now shows it, for effects that write one. */
  readonly comment: CommentFacts | null;
  /** Labels or assignees of the issue after the write: GitHub drops what it does not take without a word. */
  readonly labels: readonly string[] | null;
  readonly assignees: readonly Account[] | null;
  /** The issue's state after the write, where the effect was about it. */
  readonly issue?: {
    readonly state: 'open' | 'closed';
    readonly reason: string | null;
    readonly closedAt: Instant | null;
    readonly updatedAt: Instant;
  };
}

/** Not to be tried again: GitHub said no for good (a locked issue, an archived repository, no right). */
export class EffectRefused extends Error {
  readonly status: number;
  /** GitHub's own words. */
  readonly said: string;
  constructor(effect: Effect, status: number, said: string) {
    super(`${effect.kind}: GitHub answered ${status} ${said}`);
    this.name = 'EffectRefused';
    this.status = status;
    this.said = said;
  }
}

/** Later, not now: a limit or an outage of GitHub. Nothing was written. */
export class TryLater extends Error {
  /** Seconds. */
  readonly after: number;
  /** When GitHub says that it takes calls again, in seconds since 1970; `after` where it does not say. */
  readonly until: number | null;
  /** A limit without a time: each further one in a row is waited for twice as long, as GitHub asks. */
  readonly backsOff: boolean;
  constructor(
    after: number,
    message: string,
    { until = null, backsOff = false }: { readonly until?: number | null; readonly backsOff?: boolean } = {},
  ) {
    super(message);
    this.name = 'TryLater';
    this.after = after;
    this.until = until;
    this.backsOff = backsOff;
  }
}

/** The answer was lost: the write may have happened. Only a look at GitHub tells. */
export class InDoubt extends Error {
  constructor(effect: Effect, cause: unknown) {
    super(`${effect.kind}: no answer, so it may or may not have happened`, { cause });
    this.name = 'InDoubt';
  }
}
