/**
 * The run for an installation: which repositories it holds, and which of them are compared with GitHub now, in this order:
 *   where an incident lives               all of them, each hour
 *   those never looked at                 after a loss of the database, or new: those that GraphQL says have an open incident, when there are more
 *                                         than an hour takes; then a share each hour, those with open issues first
 *   the others                            a few each hour, those compared longest ago first, so that the sweep goes on where it stopped
 * The two shares are bounds on calls, not on time: an installation of thousands must not use up what its incidents need. With half of the hour's calls
 * gone, only the first group is compared.
 */
import { DEFAULT_POLICY } from '../config/default-policy.ts';
import type { IncidentKey } from '../store/incident-key.ts';
import { repositoryKey } from '../store/incident-key.ts';
import { markRepositoriesStale } from '../store/incident-row.ts';
import { saveListed, setRemoved } from '../store/repositories.ts';
import { presentRepositories, type SyncState, syncStates } from '../store/synced.ts';
import { TryLater } from './effect.ts';
import type { Gateway, ListedRepositories } from './gateway.ts';
import type { Ports } from './ports.ts';
import { LIVE_FOR } from './reconcile-repository.ts';

/** Those that are known to have an open incident: four fifths, when it comes to that. */
const URGENT_AN_HOUR = 400;
/** Asked about at once, in fifties: a hundred questions of GraphQL, two points each. */
const MOST_ASKED = 5_000;
/** A first look takes up to ten calls (configuration, two lists, few comments): two fifths of the smallest budget, 5,000. Where much is written, more. */
const NEW_AN_HOUR = 200;
/** Three calls each at most: a tenth of the budget (DESIGN: 500). */
const SWEPT_AN_HOUR = 150;
/** Nobody is swept more often. */
const SWEPT_AFTER: Temporal.DurationLike = { hours: 24 };
/** So many start at once, the others one every few seconds: GitHub counts calls by the minute, too. */
const AT_ONCE = 50;
const SPACING_SECONDS = 2;

async function saveList(
  { store, queue }: Ports,
  installationId: number,
  { repositories }: ListedRepositories,
  before: readonly number[],
): Promise<void> {
  const listed = new Set(repositories.map(({ id }) => id));
  const keys = await store.transaction(async (db) => {
    const back = await saveListed(db, installationId, repositories);
    await setRemoved(
      db,
      before.filter((id) => !listed.has(id)),
      true,
    );
    return await markRepositoriesStale(db, back, 'the repository is within reach again');
  });
  for (const key of keys) await queue().wake(key);
}

/** The order in which a first look most likely finds an open incident. */
function byPromise(states: readonly SyncState[], { repositories }: ListedRepositories): readonly SyncState[] {
  const listed = new Map(repositories.map((repository) => [repository.id, repository]));
  const promise = ({ id }: SyncState): number => {
    const repository = listed.get(id);
    if (repository === undefined || repository.openIssues === 0) return 0;
    return repository.pushedAt?.epochMilliseconds ?? 1;
  };
  return states.toSorted((a, b) => promise(b) - promise(a));
}

/**
 * Which of them have an open incident, under the labels that hold without a configuration: none is known after a loss, and those with labels of their own
 * wait for their turn. It is about the order only, so no failure of it stops the resync.
 */
async function askWhere(
  { log }: Ports,
  gateway: Gateway,
  fresh: readonly SyncState[],
  { repositories }: ListedRepositories,
): Promise<ReadonlySet<number>> {
  const ids = new Set(fresh.map(({ id }) => id));
  const asked = repositories.filter(
    ({ id, openIssues, nodeId }) => ids.has(id) && openIssues > 0 && nodeId !== '',
  );
  const { incident, drill } = DEFAULT_POLICY.labels;
  try {
    return await gateway.openIncidents(
      asked.slice(0, MOST_ASKED).map(({ nodeId }) => nodeId),
      [incident, drill],
    );
  } catch (error) {
    if (!(error instanceof TryLater)) throw error;
    log(`resync: where incidents are open could not be asked: ${error.message}`, 'warn');
    return new Set();
  }
}

async function wakePaced({ queue, clock }: Ports, states: readonly SyncState[]): Promise<void> {
  for (const [index, { id }] of states.entries()) {
    if (index < AT_ONCE) await queue().wake(repositoryKey(id));
    else {
      const seconds = (index - AT_ONCE + 1) * SPACING_SECONDS;
      await queue().setWakeAt(repositoryKey(id), clock.now().add({ seconds }));
    }
  }
}

/** Throws TryLater, or NotThere when the installation is gone. */
export async function resyncInstallation(ports: Ports, { number: id }: IncidentKey): Promise<void> {
  const { store, clock, log } = ports;
  const now = clock.now();
  const before = await presentRepositories(store.db, id);
  const gateway = await ports.gateway(id);
  const list = await gateway.listRepositories();
  await saveList(ports, id, list, before);

  const states = await syncStates(store.db, id, now.subtract(LIVE_FOR));
  const isShort = list.budget !== null && list.budget.remaining * 2 < list.budget.limit;
  const live = states.filter(({ isLive }) => isLive);
  const quiet = states.filter(({ isLive }) => !isLive);
  const fresh = quiet.filter(({ syncedAt }) => syncedAt === null);
  const isMore = fresh.length > (isShort ? 0 : NEW_AN_HOUR);
  const where = isMore ? await askWhere(ports, gateway, byPromise(fresh, list), list) : new Set();
  const urgent = fresh.filter(({ id: repository }) => where.has(repository)).slice(0, URGENT_AN_HOUR);
  const sweepBefore = now.subtract(SWEPT_AFTER);
  const swept = quiet.filter(
    ({ syncedAt }) => syncedAt !== null && Temporal.Instant.compare(syncedAt, sweepBefore) < 0,
  );
  const unasked = fresh.filter(({ id: repository }) => !where.has(repository));
  const others = isShort ? 0 : Math.max(0, NEW_AN_HOUR - urgent.length);
  const firstLooks = [...urgent, ...byPromise(unasked, list).slice(0, others)];
  const rest = isShort ? [] : swept.slice(0, SWEPT_AN_HOUR);
  await wakePaced(ports, [...live, ...firstLooks, ...rest]);
  const left = list.budget === null ? '' : `; ${list.budget.remaining} of ${list.budget.limit} calls left`;
  log(
    `resync: installation ${id}: ${states.length} repositories, ${live.length} with incidents, ${firstLooks.length} looked at for the first time, ${rest.length} swept${left}`,
  );
}
