/**
 * The hourly limit of each caller: headers that count down, and a refusal when it is used up. `/rate_limit` itself is free.
 */
import type { LocalClock } from './clock.ts';

/** What one installation or person gets an hour, as on GitHub. */
export const HOURLY_LIMIT = 5_000;

export interface Budget {
  readonly limit: number;
  readonly used: number;
  readonly remaining: number;
  /** Seconds since 1970, on the local GitHub's clock. */
  readonly reset: number;
}

export class RateLimits {
  readonly #clock: LocalClock;
  readonly #limit: number;
  readonly #windows = new Map<string, { used: number; reset: number }>();

  constructor(clock: LocalClock, limit: number) {
    this.#clock = clock;
    this.#limit = limit;
  }

  read(caller: string): Budget {
    const window = this.#window(caller);
    return this.#budget(window);
  }

  /** Counts one request; null when there is none left to count. */
  spend(caller: string): Budget | null {
    const window = this.#window(caller);
    if (window.used >= this.#limit) return null;
    window.used += 1;
    return this.#budget(window);
  }

  #window(caller: string): { used: number; reset: number } {
    const now = Math.floor(this.#clock.now().epochMilliseconds / 1000);
    const known = this.#windows.get(caller);
    if (known && now < known.reset) return known;
    const fresh = { used: 0, reset: now + 3600 };
    this.#windows.set(caller, fresh);
    return fresh;
  }

  #budget({ used, reset }: { used: number; reset: number }): Budget {
    return { limit: this.#limit, used, remaining: this.#limit - used, reset };
  }
}

export function rateHeaders({ limit, used, remaining, reset }: Budget): Record<string, string> {
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String(reset),
    'x-ratelimit-resource': 'core',
    'x-ratelimit-used': String(used),
  };
}
