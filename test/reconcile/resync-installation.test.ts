/** After a total loss: which of a thousand repositories are looked at first, and what it may cost. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { TryLater } from '../../src/reconcile/effect.ts';
import type { Gateway, ListedRepositories } from '../../src/reconcile/gateway.ts';
import type { Ports } from '../../src/reconcile/ports.ts';
import { resyncInstallation } from '../../src/reconcile/resync-installation.ts';
import { installationKey } from '../../src/store/incident-key.ts';
import type { Store } from '../../src/store/store.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { emptyStore, openTemporaryStore } from '../support/stores.ts';

let store: Store;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ store, close } = await openTemporaryStore());
});
afterAll(async () => close());
beforeEach(async () => emptyStore(store));

const COUNT = 1_000;
/** Pushed to longest ago, so that nothing but the question brings them to the front. */
const OPEN = [3, 500, 999];

function listed(remaining: number): ListedRepositories {
  const pushed = Temporal.Instant.from('2026-01-01T00:00:00Z');
  return {
    repositories: Array.from({ length: COUNT }, (_, index) => ({
      id: index + 1,
      nodeId: `R_${index + 1}`,
      owner: 'acme',
      name: `r${index + 1}`,
      isPrivate: false,
      isArchived: false,
      openIssues: index % 2 === 0 || OPEN.includes(index + 1) ? 4 : 0,
      pushedAt: OPEN.includes(index + 1) ? pushed : pushed.add({ hours: index }),
    })),
    budget: { remaining, limit: 5_000 },
  };
}

/** Runs the resync; the repositories in the order in which they are looked at, and what was asked. */
async function looks(
  remaining: number,
  openIncidents: (ids: readonly string[]) => ReadonlySet<number> = () => new Set(OPEN),
) {
  const order: number[] = [];
  const asked: string[] = [];
  const gateway: Partial<Gateway> = {
    listRepositories: async () => listed(remaining),
    openIncidents: async (ids) => {
      asked.push(...ids);
      return openIncidents(ids);
    },
  };
  const note = async ({ repositoryId }: { readonly repositoryId: number }): Promise<void> =>
    void order.push(repositoryId);
  const ports: Partial<Ports> = {
    store,
    clock: new ManualClock(),
    log: () => undefined,
    gateway: async () => gateway as Gateway,
    queue: () => ({ wake: note, setWakeAt: note, isWoken: async () => false }),
  };
  await resyncInstallation(ports as Ports, installationKey(9));
  return { order, asked };
}

describe('E1: a thousand repositories, and nothing is known of them', () => {
  test('E1: those with an open incident come first, and the share of the hour is kept', async () => {
    const { order, asked } = await looks(4_900);
    expect(order.slice(0, OPEN.length).toSorted((a, b) => a - b)).toEqual(OPEN);
    expect(order).toHaveLength(200);
    // without an open issue there is no open incident
    expect(asked).toHaveLength(COUNT / 2 + OPEN.filter((id) => id % 2 === 0).length);
  });

  test('E1, E3: with little left of the hour, open incidents are all that is looked at', async () => {
    const { order } = await looks(2_000);
    expect(order.toSorted((a, b) => a - b)).toEqual(OPEN);
  });

  test('E1: when it cannot be asked, the order is that of open issues and pushes', async () => {
    const { order } = await looks(4_900, () => {
      throw new TryLater(60, 'GitHub limits this installation');
    });
    expect(order).toHaveLength(200);
    expect(order[0]).toBe(997);
  });

  test('E3: nothing is asked where an hour takes them all', async () => {
    await looks(4_900);
    await store.db
      .updateTable('repository')
      .set({ synced_at: new Date(0) })
      .where('id', '>', 200)
      .execute();
    const { asked } = await looks(4_900);
    expect(asked).toEqual([]);
  });
});
