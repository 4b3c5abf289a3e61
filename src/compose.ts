/**
 * The one place that constructs things and joins ports to adapters: clock, store, queue, GitHub, ingress. Started in the order in which each needs
 * the one before; webhooks are answered 503 until all of them stand.
 */
import { type Clock, followClock, systemClock } from './clock.ts';
import { openGitHub } from './github/client.ts';
import { configSource } from './github/config-source.ts';
import { openGateway } from './github/gateway.ts';
import { createDeliver } from './ingress/deliver.ts';
import { openIncidentIndex } from './ingress/incident-index.ts';
import { type Delivery, type Outcome, createIngress } from './ingress/ingress.ts';
import { type Listener, listen } from './ingress/listener.ts';
import { policyInForce } from './reconcile/policy-in-force.ts';
import type { Ports } from './reconcile/ports.ts';
import { reconcile } from './reconcile/reconcile.ts';
import type { Settings } from './settings.ts';
import { createSigner, digest } from './signer.ts';
import { loadPolicy } from './store/policies.ts';
import { type Queue, openQueue } from './store/queue.ts';
import { openStore } from './store/store.ts';
import { createHealth } from './web/health.ts';

export interface Muster {
  readonly port: number;
  /** Takes no more webhooks, lets runs end, closes the database. */
  stop(): Promise<void>;
}

type Deliver = (delivery: Delivery) => Promise<Outcome>;

/** `log` gets one line at a time, without secrets. Rejects when the port is taken, the folder is in use, or the database cannot be reached. */
export async function startMuster(settings: Settings, log: (line: string) => void): Promise<Muster> {
  let deliver: Deliver | null = null;
  let queue: Queue | null = null;
  const handlers = [
    createHealth(() => queue),
    createIngress({ secret: settings.webhookSecret, deliver: () => deliver, log }),
  ];
  const listener: Listener = await listen(handlers, settings, log);
  const clock: Clock = settings.clockUrl === null ? systemClock : await followClock(settings.clockUrl, log);
  const store = await openStore(settings);
  if (store.notice !== null) log(store.notice);
  const github = openGitHub(settings);
  const signer = createSigner(settings.documentSecrets);

  let selfId: number | null = null;
  const self = async (): Promise<number> => {
    selfId = (await github.self()).id;
    return selfId;
  };
  const ports: Ports = {
    store,
    clock,
    signer,
    digest,
    log,
    self,
    queue: () => {
      if (queue === null) throw new Error('a run began before the queue was open');
      return queue;
    },
    gateway: async (installationId) => {
      const [octokit, { login }] = await Promise.all([github.installation(installationId), github.self()]);
      return openGateway(octokit, login);
    },
    policy: async (installationId, repository) => {
      const octokit = await github.installation(installationId);
      const gateway = openGateway(octokit, (await github.self()).login);
      return await policyInForce({ store, clock, signer, log }, gateway, configSource(octokit), repository);
    },
  };
  const index = await openIncidentIndex(store, async (repositoryId) => {
    const policy = (await loadPolicy(store.db, repositoryId))?.policy;
    return policy === undefined ? null : [policy.labels.incident, policy.labels.drill];
  });
  self().catch((error: unknown) => log(`GitHub does not know this App yet: ${String(error)}`));
  queue = await openQueue(store, clock, (key, signal) => reconcile(ports, key, signal), { log });
  deliver = createDeliver({
    store,
    queue,
    clock,
    index,
    self: () => selfId,
    onInstallationChange: () => undefined,
  });

  return {
    port: listener.port,
    stop: async () => {
      deliver = null;
      await listener.close();
      await queue?.stop();
      await index.close();
      await store.close();
      clock.close();
    },
  };
}
