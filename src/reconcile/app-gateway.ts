/** GitHub as the App itself sees it, not one of its installations. Throws TryLater; `NotThere` where a server lacks the question. */
import type { Instant } from '../core/incident/record.ts';

export interface InstallationFacts {
  readonly id: number;
  /** Suspended: it exists, and lets us do nothing. */
  readonly isSuspended: boolean;
}

/** One attempt to deliver a webhook that we did not take. */
export interface FailedDelivery {
  /** Of the attempt, for `readDelivery`. */
  readonly attempt: number;
  /** Of the event, as the webhook's header says it: the same in all attempts. */
  readonly id: string;
  readonly event: string;
  readonly action: string | null;
  readonly deliveredAt: Instant;
}

export interface AppGateway {
  /** Null when GitHub does not know this App, or not this key. */
  readonly listInstallations: () => Promise<readonly InstallationFacts[] | null>;
  /** Newest first, until one that is older than `since` or until `most` are found; GitHub keeps three days. */
  readonly listFailedDeliveries: (since: Instant, most: number) => Promise<readonly FailedDelivery[]>;
  /** The payload as it was sent, or null when GitHub has forgotten it. */
  readonly readDelivery: (attempt: number) => Promise<unknown>;
}
