/**
 * The run for the App itself, at the start and each hour: sends every installation to its own run, and takes the webhooks that GitHub could not deliver
 * (it keeps them for three days and does not send them again). They are worked as if they had just come; lists alone would not tell who edited or
 * deleted a comment.
 */
import type { Instant } from '../core/incident/record.ts';
import { loadCheckpoint, saveCheckpoint } from '../store/checkpoints.ts';
import { noteDelivery, recordedDeliveries } from '../store/deliveries.ts';
import { installationKey } from '../store/incident-key.ts';
import { setInstallationRemoved } from '../store/repositories.ts';
import { knownInstallations } from '../store/synced.ts';
import type { AppGateway, FailedDelivery } from './app-gateway.ts';
import { NotThere } from './gateway.ts';
import type { Ports } from './ports.ts';

const EVERY: Temporal.DurationLike = { hours: 1 };
/** When GitHub does not know the App: it is being set up. */
const UNKNOWN_EVERY: Temporal.DurationLike = { minutes: 5 };
const GITHUB_KEEPS: Temporal.DurationLike = { hours: 3 * 24 };
const OVERLAP: Temporal.DurationLike = { minutes: 10 };
/** Of a long outage the newest; what is older is found by comparing. */
const MOST_DELIVERIES = 1_000;

/** Returns when to look again. Throws TryLater. */
export async function resyncApp(ports: Ports): Promise<Instant> {
  const { store, clock, log, queue } = ports;
  const now = clock.now();
  const app = await ports.app();
  const installations = await app.listInstallations();
  if (installations === null) {
    log('resync: GitHub does not know this App yet, or not its key', 'warn');
    return now.add(UNKNOWN_EVERY);
  }
  const reachable = new Set(installations.flatMap(({ id, isSuspended }) => (isSuspended ? [] : [id])));
  for (const id of await knownInstallations(store.db))
    if (!reachable.has(id)) await setInstallationRemoved(store.db, id, true);
  await takeFailed(ports, app, now);
  for (const id of reachable) await queue().wake(installationKey(id));
  return now.add(EVERY);
}

async function takeFailed(ports: Ports, app: AppGateway, now: Instant): Promise<void> {
  const { store, log, ingress } = ports;
  const reached = await loadCheckpoint(store.db, 'failed-deliveries');
  const since = reached?.subtract(OVERLAP) ?? now.subtract(GITHUB_KEEPS);
  const failed = await list(ports, app, since);
  const done = await recordedDeliveries(
    store.db,
    failed.map(({ id }) => id),
  );
  const wanted = failed.filter(({ id, event }) => !done.has(id) && ingress.handles(event));
  // oldest first, and one attempt of each
  const once = new Map(wanted.toReversed().map((delivery) => [delivery.id, delivery]));
  let untaken = 0;
  for (const delivery of once.values()) if (!(await takeOne(ports, app, delivery))) untaken += 1;
  if (once.size > 0) log(`resync: took ${once.size - untaken} of ${once.size} failed webhooks`);
  if (untaken === 0) await saveCheckpoint(store.db, 'failed-deliveries', now);
}

async function list({ log }: Ports, app: AppGateway, since: Instant): Promise<readonly FailedDelivery[]> {
  try {
    const failed = await app.listFailedDeliveries(since, MOST_DELIVERIES);
    if (failed.length === MOST_DELIVERIES)
      log(
        `resync: more than ${MOST_DELIVERIES} webhooks failed; the older ones are left to comparing`,
        'warn',
      );
    return failed;
  } catch (error) {
    if (!(error instanceof NotThere)) throw error;
    log('resync: this server keeps no list of failed webhooks', 'debug');
    return [];
  }
}

/** One that cannot be worked stops no other; it is tried again next time. */
async function takeOne(
  { store, clock, log, ingress }: Ports,
  app: AppGateway,
  delivery: FailedDelivery,
): Promise<boolean> {
  const { id, event, action, attempt } = delivery;
  const payload = await app.readDelivery(attempt);
  if (payload === null) return true; // older than GitHub keeps
  try {
    const outcome = await ingress.take({ id, event, payload });
    await noteDelivery(store.db, { id, event, action, key: null, receivedAt: clock.now(), outcome });
    return true;
  } catch (error) {
    log(`resync: webhook ${id} (${event}) was not stored: ${String(error)}`, 'error');
    return false;
  }
}
