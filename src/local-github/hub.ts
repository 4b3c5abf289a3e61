/**
 * The parts of one running local GitHub that every route and shape needs.
 */
import type { LocalClock } from './clock.ts';
import type { RepositoryRecord, UserRecord } from './records.ts';
import type { Store } from './store.ts';

export interface Announcement {
  readonly event: string;
  readonly action: string | null;
  /** Null for what concerns an installation as a whole. */
  readonly repository: RepositoryRecord | null;
  readonly sender: UserRecord;
  /** What the event adds to the fields common to all. */
  readonly body: Record<string, unknown>;
  /** Needed only where there is no repository to tell it. */
  readonly installationId?: number;
}

export interface Hub {
  readonly store: Store;
  readonly clock: LocalClock;
  /** Root of the REST addresses in answers, without a slash at its end. */
  readonly apiUrl: string;
  /** Root of the addresses that people open. */
  readonly webUrl: string;
  /** Builds the webhook's payload from the rows as they are now and queues it. */
  announce(announcement: Announcement): void;
  /** Something may have been written: time to save. */
  changed(): void;
  log(line: string): void;
}
