/**
 * The replicas of a run, and what happens to them: killed, hung, stopped, all at once with their database. Whoever goes is started again; whoever goes
 * without having been told to is a finding.
 */
import { setTimeout } from 'node:timers/promises';
import type { ChaosDatabase } from './database.ts';
import type { Dice } from './dice.ts';
import type { FaultCount, FaultName, FaultRates } from './faults.ts';
import type { Finding } from './finding.ts';
import { type Replica, startReplica } from './replica.ts';

export interface FleetOptions {
  readonly size: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly execArguments: readonly string[];
  readonly logFolder: string | null;
  readonly database: ChaosDatabase;
  readonly dice: Dice;
  readonly rates: FaultRates;
  readonly count: FaultCount;
  /** GitHub's clock. */
  readonly now: () => Temporal.Instant;
}

interface Slot {
  readonly index: number;
  replica: Replica;
  /** Told to go, or hung: not to be troubled now. */
  isTroubled: boolean;
}

/** Real milliseconds. */
const START_WITHIN = 60_000;
const STOP_WITHIN = 20_000;
const LONGEST_PAUSE = 1_500;
/** After a crash of PostgreSQL a replica that is about to start may have found it away. */
const SHAKY_MS = 5_000;
/** On a slow machine a replica that is hit whenever its turn comes would never be up. */
const WHILE_STARTING = 0.2;

const TROUBLES = [
  'killed',
  'hung',
  'stopped',
  'database-lost',
  'database-restarted',
] as const satisfies readonly FaultName[];

export class Fleet {
  readonly findings: Finding[] = [];
  readonly #options: FleetOptions;
  readonly #slots: Slot[] = [];
  readonly #troubles = new Set<Promise<void>>();
  #losses = 0;
  #lostAt: Temporal.Instant | null = null;
  #isLosing = false;
  #isClosing = false;
  /** Until then a replica may find no database when it starts. */
  #shakyUntil = 0;

  constructor(options: FleetOptions) {
    this.#options = options;
  }

  /** How many times the database was lost. */
  get losses(): number {
    return this.#losses;
  }

  /** When it was lost last, by GitHub's clock. */
  get lostAt(): Temporal.Instant | null {
    return this.#lostAt;
  }

  /** Ports on which replicas are or will be, dead ones included: nobody tells GitHub's side who lives. */
  get ports(): readonly number[] {
    return this.#slots.map(({ replica }) => replica.port);
  }

  /** Resolves when all take webhooks. Throws when one does not start. */
  async start(): Promise<void> {
    // one after the other: the first makes the tables
    for (let index = 1; index <= this.#options.size; index += 1) {
      const slot: Slot = { index, replica: await this.#spawn(index), isTroubled: false };
      this.#slots.push(slot);
      this.#watch(slot, slot.replica);
      await this.#untilUp(slot);
    }
  }

  /** Throws dice for so many real milliseconds. */
  trouble(milliseconds: number): void {
    const { dice, rates } = this.#options;
    for (const name of TROUBLES) {
      if (!dice.chance((rates[name] * milliseconds) / 60_000)) continue;
      const trouble = this.#trouble(name).finally(() => this.#troubles.delete(trouble));
      this.#troubles.add(trouble);
      trouble.catch((error: unknown) => this.#tell(`trouble (${name}) failed: ${String(error)}`, []));
    }
  }

  /** Waits until nobody is troubled any more and all take webhooks. */
  async untilCalm(): Promise<void> {
    await Promise.allSettled(this.#troubles);
    for (const slot of this.#slots) await this.#untilUp(slot);
  }

  /** Jobs that wait and runs that go on; null when nobody says. */
  async work(): Promise<number | null> {
    for (const { replica, isTroubled } of this.#slots) {
      const work = isTroubled ? null : await replica.work();
      if (work !== null) return work;
    }
    return null;
  }

  /** All replicas die, the database goes, all start again. */
  async loseEverything(): Promise<void> {
    this.#isLosing = true;
    this.#losses += 1;
    const before = this.#slots.map(({ isTroubled }) => isTroubled);
    for (const slot of this.#slots) {
      slot.isTroubled = true;
      slot.replica.signal('SIGKILL');
    }
    await Promise.all(this.#slots.map(async ({ replica }) => replica.ended));
    await this.#options.database.lose();
    this.#lostAt = this.#options.now();
    this.#isLosing = false;
    for (const [index, slot] of this.#slots.entries()) {
      if (before[index] === true) continue; // whoever troubles it starts it again
      await this.#respawn(slot);
    }
  }

  /** SIGTERM for all, as at the end of a day. */
  async stop(): Promise<void> {
    this.#isClosing = true;
    for (const { replica } of this.#slots) replica.signal('SIGTERM');
    await Promise.all(this.#slots.map(async ({ replica }) => endedOrKilled(replica)));
  }

  async kill(): Promise<void> {
    this.#isClosing = true;
    for (const { replica } of this.#slots) replica.signal('SIGKILL');
    await Promise.all(this.#slots.map(async ({ replica }) => replica.ended));
  }

  async #trouble(name: (typeof TROUBLES)[number]): Promise<void> {
    const { dice, count, database } = this.#options;
    if (this.#isLosing) return;
    if (name === 'database-lost') {
      if (this.#slots.some(({ isTroubled }) => isTroubled)) return;
      count.add(name);
      await this.loseEverything();
      return;
    }
    if (name === 'database-restarted') {
      if (database.restart === null) return;
      count.add(name);
      this.#shakyUntil = Infinity;
      await database.restart();
      this.#shakyUntil = performance.now() + SHAKY_MS;
      return;
    }
    const free = this.#slots.filter(({ isTroubled }) => !isTroubled);
    if (free.length === 0) return;
    const slot = dice.pick(free);
    if (slot.replica.isStarting() && !dice.chance(WHILE_STARTING)) return;
    slot.isTroubled = true;
    count.add(name);
    if (name === 'hung') await this.#hang(slot);
    else await this.#end(slot, name === 'killed' ? 'SIGKILL' : 'SIGTERM');
  }

  /** Mostly for a moment; sometimes so long that others take over what it does, where there are others. */
  async #hang(slot: Slot): Promise<void> {
    const { dice, size } = this.#options;
    const isLong = size > 1 && dice.chance(0.3);
    const milliseconds = isLong ? dice.between(12_000, 25_000) : dice.between(200, 3_000);
    const { replica } = slot;
    replica.signal('SIGSTOP');
    await setTimeout(milliseconds);
    replica.signal('SIGCONT');
    if (replica.hasEnded()) await this.#respawn(slot); // the database was lost meanwhile
    slot.isTroubled = false;
  }

  async #end(slot: Slot, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const { replica } = slot;
    replica.signal(signal);
    await endedOrKilled(replica);
    await setTimeout(this.#options.dice.between(0, LONGEST_PAUSE));
    await this.#respawn(slot);
  }

  async #respawn(slot: Slot): Promise<void> {
    while (this.#isLosing) await setTimeout(50);
    if (this.#isClosing) return;
    slot.replica = await this.#spawn(slot.index);
    this.#watch(slot, slot.replica);
    slot.isTroubled = false; // from now on, while it starts as well
  }

  async #spawn(index: number): Promise<Replica> {
    const { environment, execArguments, logFolder, database } = this.#options;
    return await startReplica({
      index,
      environment: { ...environment, ...database.environment },
      execArguments,
      logFolder,
    });
  }

  /** Tells of one that ended by itself, and starts it again as an operator's supervisor would. */
  #watch(slot: Slot, replica: Replica): void {
    const care = async (): Promise<void> => {
      await replica.ended;
      if (slot.isTroubled || slot.replica !== replica || this.#isClosing) return;
      if (!this.#mayNotStart(replica))
        this.#tell(`replica ${slot.index} ended by itself: ${replica.howEnded()}`, replica.tail());
      slot.isTroubled = true;
      await this.#respawn(slot);
    };
    void care();
  }

  /** No database, or somebody took its port meanwhile: Muster says so and ends, and a supervisor starts it again. */
  #mayNotStart(replica: Replica): boolean {
    if (!replica.isStarting()) return false;
    return performance.now() < this.#shakyUntil || replica.tail().some((line) => line.includes('is in use'));
  }

  async #untilUp(slot: Slot): Promise<void> {
    const limit = performance.now() + START_WITHIN;
    while (performance.now() < limit) {
      const { replica } = slot;
      const isUp = await Promise.race([
        replica.started,
        setTimeout(limit - performance.now(), null, { ref: false }),
      ]);
      if (isUp === true && slot.replica === replica) return;
      if (isUp === false) await setTimeout(100); // it ended; somebody starts it again
    }
    throw new Error(
      `replica ${slot.index} did not start within ${START_WITHIN / 1000} s. It said:\n  ${slot.replica.tail().join('\n  ')}`,
    );
  }

  #tell(what: string, details: readonly string[]): void {
    this.findings.push({ kind: 'unsettled', where: 'the replicas', what, details });
  }
}

async function endedOrKilled(replica: Replica): Promise<void> {
  const patience = new AbortController();
  const late = setTimeout(STOP_WITHIN, 'late', { signal: patience.signal }).catch(() => 'ended');
  const won = await Promise.race([replica.ended, late]);
  patience.abort();
  if (won === 'late') replica.signal('SIGKILL');
  await replica.ended;
}
