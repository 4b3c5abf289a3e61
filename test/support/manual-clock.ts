import type { Clock } from '../../src/clock.ts';

/** A clock that stands still until a test moves it forward. */
export class ManualClock implements Clock {
  #now: Temporal.Instant;
  readonly #listeners = new Set<() => void>();

  constructor(start = '2026-11-21T14:00:00Z') {
    this.#now = Temporal.Instant.from(start);
  }

  now(): Temporal.Instant {
    return this.#now;
  }

  onJump(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Moves the time, then calls every listener. */
  advance(by: Temporal.DurationLike): void {
    const next = this.#now.add(by);
    if (Temporal.Instant.compare(next, this.#now) < 0) throw new RangeError('a clock does not go back');
    this.#now = next;
    for (const listener of this.#listeners) listener();
  }

  close(): void {
    this.#listeners.clear();
  }
}
