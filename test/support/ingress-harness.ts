/** The ingress behind its HTTP door, on an empty store: deliveries go in, facts and wake-ups come out, and queries are counted. */
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import type { DeliveryContext } from '../../src/ingress/context.ts';
import { createDeliver } from '../../src/ingress/deliver.ts';
import { type IncidentIndex, openIncidentIndex } from '../../src/ingress/incident-index.ts';
import type { Delivery, Outcome } from '../../src/ingress/ingress.ts';
import { type IncidentKey, keyText } from '../../src/store/incident-key.ts';
import { loadIncident, type StoredIncident } from '../../src/store/load-incident.ts';
import type { Store } from '../../src/store/store.ts';
import { ManualClock } from './manual-clock.ts';
import { emptyStore, openTemporaryStore } from './stores.ts';
import { issuesEvent, MUSTER } from './webhooks.ts';

export class IngressHarness {
  readonly clock = new ManualClock('2026-11-21T15:00:00Z');
  /** Incidents that were woken, in order. */
  woken: string[] = [];
  installations: number[] = [];
  labels: readonly string[] = [];
  queries = 0;
  #opened: Awaited<ReturnType<typeof openTemporaryStore>> | null = null;
  #index: IncidentIndex | null = null;
  #deliveries = 0;

  /** Call once per file, outside of tests. */
  static use(): IngressHarness {
    const harness = new IngressHarness();
    beforeAll(async () => {
      harness.#opened = await openTemporaryStore();
    }, 60_000);
    beforeEach(async () => {
      harness.woken = [];
      harness.installations = [];
      harness.labels = ['incident', 'incident-drill'];
      harness.#index = await openIncidentIndex(harness.counted(), () => harness.labels);
      harness.queries = 0;
    });
    afterEach(async () => {
      await harness.index.close();
      await emptyStore(harness.store);
    });
    afterAll(async () => harness.#opened?.close());
    return harness;
  }

  get store(): Store {
    if (this.#opened === null) throw new Error('not open yet');
    return this.#opened.store;
  }

  get index(): IncidentIndex {
    if (this.#index === null) throw new Error('not open yet');
    return this.#index;
  }

  context(over: Partial<DeliveryContext> = {}): DeliveryContext {
    return {
      store: this.counted(),
      queue: {
        wake: async (incident) => void this.woken.push(keyText(incident)),
        wakeTouched: async (incident) => void this.woken.push(keyText(incident)),
      },
      clock: this.clock,
      index: this.index,
      hurry: async (work) => work(),
      self: () => MUSTER.id,
      onInstallationChange: async (id) => void this.installations.push(id),
      ...over,
    };
  }

  async deliver(delivery: Delivery): Promise<Outcome> {
    return createDeliver(this.context())(delivery);
  }

  async send(event: string, payload: unknown): Promise<Outcome['kind']> {
    this.#deliveries += 1;
    const raw = Buffer.from(JSON.stringify(payload));
    return (await this.deliver({ id: `delivery-${this.#deliveries}`, event, payload, raw })).kind;
  }

  async load(key: IncidentKey = { repositoryId: 1, number: 41 }): Promise<StoredIncident | null> {
    return this.store.transaction(async (db) => loadIncident(db, key));
  }

  /** An incident whose timeline was read, so that only what follows can make it stale. */
  async givenIncident(): Promise<void> {
    await this.send('issues', issuesEvent('labeled', {}, { label: { name: 'incident' } }));
    await this.store.db
      .updateTable('incident')
      .set((set) => ({ read_mark: set.ref('stale_mark') }))
      .execute();
    this.woken = [];
  }

  /** Whatever reaches for the database passes here. */
  private counted(): Store {
    const { store } = this;
    const count = () => {
      this.queries += 1;
    };
    return {
      ...store,
      get db() {
        count();
        return store.db;
      },
      transaction: async (fn) => {
        count();
        return store.transaction(fn);
      },
    };
  }
}
