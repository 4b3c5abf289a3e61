/**
 * How soon the work of a replica that died or hangs is another's. Each run's job has a heartbeat, renewed at half its limit; every replica looks for
 * jobs whose heartbeat ran out, and puts them back with a short delay; idle workers look for such jobs, since no notification tells of them.
 * The parts add up to `TAKEOVER_SECONDS` at the worst, from the death to the run's new start, on a database that answers.
 *
 * A replica that looks right before the limit looks again one interval later; and since only one replica looks in each interval, it may be refused
 * once because another looked just before. But then that other's look counts.
 */

/** pg-boss takes nothing less. A death right after a renewal is noticed this much later. */
export const HEARTBEAT_SECONDS = 10;
/** How often heartbeats that ran out are looked for, over all replicas. */
export const LOOK_SECONDS = 5;
/** pg-boss doubles it for each further try, and spreads it by a random part of as much again. */
export const RETRY_SECONDS = 1;
const FIRST_RETRY_AT_MOST = 2 * RETRY_SECONDS;
/** How often one idle worker of each process looks for a job that came without a notification: a retry, or one whose notification was lost. */
export const POLL_SECONDS = 1;

/** At most, for a run's first loss; a run that loses one replica after the other waits longer each time, up to a minute. */
export const TAKEOVER_SECONDS = HEARTBEAT_SECONDS + LOOK_SECONDS + FIRST_RETRY_AT_MOST + POLL_SECONDS;
