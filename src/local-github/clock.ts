/**
 * The time of the local GitHub, and of every process that follows it. Real by default; started with an instant it stands still
 * until it is moved, and a move is over only when each follower has said that it saw the new time: it polls with `after` = the
 * version it saw. A follower whose connection ends is not waited for, so it must keep the
 * connection alive between polls, as fetch does.
 */

/** Real milliseconds after which a follower that still holds its connection is given up, unless told. */
const PATIENCE = 30_000;

export interface ClockReading {
  now: string;
  version: number;
  frozen: boolean;
}

interface Follower {
  /** The one it polled on last: its end is the follower's end. */
  connection: unknown;
  seen: number;
  answer: ((reading: ClockReading) => void) | null;
}

export class LocalClock {
  #frozenAt: Temporal.Instant | null;
  #version = 1;
  readonly #followers = new Map<unknown, Follower>();
  #onProgress: (() => void) | null = null;
  #moves: Promise<void> = Promise.resolve();
  readonly #log: (line: string) => void;
  readonly #patience: number;

  constructor(start: Temporal.Instant | undefined, log: (line: string) => void, patience = PATIENCE) {
    this.#frozenAt = start ?? null;
    this.#log = log;
    this.#patience = patience;
  }

  now(): Temporal.Instant {
    return this.#frozenAt ?? Temporal.Now.instant();
  }

  /** As GitHub writes it: whole seconds. */
  stamp(): string {
    return this.now().round({ smallestUnit: 'second', roundingMode: 'floor' }).toString();
  }

  reading(): ClockReading {
    return { now: this.now().toString(), version: this.#version, frozen: this.#frozenAt !== null };
  }

  /** One poll of the follower `key`: the answer comes at once when the time is newer than `after`, else when it is moved. */
  async poll(key: unknown, connection: unknown, after: number): Promise<ClockReading> {
    const follower = this.#followers.get(key) ?? { connection, seen: 0, answer: null };
    this.#followers.set(key, follower);
    follower.connection = connection;
    follower.seen = after;
    this.#onProgress?.();
    if (after < this.#version) return this.reading();
    return new Promise((resolve) => {
      follower.answer = resolve;
    });
  }

  /** A connection is gone, and with it who polled on it last. */
  drop(connection: unknown): void {
    for (const [key, follower] of this.#followers) {
      if (follower.connection === connection) this.#followers.delete(key);
    }
    this.#onProgress?.();
  }

  /** Moves wait for each other. Throws on a running clock and on a way back. */
  async advanceTo(instant: Temporal.Instant): Promise<void> {
    if (this.#frozenAt === null)
      throw new RangeError('this clock runs by itself: start with a time (now, --now) to drive it');
    const move = this.#moves.then(async () => this.#move(instant));
    this.#moves = move.catch(() => undefined);
    return move;
  }

  /** Lets every waiting poll go, so that a server can close. */
  close(): void {
    for (const follower of this.#followers.values()) follower.answer?.(this.reading());
    this.#followers.clear();
    this.#onProgress?.();
  }

  async #move(instant: Temporal.Instant): Promise<void> {
    if (Temporal.Instant.compare(instant, this.now()) < 0) {
      throw new RangeError(
        `the clock stands at ${this.now().toString()} and does not go back to ${instant.toString()}`,
      );
    }
    this.#frozenAt = instant;
    this.#version += 1;
    for (const follower of this.#followers.values()) {
      follower.answer?.(this.reading());
      follower.answer = null;
    }
    await this.#allSeen(this.#version);
  }

  async #allSeen(version: number): Promise<void> {
    const missing = () => [...this.#followers].filter(([, follower]) => follower.seen < version);
    if (missing().length === 0) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#onProgress = null;
        resolve();
      };
      const timer = setTimeout(() => {
        for (const [key] of missing()) this.#followers.delete(key);
        this.#log(`clock: gave up a follower that did not acknowledge within ${this.#patience} ms`);
        done();
      }, this.#patience);
      this.#onProgress = () => {
        if (missing().length === 0) done();
      };
    });
  }
}
