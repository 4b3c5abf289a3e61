/** What a reconcile run needs from outside. `compose.ts` joins the real ones. */
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Meter } from '../meter.ts';
import type { Signer } from '../core/documents/marker.ts';
import type { Policy } from '../core/policy.ts';
import type { IssueFacts } from '../core/incident/record.ts';
import type { Queue } from '../store/queue.ts';
import type { Store } from '../store/store.ts';
import type { AppGateway } from './app-gateway.ts';
import type { Gateway } from './gateway.ts';

export interface Ports {
  /**
   * A board edit waits until the incident was quiet for so many milliseconds, so that a burst of commands is one edit; reactions do not wait. Real time,
   * because it is about traffic and not about the incident.
   */
  readonly quietMs: number;
  /** Around a wait that is not for GitHub's answers, which have it already: others work meanwhile. */
  readonly whileWaiting: <T>(wait: () => Promise<T>) => Promise<T>;
  readonly store: Store;
  readonly clock: Clock;
  readonly queue: () => Pick<Queue, 'setWakeAt' | 'isWoken' | 'wake'>;
  readonly gateway: (installationId: number) => Promise<Gateway>;
  readonly app: () => Promise<AppGateway>;
  /** What takes webhooks, for those that a resync fetched. */
  readonly ingress: {
    readonly handles: (event: string) => boolean;
    /** Resolves, with what was made of it in a few words, when it is durable. */
    readonly take: (delivery: {
      readonly id: string;
      readonly event: string;
      readonly payload: unknown;
    }) => Promise<string>;
  };
  /** Our own user id. */
  readonly self: () => Promise<number>;
  /** The repository's policy in force. */
  readonly policy: (installationId: number, repository: IssueFacts['repository']) => Promise<Policy>;
  readonly signer: Signer;
  /** A short, collision-safe digest. */
  readonly digest: (text: string) => string;
  readonly log: Log;
  readonly meter: Pick<Meter, 'effect'>;
}
