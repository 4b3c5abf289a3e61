/**
 * A run's claim on its incident: the job is active, and under the try that this run began with. A process that hangs loses it: no heartbeat arrives,
 * the job is given to another replica, and when the process wakes up it is in the middle of a run that is not its own any more. It must not write then.
 *
 *   confirmClaim   in the transaction that stores what only the claim's holder may: renews the heartbeat of the job, or throws
 *   writeClaimed   the same for what one statement stores, an intent or a wake-up: that statement renews the heartbeat, and writes only if it did
 *   checkClaim     right before a request that writes goes out: throws when the last confirmation is older than `GOOD_FOR_MS`, within which
 *                  nobody else can have been given the job
 *
 * The claim goes along with the work that a run does, as open transactions do (store.ts). Outside of a run both do nothing.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { type RawBuilder, sql } from 'kysely';
import type { Job } from 'pg-boss';
import { RECONCILE, jobs } from './job-queues.ts';
import { send, statement } from './statement.ts';
import type { Store } from './store.ts';
import { HEARTBEAT_SECONDS } from './takeover.ts';

/** The job is another run's by now, or may be. Nothing was written. */
export class ClaimLost extends Error {
  override readonly name = 'ClaimLost';
}

/** Below the heartbeat's limit by what a request may take from here to the network. */
const GOOD_FOR_MS = (HEARTBEAT_SECONDS - 2) * 1_000;

/** A job, and the number of the try. */
export interface Attempt {
  readonly job: string;
  readonly retries: number;
}

interface Claim {
  readonly store: Store;
  readonly attempt: Attempt;
  confirmedAt: Reading;
}

/** Two clocks: one may be set back, the other stands still while the machine sleeps. */
interface Reading {
  readonly wall: number;
  readonly steady: number;
}

const held = new AsyncLocalStorage<Claim>();

const read = (): Reading => ({ wall: Date.now(), steady: performance.now() });

/** Runs `work` under the claim that its worker just got. */
export async function underClaim(
  store: Store,
  { id, retryCount }: Pick<Job, 'id' | 'retryCount'>,
  work: () => Promise<void>,
): Promise<void> {
  await held.run({ store, attempt: { job: id, retries: retryCount }, confirmedAt: read() }, work);
}

/** What pg-boss's own `touch` does with a job of ours, to be part of another statement: gives a row if the claim holds. */
export function renewal({ job, retries }: Attempt): RawBuilder<unknown> {
  return sql`update ${jobs} set heartbeat_on = pgboss.job_now()
    where name = ${sql.lit(RECONCILE)} and id = ${job}::uuid and state = 'active' and retry_count = ${retries} returning id`;
}

const renew = statement((_db, attempt: Attempt) => renewal(attempt));

/** Joins the open transaction. Throws ClaimLost. */
export async function confirmClaim(): Promise<void> {
  const claim = held.getStore();
  if (claim !== undefined) await writeClaimed(async () => send(claim.store.db, renew(claim.attempt)));
}

/**
 * Sends one statement that begins with the `renewal` of the attempt, writes only where that gave a row, and gives that row back. Outside of a run `write` gets
 * null, and writes. Throws ClaimLost.
 */
export async function writeClaimed(
  write: (attempt: Attempt | null) => Promise<readonly unknown[]>,
): Promise<void> {
  const claim = held.getStore();
  const before = read();
  const rows = await write(claim?.attempt ?? null);
  if (claim === undefined) return;
  if (rows.length === 0) throw new ClaimLost('another run has taken over');
  claim.confirmedAt = before;
}

/** Throws ClaimLost. */
export function checkClaim(): void {
  const claim = held.getStore();
  if (claim === undefined) return;
  const { wall, steady } = read();
  const age = Math.max(wall - claim.confirmedAt.wall, steady - claim.confirmedAt.steady);
  if (age > GOOD_FOR_MS)
    throw new ClaimLost(
      `this process stood still for ${Math.round(age / 1_000)} seconds, another run may have taken over`,
    );
}
