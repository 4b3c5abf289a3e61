/**
 * Everything that can go wrong in a run, with how often it does. Requests and webhooks: a probability for each; people who administer and processes:
 * times a minute. `--faults` changes them by name, docs/chaos.md lists them.
 */
interface FaultSpec {
  readonly unit: 'each request' | 'each webhook' | 'a minute';
  /** How often, unless told. */
  readonly usual: number;
  readonly means: string;
}

export const FAULTS = {
  'server-error': {
    unit: 'each request',
    usual: 0.01,
    means: 'GitHub answers 500, 502 or 503, nothing done',
  },
  'written-error': {
    unit: 'each request',
    usual: 0.02,
    means: 'of a write: GitHub answers 502, and it is done',
  },
  'lost-answer': {
    unit: 'each request',
    usual: 0.02,
    means: 'of a write: it is done, and the connection drops',
  },
  'reset-connection': { unit: 'each request', usual: 0.01, means: 'the connection drops, nothing done' },
  'slow-answer': { unit: 'each request', usual: 0.01, means: 'up to 1.5 s late' },
  'secondary-limit': {
    unit: 'each request',
    usual: 0.002,
    means: '403 or 429 with retry-after, for all writes of half a second',
  },
  'primary-limit': { unit: 'each request', usual: 0.001, means: '403 with x-ratelimit-reset' },
  'webhook-lost': {
    unit: 'each webhook',
    usual: 0.04,
    means: 'never sent; a failure in the list of deliveries',
  },
  'webhook-doubled': { unit: 'each webhook', usual: 0.04, means: 'sent twice' },
  'webhook-reordered': { unit: 'each webhook', usual: 0.04, means: 'sent after the next one' },
  'webhook-late': {
    unit: 'each webhook',
    usual: 0.02,
    means: 'GitHub sees a time-out, the replica gets it seconds later',
  },
  killed: { unit: 'a minute', usual: 10, means: 'SIGKILL for a replica, which is started again' },
  hung: { unit: 'a minute', usual: 3, means: 'SIGSTOP for a replica, then SIGCONT' },
  stopped: { unit: 'a minute', usual: 2, means: 'SIGTERM for a replica, which is started again' },
  'database-lost': {
    unit: 'a minute',
    usual: 0.7,
    means: 'all replicas are dead, and the data folder or the database is gone',
  },
  'database-restarted': {
    unit: 'a minute',
    usual: 1,
    means: 'PostgreSQL crashes and comes back (--postgres)',
  },
  locked: { unit: 'a minute', usual: 8, means: 'an issue is locked, and unlocked later' },
  'label-renamed': {
    unit: 'a minute',
    usual: 1,
    means: 'the incident label gets another name, and its own back',
  },
  'repository-renamed': { unit: 'a minute', usual: 1, means: 'a repository gets a new name' },
  'repository-archived': { unit: 'a minute', usual: 1, means: 'archived, and unarchived later' },
  'app-removed': { unit: 'a minute', usual: 1, means: 'the App loses a repository, and gets it back' },
  'app-suspended': { unit: 'a minute', usual: 0.5, means: 'the installation is suspended, and back later' },
  'issue-deleted': { unit: 'a minute', usual: 1, means: 'an incident’s issue is deleted for good' },
} as const satisfies Record<string, FaultSpec>;

export type FaultName = keyof typeof FAULTS;

export type FaultRates = Readonly<Record<FaultName, number>>;

export const FAULT_NAMES: readonly FaultName[] = Object.keys(FAULTS).filter((name) => isFaultName(name));

export function isFaultName(name: string): name is FaultName {
  return Object.hasOwn(FAULTS, name);
}

/** Every fault as often as `rate` says of its usual frequency. */
export function faultRates(rate: (usual: number) => number): FaultRates {
  const entries = FAULT_NAMES.map((name) => [name, rate(FAULTS[name].usual)] as const);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one entry for each name
  return Object.fromEntries(entries) as FaultRates;
}

/** What struck, by kind. */
export class FaultCount {
  readonly #counts = new Map<FaultName, number>();

  add(name: FaultName): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  of(name: FaultName): number {
    return this.#counts.get(name) ?? 0;
  }

  /** In the order of the table. */
  all(): readonly (readonly [name: FaultName, count: number])[] {
    return FAULT_NAMES.map((name) => [name, this.of(name)] as const);
  }
}
