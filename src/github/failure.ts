/**
 * What a failed call to GitHub means: later, never, or in doubt. Told by status and headers; by words only for a secondary limit that names no time,
 * which GitHub tells in no other way.
 */
import { type Effect, EffectRefused, InDoubt, TryLater } from '../reconcile/effect.ts';
import { NotThere } from '../reconcile/gateway.ts';

interface HttpFailure {
  readonly status: number;
  readonly message: string;
  readonly request?: { readonly url?: string };
  readonly response?: { readonly headers?: Readonly<Record<string, string | number | undefined>> };
}

/** Seconds to wait when a limit names no time: GitHub asks for at least a minute, and for more each time it goes on. */
const LIMIT_SECONDS = 60;
/** What Octokit adds to GitHub's words. */
const DOCUMENTATION = / - https:\/\/docs\.github\.com\S*$/u;
/** Seconds to wait after a fault of GitHub's own. */
const FAULT_SECONDS = 15;

function isHttp(error: unknown): error is HttpFailure {
  return typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number';
}

interface GraphQLFailure {
  readonly message: string;
  readonly headers: NonNullable<HttpFailure['response']>['headers'];
  readonly errors: readonly {
    readonly type?: string;
    readonly extensions?: { readonly code?: string };
    readonly message: string;
  }[];
}

function isGraphQL(error: unknown): error is GraphQLFailure {
  return error instanceof Error && error.name === 'GraphqlResponseError';
}

/** The status that REST has for it. A mutation or a field that a server lacks is not found there; what is not named here is no fault that passes. */
const GRAPHQL_STATUS: Readonly<Record<string, number>> = {
  RATE_LIMITED: 429,
  FORBIDDEN: 403,
  INSUFFICIENT_SCOPES: 403,
  NOT_FOUND: 404,
  undefinedField: 404,
  undefinedType: 404,
};

/** GraphQL answers 200 and tells in words. */
function fromGraphQL({ errors, headers }: GraphQLFailure): HttpFailure {
  const [first] = errors;
  const name = first?.type ?? first?.extensions?.code ?? '';
  return {
    status: GRAPHQL_STATUS[name] ?? 422,
    message: first?.message ?? '',
    response: headers === undefined ? {} : { headers },
  };
}

function asHttp(error: unknown): HttpFailure | null {
  if (isGraphQL(error)) return fromGraphQL(error);
  return isHttp(error) ? error : null;
}

/** The wait that a limit asks for, or null when the answer is no limit. */
function limitOf(failure: HttpFailure): TryLater | null {
  const { status, message, response } = failure;
  const headers = response?.headers ?? {};
  const said = 'GitHub limits this installation';
  const after = Number(headers['retry-after'] ?? Number.NaN);
  if (Number.isFinite(after)) return new TryLater(Math.max(1, after), said);
  if (status !== 403 && status !== 429) return null;
  const reset = Number(headers['x-ratelimit-reset'] ?? Number.NaN);
  if (String(headers['x-ratelimit-remaining']) === '0' && Number.isFinite(reset))
    return new TryLater(LIMIT_SECONDS, said, { until: reset });
  const isSecondary = status === 429 || /secondary rate limit/iu.test(message);
  return isSecondary ? new TryLater(LIMIT_SECONDS, said, { backsOff: true }) : null;
}

/** The same of any error. */
export function waitOf(error: unknown): TryLater | null {
  const failure = asHttp(error);
  return failure === null ? null : limitOf(failure);
}

function isLost(failure: HttpFailure): boolean {
  // Octokit gives status 500 to a connection that broke, without a response.
  return failure.response === undefined || failure.status >= 500;
}

/** A token is asked for before the call itself: what is refused there says nothing of what the call was about. */
function isOfToken({ request }: HttpFailure): boolean {
  return /\/access_tokens(?:$|\?)/u.test(request?.url ?? '');
}

/**
 * A read that failed: worth another try later; closed to us (403, or a token that is refused: suspended, uninstalled), which nobody here can mend; or the
 * error itself.
 */
export function readFailure(error: unknown): unknown {
  const failure = asHttp(error);
  if (failure === null) return error; // a fault of our own
  const limit = limitOf(failure);
  if (limit !== null) return limit;
  if (isLost(failure)) return new TryLater(FAULT_SECONDS, 'GitHub did not answer');
  const isClosed = failure.status === 403 || (isOfToken(failure) && failure.status !== 401);
  return isClosed ? new NotThere(failure.status) : error;
}

/** A write that failed. A key that is not taken stays the error that it is: no effect is to blame, and a person has to mend it. */
export function writeFailure(effect: Effect, error: unknown): unknown {
  const failure = asHttp(error);
  const limit = failure === null ? null : limitOf(failure);
  if (limit !== null) return limit;
  if (failure === null || isLost(failure)) return new InDoubt(effect, error);
  if (failure.status === 401) return error;
  if (isOfToken(failure)) return new NotThere(failure.status);
  return new EffectRefused(effect, failure.status, failure.message.replace(DOCUMENTATION, ''));
}

/** What GitHub said of what was asked for; null where it said nothing of it. */
export function statusOf(error: unknown): number | null {
  const failure = asHttp(error);
  return failure === null || isOfToken(failure) ? null : failure.status;
}
