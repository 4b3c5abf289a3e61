/**
 * An in-memory GitHub for demos, drills and tests: REST under `/` and `/api/v3`, the GraphQL we need under `/graphql`, the App's
 * signed webhooks, people with permissions, a clock that can be driven, and faults on demand. It answers on 127.0.0.1 only.
 */
import { Actor } from './actor.ts';
import { announceTo } from './announcer.ts';
import { Api } from './api.ts';
import type { ApiExchange, Call } from './api.ts';
import { registerApp } from './app-registration.ts';
import { LocalClock } from './clock.ts';
import { DeliveryFaults, RequestFaults } from './faults.ts';
import type { DeliveryFaultRule, FaultRule, Weather } from './faults.ts';
import type { Announcement, Hub } from './hub.ts';
import { issueExport } from './issue-export.ts';
import type { IssueExport } from './issue-export.ts';
import { HOURLY_LIMIT, RateLimits } from './rate-limit.ts';
import { Router } from './router.ts';
import { allRoutes } from './routes/all-routes.ts';
import { appFields, plant, seedSchema } from './seed.ts';
import type { AppFields, Seed } from './seed.ts';
import { listen } from './server.ts';
import { StateFile } from './state-file.ts';
import { Store } from './store.ts';
import { WebhookSender } from './webhook-sender.ts';
import type { DeliveryRecord } from './webhook-sender.ts';

/** One webhook as it goes out. */
interface WebhookExchange {
  readonly kind: 'webhook';
  readonly event: string;
  readonly action: string | null;
  readonly payload: Readonly<Record<string, unknown>>;
}

export type Exchange = ApiExchange | WebhookExchange;

export interface LocalGitHubOptions {
  /** 0, any free one, unless given. */
  readonly port?: number;
  readonly seed?: Seed;
  /** The time at which the clock stands still; it runs by itself without. */
  readonly now?: Temporal.Instant;
  readonly log?: (line: string) => void;
  /** Sees every answer and webhook that leaves. */
  readonly onExchange?: (exchange: Exchange) => void;
  /** Where to keep everything over a restart; a state that is there wins over the seed. */
  readonly stateFile?: string;
  /** Root of the addresses that people open; the server's own unless given. Fixed, it makes documents independent of the port. */
  readonly webUrl?: string;
  /** Requests an hour for each caller, 5,000 unless given. */
  readonly rateLimit?: number;
  /** Faults beside those that rules name. */
  readonly weather?: Weather;
  /** Real milliseconds that a move of the clock waits for a follower which does not answer; 30,000 unless given. */
  readonly clockPatience?: number;
}

export interface LocalGitHub {
  readonly url: string;
  now(): Temporal.Instant;
  /** Resolves when every connected follower of the clock has acknowledged. Throws a RangeError on a running clock or a way back. */
  advanceTo(instant: Temporal.Instant): Promise<void>;
  advance(duration: Temporal.Duration | Temporal.DurationLike): Promise<void>;
  as(login: string): Actor;
  /** Registers the App, or changes it; installs it in all repositories unless some are named. */
  registerApp(app: AppInput): void;
  /** Webhooks that are queued or under way. */
  waiting(): number;
  /** Resolves when no webhook is queued or under way. */
  settled(): Promise<void>;
  readonly calls: readonly Call[];
  clearCalls(): void;
  readonly deliveries: readonly DeliveryRecord[];
  /** By GUID; resolves when it was sent. */
  redeliver(id: string): Promise<void>;
  fault(rule: FaultRule): void;
  deliveryFault(rule: DeliveryFaultRule): void;
  issueExport(owner: string, repo: string, number: number): IssueExport;
  close(): Promise<void>;
}

/** As in a seed, with the key in PEM form. */
type AppInput = NonNullable<Seed['app']>;

/** Throws a ZodError or RangeError on a bad seed, and what `listen` throws when the port is taken. */
export async function startLocalGitHub(options: LocalGitHubOptions = {}): Promise<LocalGitHub> {
  const log = options.log ?? (() => undefined);
  const seed = seedSchema.parse(options.seed ?? {});
  const store = new Store();
  const clock = new LocalClock(options.now, log, options.clockPatience);
  const state = options.stateFile === undefined ? null : new StateFile(options.stateFile, store);
  if (!state?.load()) plant(store, clock, seed);

  const requestFaults = new RequestFaults(options.weather);
  const deliveryFaults = new DeliveryFaults(options.weather);
  const onExchange = options.onExchange ?? (() => undefined);
  const sender = new WebhookSender(store, clock, deliveryFaults, log, ({ event, action, payload }) => {
    onExchange({ kind: 'webhook', event, action, payload });
  });
  const server = await listen(options.port ?? 0, clock, () => api);
  const url = `http://127.0.0.1:${server.port}`;
  const hub: Hub = {
    store,
    clock,
    apiUrl: url,
    webUrl: options.webUrl ?? url,
    announce: (announcement: Announcement) => announceTo(hub, sender, announcement),
    changed: () => state?.touch(),
    log,
  };
  const limits = new RateLimits(clock, options.rateLimit ?? HOURLY_LIMIT);
  const router = new Router(...allRoutes(sender, limits));
  const api: Api = new Api(hub, router, requestFaults, limits, (exchange) => {
    onExchange(exchange);
  });
  const register = (fields: AppFields) => {
    registerApp(hub, fields);
    hub.changed();
  };
  if (seed.app) register(seed.app);

  let closing: Promise<void> | null = null;
  const closeAll = async () => {
    clock.close();
    await sender.close();
    await server.close();
    state?.flush();
  };

  return {
    url,
    now: () => clock.now(),
    advanceTo: async (instant) => clock.advanceTo(instant),
    advance: async (duration) => clock.advanceTo(clock.now().add(duration)),
    as: (login) => actorFor(store, api, login),
    registerApp: (app) => register(appFields.parse(app)),
    waiting: () => sender.waiting,
    settled: async () => sender.settled(),
    calls: api.calls,
    clearCalls: () => {
      api.calls.length = 0;
    },
    deliveries: sender.deliveries,
    redeliver: async (id) => {
      sender.redeliver(id);
      await sender.settled();
    },
    fault: (rule) => requestFaults.add(rule),
    deliveryFault: (rule) => deliveryFaults.add(rule),
    issueExport: (owner, repo, number) => issueExport(hub, owner, repo, number),
    close: async () => {
      closing ??= closeAll();
      return closing;
    },
  };
}

function actorFor(store: Store, api: Api, login: string): Actor {
  const user = store.userByLogin(login);
  if (!user) throw new RangeError(`nobody is called ${login}`);
  if (user.token === null) throw new RangeError(`${login} is a ${user.type} and has no token of its own`);
  return new Actor(user.login, user.token, api);
}
