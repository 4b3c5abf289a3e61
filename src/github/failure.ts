/**
 * What a failed call to GitHub means: later, never, or in doubt. Told by status and headers, never by words.
 */
import { type Effect, EffectRefused, InDoubt, TryLater } from '../reconcile/effect.ts';

interface HttpFailure {
  readonly status: number;
  readonly message: string;
  readonly response?: { readonly headers?: Readonly<Record<string, string | number | undefined>> };
}

/** Seconds to wait when a limit names no time: GitHub asks for at least a minute. */
const LIMIT_SECONDS = 60;
/** Seconds to wait after a fault of GitHub's own. */
const FAULT_SECONDS = 15;

function isHttp(error: unknown): error is HttpFailure {
  return typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number';
}

function asHttp(error: unknown): HttpFailure | null {
  return isHttp(error) ? error : null;
}

/** Seconds until a limit ends, or null when the answer is no limit. `now` is the epoch in seconds, for `x-ratelimit-reset`. */
function limitSeconds(failure: HttpFailure, now: number): number | null {
  const headers = failure.response?.headers ?? {};
  const after = Number(headers['retry-after']);
  if (Number.isFinite(after) && headers['retry-after'] !== undefined) return Math.max(1, after);
  if (failure.status === 429) return LIMIT_SECONDS;
  if (failure.status !== 403) return null;
  if (String(headers['x-ratelimit-remaining']) === '0') {
    return Math.max(1, Number(headers['x-ratelimit-reset'] ?? now + LIMIT_SECONDS) - now);
  }
  return /secondary rate limit/iu.test(failure.message) ? LIMIT_SECONDS : null;
}

function isLost(failure: HttpFailure): boolean {
  // Octokit gives status 500 to a connection that broke, without a response.
  return failure.response === undefined || failure.status >= 500;
}

/** A read that failed: worth another try later, or the error itself. */
export function readFailure(error: unknown): unknown {
  const failure = asHttp(error);
  if (failure === null) return error; // a fault of our own
  const seconds = limitSeconds(failure, Date.now() / 1000);
  if (seconds !== null) return new TryLater(seconds, 'GitHub limits this installation');
  return isLost(failure) ? new TryLater(FAULT_SECONDS, 'GitHub did not answer') : error;
}

/** A write that failed. */
export function writeFailure(effect: Effect, error: unknown): unknown {
  const failure = asHttp(error);
  const seconds = failure === null ? null : limitSeconds(failure, Date.now() / 1000);
  if (seconds !== null) return new TryLater(seconds, 'GitHub limits this installation');
  if (failure === null || isLost(failure)) return new InDoubt(effect, error);
  return new EffectRefused(effect, failure.status, failure.message);
}

export function statusOf(error: unknown): number | null {
  return asHttp(error)?.status ?? null;
}
