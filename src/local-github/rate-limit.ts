/**
 * The hourly limit of each caller: headers that count down, and a refusal when it is used up. `/rate_limit` itself and answers
 * 304 are free.
 */
import { callerName } from './caller.ts';
import type { Caller } from './caller.ts';
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
    return this.#budget(this.#window(caller));
  }

  /** Counts one request. */
  spend(caller: string): Budget {
    const window = this.#window(caller);
    window.used = Math.min(window.used + 1, this.#limit);
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

/** Installations have a budget of their own, whatever token they use. */
export function budgetKey(caller: Caller): string {
  return caller.kind === 'installation' ? `installation ID ${caller.installation.id}` : callerName(caller);
}
