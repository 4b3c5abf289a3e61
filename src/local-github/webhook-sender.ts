/**
 * Sends the App's webhooks, one after the other, and keeps the log of deliveries. Nothing is sent twice by itself: what the
 * receiver did not take within ten seconds is a failure in the log, to be redelivered on request, as on GitHub. The GUID belongs
 * to the event, so a redelivery has the same.
 */
import { createHmac, randomUUID } from 'node:crypto';
import type { LocalClock } from './clock.ts';
import type { DeliveryFaults } from './faults.ts';
import type { AppRecord } from './records.ts';
import type { Store } from './store.ts';

const TIME_OUT = 10_000;

/** GitHub keeps three days. */
const KEPT = 20_000;

export interface DeliveryRecord {
  /** The GUID, `X-GitHub-Delivery`. */
  readonly id: string;
  /** The number under which the API knows this attempt. */
  readonly deliveryId: number;
  readonly event: string;
  readonly action: string | null;
  readonly deliveredAt: string;
  readonly redelivery: boolean;
  /** Seconds. */
  readonly duration: number;
  /** `OK`, or what went wrong. */
  readonly status: string;
  readonly statusCode: number;
  readonly installationId: number;
  readonly repositoryId: number | null;
  readonly url: string;
  readonly request: { readonly headers: Record<string, string>; readonly payload: Record<string, unknown> };
  readonly response: { readonly headers: Record<string, string>; readonly payload: string };
}

export interface Parcel {
  readonly guid: string;
  readonly event: string;
  readonly action: string | null;
  readonly installationId: number;
  readonly repositoryId: number | null;
  readonly payload: Record<string, unknown>;
  readonly redelivery: boolean;
}

export class WebhookSender {
  readonly deliveries: DeliveryRecord[] = [];
  readonly #store: Store;
  readonly #clock: LocalClock;
  readonly #faults: DeliveryFaults;
  readonly #log: (line: string) => void;
  readonly #onSend: (parcel: Parcel) => void;
  readonly #closing = new AbortController();
  #queue: Promise<void> = Promise.resolve();
  #waiting = 0;
  #held: Parcel | null = null;

  constructor(
    store: Store,
    clock: LocalClock,
    faults: DeliveryFaults,
    log: (line: string) => void,
    onSend: (parcel: Parcel) => void,
  ) {
    this.#onSend = onSend;
    this.#store = store;
    this.#clock = clock;
    this.#faults = faults;
    this.#log = log;
  }

  send(parcel: Omit<Parcel, 'guid' | 'redelivery'>): void {
    const whole: Parcel = { ...parcel, guid: randomUUID(), redelivery: false };
    this.#onSend(whole);
    const fault = this.#faults.take(parcel.event, parcel.action);
    if (fault === 'reordered' && this.#held === null) {
      this.#held = whole;
      return;
    }
    if (fault === 'lost')
      this.#record(whole, headersFor(this.#app(), whole, ''), failure('failed to connect to host'));
    else this.#enqueue(whole);
    if (fault === 'doubled') this.#enqueue(whole);
    if (this.#held === null) return;
    this.#enqueue(this.#held);
    this.#held = null;
  }

  redeliver(guid: string): void {
    const record = this.deliveries.findLast(({ id }) => id === guid);
    if (!record) throw new RangeError(`no delivery has the id ${guid}`);
    const { event, action, installationId, repositoryId } = record;
    this.#enqueue({
      guid,
      event,
      action,
      installationId,
      repositoryId,
      payload: record.request.payload,
      redelivery: true,
    });
  }

  /** Webhooks that are queued or under way. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Resolves when nothing is queued or under way; what a fault holds back for a later event does not count. */
  async settled(): Promise<void> {
    while (this.#waiting > 0) await this.#queue;
  }

  /** Stops the delivery under way and forgets the queue. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#queue;
  }

  #app(): AppRecord {
    const { app } = this.#store;
    if (!app) throw new Error('webhooks without an App');
    return app;
  }

  #enqueue(parcel: Parcel): void {
    this.#waiting += 1;
    this.#queue = this.#after(this.#queue, parcel);
  }

  async #after(earlier: Promise<void>, parcel: Parcel): Promise<void> {
    await earlier;
    if (!this.#closing.signal.aborted) await this.#deliver(parcel);
    this.#waiting -= 1;
  }

  async #deliver(parcel: Parcel): Promise<void> {
    const app = this.#app();
    const body = JSON.stringify(parcel.payload);
    const headers = headersFor(app, parcel, body);
    const started = performance.now();
    const outcome =
      app.webhookUrl === null ? failure('no webhook URL') : await this.#post(app.webhookUrl, headers, body);
    const duration = Math.round(performance.now() - started) / 1000;
    this.#record(parcel, headers, { ...outcome, duration });
  }

  async #post(url: string, headers: Record<string, string>, body: string): Promise<Outcome> {
    try {
      const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(TIME_OUT)]);
      const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
      const payload = await response.text();
      const status = response.ok ? 'OK' : response.statusText || `Invalid HTTP Response: ${response.status}`;
      return {
        status,
        statusCode: response.status,
        headers: Object.fromEntries(response.headers),
        payload,
        duration: 0,
      };
    } catch (error) {
      const timedOut = error instanceof DOMException && error.name === 'TimeoutError';
      return failure(timedOut ? 'timed out' : 'failed to connect to host');
    }
  }

  #record(parcel: Parcel, headers: Record<string, string>, outcome: Outcome): void {
    this.deliveries.push({
      id: parcel.guid,
      deliveryId: this.#store.nextId('delivery'),
      event: parcel.event,
      action: parcel.action,
      deliveredAt: this.#clock.now().toString(),
      redelivery: parcel.redelivery,
      duration: outcome.duration,
      status: outcome.status,
      statusCode: outcome.statusCode,
      installationId: parcel.installationId,
      repositoryId: parcel.repositoryId,
      url: this.#app().webhookUrl ?? '',
      request: { headers, payload: parcel.payload },
      response: { headers: outcome.headers, payload: outcome.payload },
    });
    if (this.deliveries.length > KEPT) this.deliveries.shift();
    const name = parcel.action === null ? parcel.event : `${parcel.event}.${parcel.action}`;
    this.#log(`webhook ${name} ${parcel.guid}: ${outcome.status}`);
  }
}

interface Outcome {
  readonly status: string;
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly payload: string;
  readonly duration: number;
}

/** GitHub logs a receiver it cannot reach as a bad gateway. */
const failure = (status: string): Outcome => ({
  status,
  statusCode: status === 'timed out' ? 504 : 502,
  headers: {},
  payload: '',
  duration: 0,
});

function headersFor(app: AppRecord, parcel: Parcel, body: string): Record<string, string> {
  const sign = (algorithm: string) =>
    createHmac(algorithm, app.webhookSecret ?? '')
      .update(body)
      .digest('hex');
  return {
    accept: '*/*',
    'content-type': 'application/json',
    'user-agent': 'GitHub-Hookshot/local',
    'x-github-delivery': parcel.guid,
    'x-github-event': parcel.event,
    'x-github-hook-id': String(app.id),
    'x-github-hook-installation-target-id': String(app.id),
    'x-github-hook-installation-target-type': 'integration',
    ...(app.webhookSecret === null
      ? {}
      : { 'x-hub-signature': `sha1=${sign('sha1')}`, 'x-hub-signature-256': `sha256=${sign('sha256')}` }),
  };
}
