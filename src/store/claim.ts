/**
 * A run's claim on its incident: the job is active, and under the try that this run began with. A process that hangs loses it: no heartbeat arrives,
 * the job is given to another replica, and when the process wakes up it is in the middle of a run that is not its own any more. It must not write then.
 *
 *   confirmClaim   in the transaction that stores an intent, a journal or a wake-up: renews the heartbeat of the job, or throws
 *   checkClaim     right before a request that writes goes out: throws when the last confirmation is older than `GOOD_FOR_MS`, within which
 *                  nobody else can have been given the job
 *
 * The claim goes along with the work that a run does, as open transactions do (store.ts). Outside of a run both do nothing.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Job, PgBoss } from 'pg-boss';
import { HEARTBEAT_SECONDS } from './takeover.ts';
import { RECONCILE } from './job-queues.ts';
import type { Store } from './store.ts';

/** The job is another run's by now, or may be. Nothing was written. */
export class ClaimLost extends Error {
  override readonly name = 'ClaimLost';
}

/** Below the heartbeat's limit by what a request may take from here to the network. */
const GOOD_FOR_MS = (HEARTBEAT_SECONDS - 2) * 1_000;

interface Claim {
  readonly confirm: () => Promise<boolean>;
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
  boss: PgBoss,
  job: Pick<Job, 'id' | 'retryCount'>,
  work: () => Promise<void>,
): Promise<void> {
  const attempt = { id: job.id, retryCount: job.retryCount };
  const claim: Claim = {
    confirm: async () => {
      const touched: object = await boss.touch(RECONCILE, attempt, store.bossTransaction());
      return 'affected' in touched && touched.affected === 1;
    },
    confirmedAt: read(),
  };
  await held.run(claim, work);
}

/** Joins the open transaction. Throws ClaimLost. */
export async function confirmClaim(): Promise<void> {
  const claim = held.getStore();
  if (claim === undefined) return;
  const before = read();
  if (!(await claim.confirm())) throw new ClaimLost('another run has taken over');
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
