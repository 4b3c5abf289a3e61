/**
 * What the parts of Muster tell whoever counts: plain calls that never fail and never wait. `web/metrics.ts` turns them into figures; ingress,
 * reconcile and github know only this. No name of a repository, a person or an incident passes here: figures are read by people who may not
 * read the incident (A5).
 */

export type WebhookOutcome =
  /** Safely kept, and its incident woken. */
  | 'stored'
  /** None of our business. */
  | 'dropped'
  /** Signed, but not what GitHub sends. */
  | 'malformed'
  /** Without a valid signature. */
  | 'unsigned'
  | 'too_large'
  /** Came before the process was ready, or while it drains. */
  | 'unready'
  /** Could not be stored. */
  | 'failed';

export type EffectOutcome =
  | 'done'
  /** For good: a locked issue, a missing right. */
  | 'refused'
  /** No answer: it may or may not have happened. */
  | 'doubtful'
  /** A limit or an outage: certainly not written, tried again. */
  | 'later'
  /** A fault of our own or of the database. */
  | 'failed';

export interface ApiCall {
  /** Null for calls with the App's own key. */
  readonly installationId: number | null;
  readonly method: string;
  /** A class of routes out of a closed list, such as `comments`. */
  readonly route: string;
  /** Null where no answer came. */
  readonly status: number | null;
  /** What the answer said of the caller's budget; null where it said nothing. */
  readonly budget: ApiBudget | null;
}

export interface ApiBudget {
  /** GitHub counts some kinds of calls apart: `core`, `graphql`. */
  readonly resource: string;
  readonly limit: number;
  readonly remaining: number;
  /** Seconds since 1970. */
  readonly resetsAt: number;
}

export interface Meter {
  webhook(outcome: WebhookOutcome): void;
  /** `kind` as in `Effect`. */
  effect(kind: string, outcome: EffectOutcome): void;
  call(call: ApiCall): void;
  /** One run of the reconciler. */
  run(seconds: number, outcome: 'done' | 'failed'): void;
}

const nothing = (): void => undefined;

/** Counts nothing. */
export const noMeter: Meter = { webhook: nothing, effect: nothing, call: nothing, run: nothing };
