/**
 * The one place that constructs things and joins ports to adapters: clock, store, queue, GitHub, ingress. Started in the order in which each needs
 * the one before; webhooks are answered 503 until all of them stand.
 */
import { type Clock, followClock, systemClock } from './clock.ts';
import { openAppGateway } from './github/app-gateway.ts';
import { openGitHub } from './github/client.ts';
import { configSource } from './github/config-source.ts';
import { openGateway } from './github/gateway.ts';
import { HANDLERS, createDeliver } from './ingress/deliver.ts';
import { openIncidentIndex } from './ingress/incident-index.ts';
import { type Delivery, type Outcome, createIngress } from './ingress/ingress.ts';
import { listen } from './ingress/listener.ts';
import type { Log } from './log.ts';
import { policyInForce } from './reconcile/policy-in-force.ts';
import type { Ports } from './reconcile/ports.ts';
import { createLimits } from './reconcile/limits.ts';
import { reconcile } from './reconcile/reconcile.ts';
import type { Settings } from './settings.ts';
import { createSigner, digest } from './signer.ts';
import { checkClaim } from './store/claim.ts';
import { APP_KEY, installationKey } from './store/incident-key.ts';
import { type Queue, openQueue } from './store/queue.ts';
import { createSeats } from './store/seats.ts';
import { openStore } from './store/store.ts';
import { openMonitor } from './web/monitor.ts';

export interface Muster {
  readonly port: number;
  /** Where metrics are served; null when they are not. */
  readonly metricsPort: number | null;
  /** Takes no more webhooks, lets runs end, closes the database. */
  stop(): Promise<void>;
}

type Deliver = (delivery: Delivery) => Promise<Outcome>;

/** How long an incident must be quiet before its board is edited; tests that are about something else wait less. */
const QUIET_MS = 150;

/** `log` gets lines without secrets. Rejects when the port is taken, the folder is in use, or the database cannot be reached; nothing stays open then. */
export async function startMuster(settings: Settings, log: Log, quietMs = QUIET_MS): Promise<Muster> {
  await using opened = new AsyncDisposableStack();
  const monitor = await openMonitor(settings, log);
  opened.defer(async () => monitor.close());
  let deliver: Deliver | null = null;
  let queue: Queue | null = null;
  const handlers = [
    monitor.health,
    createIngress({ secret: settings.webhookSecret, deliver: () => deliver, log, meter: monitor.meter }),
  ];
  const listener = await listen(handlers, settings, log);
  opened.defer(async () => listener.close());
  const clock: Clock = settings.clockUrl === null ? systemClock : await followClock(settings.clockUrl, log);
  opened.defer(() => clock.close());
  const store = await openStore(settings);
  opened.defer(async () => store.close());
  if (store.notice !== null) log(store.notice, 'warn');
  const seats = createSeats();
  const limits = createLimits(clock);
  const github = openGitHub(settings, {
    onCall: (call) => monitor.meter.call(call),
    onLimit: limits.note,
    beforeWrite: checkClaim,
    whileWaiting: seats.leave,
  });
  const signer = createSigner(settings.documentSecrets);

  let selfId: number | null = null;
  const self = async (): Promise<number> => {
    selfId = (await github.self()).id;
    return selfId;
  };
  const theQueue = (): Queue => {
    if (queue === null) throw new Error('a run began before the queue was open');
    return queue;
  };
  const ports: Ports = {
    quietMs,
    whileWaiting: seats.leave,
    store,
    clock,
    signer,
    digest,
    log,
    meter: monitor.meter,
    self,
    queue: theQueue,
    app: async () => openAppGateway(await github.app()),
    ingress: {
      handles: (event) => HANDLERS.has(event),
      take: async (delivery) => {
        const outcome = await handle(delivery);
        return outcome.kind === 'malformed' ? `malformed: ${outcome.problem}` : outcome.kind;
      },
    },
    gateway: async (installationId) => {
      limits.check(installationId);
      const [octokit, { login }] = await Promise.all([github.installation(installationId), github.self()]);
      return openGateway(octokit, login);
    },
    policy: async (installationId, repository) => {
      const octokit = await github.installation(installationId);
      const gateway = openGateway(octokit, (await github.self()).login);
      return await policyInForce({ store, clock, signer, log }, gateway, configSource(octokit), repository);
    },
  };
  const index = await openIncidentIndex(store);
  opened.defer(async () => index.close());
  const handle = createDeliver({
    store,
    queue: {
      wake: async (key) => theQueue().wake(key),
      wakeTouched: async (key) => theQueue().wakeTouched(key),
    },
    clock,
    index,
    self: () => selfId,
    hurry: async (work) => seats.hurry(async () => store.urgently(work)),
    onInstallationChange: async (installationId) => theQueue().wake(installationKey(installationId)),
  });
  self().catch((error: unknown) => log(`GitHub does not know this App yet: ${String(error)}`, 'warn'));
  const isOpen = Promise.withResolvers<void>();
  queue = await openQueue(
    store,
    clock,
    async (key, signal) => {
      await isOpen.promise; // work that was left over begins before the queue is handed out
      await monitor.timed(async () => seats.sit(async () => reconcile(ports, key, signal)));
    },
    { log },
  );
  isOpen.resolve();
  opened.defer(async () => queue?.stop());
  monitor.begin({ store, queue, clock });
  deliver = handle;
  // whatever happened while nobody ran is made good now, and each hour
  await queue.wake(APP_KEY);
  // last, and so first: nothing new comes in while runs end
  opened.defer(async () => {
    deliver = null;
    await monitor.drain();
    await listener.close();
  });

  const all = opened.move();
  return { port: listener.port, metricsPort: monitor.metricsPort, stop: async () => all.disposeAsync() };
}
