/**
 * One request through the whole of the API: who asks, faults, rate limit, route, answer, log. The HTTP server and the in-process
 * clients both come through here, so that what a test's actor does is what a person's HTTP request does.
 */
import { createHash, randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { callerName, identify } from './caller.ts';
import type { Caller } from './caller.ts';
import type { RequestFaults } from './faults.ts';
import { firstField } from './graphql-query.ts';
import type { Hub } from './hub.ts';
import { budgetKey, rateHeaders } from './rate-limit.ts';
import type { RateLimits } from './rate-limit.ts';
import { Refusal } from './refusal.ts';
import type { Answer } from './request.ts';
import type { Router } from './router.ts';

const API_VERSION = '2022-11-28';

export interface Call {
  readonly at: Temporal.Instant;
  readonly method: string;
  readonly path: string;
  /** Of GraphQL what was asked for, such as `minimizeComment`; null for all else. */
  readonly field: string | null;
  readonly status: number;
  /** A login; the App's slug where it spoke for itself; `anonymous`. */
  readonly actor: string;
}

/** One finished call as the referee sees it. */
export interface ApiExchange {
  readonly kind: 'call';
  /** As in GitHub's description, `GET /repos/{owner}/{repo}`; null where no route answered. */
  readonly operation: string | null;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly body: unknown;
  readonly contentType: string;
}

export interface IncomingCall {
  readonly method: string;
  /** Decoded once by the router; with `/api/v3` or without. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** As it came; empty for none. */
  readonly text: string;
}

export interface Outgoing {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly text: string;
  /** A fault: the caller must see its connection break, not this answer. */
  readonly dropped: boolean;
}

/** What is known of a request so far, also when its handling ends in a refusal. */
interface Progress {
  caller: Caller;
  operation: string | null;
  dropped: boolean;
}

export class Api {
  readonly calls: Call[] = [];
  readonly #hub: Hub;
  readonly #router: Router;
  readonly #faults: RequestFaults;
  readonly #limits: RateLimits;
  readonly #onCall: (exchange: ApiExchange) => void;

  constructor(
    hub: Hub,
    router: Router,
    faults: RequestFaults,
    limits: RateLimits,
    onCall: (exchange: ApiExchange) => void,
  ) {
    this.#hub = hub;
    this.#router = router;
    this.#faults = faults;
    this.#limits = limits;
    this.#onCall = onCall;
  }

  async handle(call: IncomingCall): Promise<Outgoing> {
    const path = call.path.replace(/^\/api\/v3(?=\/)/u, '').replace(/^\/api(?=\/graphql$)/u, '');
    const state: Progress = { caller: { kind: 'anonymous' }, operation: null, dropped: false };
    let answer: Answer;
    try {
      answer = await this.#answer(call, path, state);
    } catch (error) {
      answer = this.#answerTo(error, call.method, path, state.operation);
    }
    const outgoing = this.#render(answer, call, path, state);
    if (call.method !== 'GET') this.#hub.changed();
    this.#record(call, path, outgoing, answer, state);
    return outgoing;
  }

  async #answer(call: IncomingCall, path: string, state: Progress): Promise<Answer> {
    state.caller = identify(this.#hub.store, call.headers['authorization']);
    checkVersion(call.headers['x-github-api-version']);
    const key = budgetKey(state.caller);
    if (!isFree(path) && this.#limits.read(key).remaining === 0) {
      throw new Refusal(403, `API rate limit exceeded for ${key}.`);
    }
    const isApp = state.caller.kind === 'app' || state.caller.kind === 'installation';
    const fault = this.#faults.take(call.method, path, callerName(state.caller), isApp);
    if (fault?.kind === 'limit') return this.#limited(fault, state.caller);
    if (fault?.kind === 'error' && !fault.carriedOut) throw new Refusal(fault.status, 'Server Error');
    if (fault?.kind === 'slow') await setTimeout(fault.ms);
    state.dropped = fault?.kind === 'lost-answer' || fault?.kind === 'reset';
    if (fault?.kind === 'reset') return { status: 502 };
    const answer = await this.#route(call, path, state);
    if (fault?.kind === 'error') throw new Refusal(fault.status, 'Server Error');
    return answer;
  }

  async #route(call: IncomingCall, path: string, state: Progress): Promise<Answer> {
    const match = this.#router.find(call.method, path);
    if (!match) throw new Refusal(404, 'Not Found');
    state.operation = match.operation;
    return match.handler({
      hub: this.#hub,
      caller: state.caller,
      method: call.method,
      path,
      root: `${this.#hub.apiUrl}${call.path.startsWith('/api/v3/') ? '/api/v3' : ''}`,
      params: match.params,
      query: call.query,
      headers: call.headers,
      body: parseBody(call.text),
    });
  }

  #limited(fault: { status?: number; retryAfter?: number; primary?: boolean }, caller: Caller): Answer {
    const status = fault.status ?? 403;
    const { retryAfter } = fault;
    if (fault.primary) {
      const reset = Math.floor(this.#hub.clock.now().epochMilliseconds / 1000) + (retryAfter ?? 3600);
      const body = new Refusal(status, `API rate limit exceeded for ${callerName(caller)}.`).body;
      return { status, body, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) } };
    }
    const body = new Refusal(
      status,
      'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
    ).body;
    return { status, body, headers: retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) } };
  }

  #answerTo(error: unknown, method: string, path: string, operation: string | null): Answer {
    if (error instanceof Refusal) {
      if (operation !== null || error.message !== 'Not Found')
        return { status: error.status, body: error.body };
      this.#hub.log(`no route: ${method} ${path}`);
      return { status: error.status, body: { ...error.body, message: `Not Found: ${method} ${path}` } };
    }
    this.#hub.log(
      `bug: ${method} ${path}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    return { status: 500, body: { message: error instanceof Error ? error.message : String(error) } };
  }

  #render(answer: Answer, call: IncomingCall, path: string, { caller, dropped }: Progress): Outgoing {
    const text = textOf(answer.body);
    const etag = answer.status === 200 && call.method === 'GET' ? etagOf(call, text) : null;
    const fresh = etag !== null && call.headers['if-none-match']?.replace(/^W\//u, '') === etag;
    const key = budgetKey(caller);
    const budget = fresh || isFree(path) ? this.#limits.read(key) : this.#limits.spend(key);
    const headers: Record<string, string> = {
      ...(text === '' ? {} : { 'content-type': 'application/json; charset=utf-8' }),
      'x-github-request-id': randomUUID(),
      'x-github-media-type': 'github.v3; format=json',
      'x-github-api-version-selected': API_VERSION,
      ...rateHeaders(budget),
      ...(etag === null ? {} : { etag }),
      ...answer.headers,
    };
    return fresh
      ? { status: 304, headers, text: '', dropped }
      : { status: answer.status, headers, text, dropped };
  }

  #record(
    { method, text }: IncomingCall,
    path: string,
    outgoing: Outgoing,
    answer: Answer,
    { operation, caller }: Progress,
  ): void {
    if (path.startsWith('/_local/')) return;
    const { status } = outgoing;
    const field = path === '/graphql' ? firstField(text) : null;
    this.calls.push({ at: this.#hub.clock.now(), method, path, field, status, actor: callerName(caller) });
    this.#hub.log(
      `${callerName(caller)} ${method} ${path} ${status}${outgoing.dropped ? ' (answer dropped)' : ''}`,
    );
    const contentType = outgoing.headers['content-type'] ?? '';
    const body: unknown = status === 304 ? undefined : structuredClone(answer.body);
    this.#onCall({ kind: 'call', operation, method, path, status, body, contentType });
  }
}

/** The clock, the App's registration and the look at the limit itself cost nothing. */
const isFree = (path: string) => path === '/rate_limit' || path.startsWith('/_local/');

function textOf(body: unknown): string {
  if (body === undefined) return '';
  return typeof body === 'string' ? body : JSON.stringify(body);
}

/** Good for one token only: the next hour's does not match it. */
function etagOf({ headers }: IncomingCall, text: string): string {
  const seed = `${headers['authorization'] ?? ''}\n${headers['accept'] ?? ''}\n${text}`;
  return `"${createHash('sha256').update(seed).digest('hex')}"`;
}

function checkVersion(version: string | undefined): void {
  if (version === undefined || version === API_VERSION) return;
  throw new Refusal(400, `API version "${version}" is not supported here; ${API_VERSION} is.`);
}

function parseBody(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Refusal(400, 'Problems parsing JSON');
  }
}
