/**
 * One request through the whole of the API: who asks, faults, rate limit, route, answer, log. The HTTP server and the in-process
 * clients both come through here, so that what a test's actor does is what a person's HTTP request does.
 */
import { createHash, randomUUID } from 'node:crypto';
import { callerName, identify } from './caller.ts';
import type { Caller } from './caller.ts';
import type { RequestFaults } from './faults.ts';
import type { Hub } from './hub.ts';
import { rateHeaders } from './rate-limit.ts';
import type { RateLimits } from './rate-limit.ts';
import { Refusal } from './refusal.ts';
import type { Answer, Request } from './request.ts';
import type { Router } from './router.ts';

const API_VERSION = '2022-11-28';

export interface Call {
  readonly at: Temporal.Instant;
  readonly method: string;
  readonly path: string;
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
    let caller: Caller = { kind: 'anonymous' };
    let operation: string | null = null;
    let answer: Answer;
    let limits: Record<string, string> = {};
    let dropped = false;
    try {
      caller = identify(this.#hub.store, call.headers['authorization']);
      checkVersion(call.headers['x-github-api-version']);
      limits = this.#spend(caller, path);
      const isApp = caller.kind === 'app' || caller.kind === 'installation';
      const fault = this.#faults.take(call.method, path, callerName(caller), isApp);
      if (fault?.kind === 'error') throw new Refusal(fault.status, 'Server Error');
      if (fault?.kind === 'slow') await new Promise((resolve) => setTimeout(resolve, fault.ms));
      dropped = fault?.kind === 'lost-answer';
      if (fault?.kind === 'limit') {
        answer = this.#limited(fault, caller);
      } else {
        const match = this.#router.find(call.method, path);
        if (!match) throw new Refusal(404, 'Not Found');
        operation = match.operation;
        const request = {
          hub: this.#hub,
          caller,
          method: call.method,
          path,
          params: match.params,
          query: call.query,
        };
        answer = await match.handler({
          ...request,
          headers: call.headers,
          body: parseBody(call.text),
        } satisfies Request);
      }
    } catch (error) {
      answer = this.#answerTo(error, call.method, path, operation);
    }
    const outgoing = this.#render(answer, call, limits, dropped);
    this.#record(call.method, path, operation, outgoing, caller, answer);
    return outgoing;
  }

  #spend(caller: Caller, path: string): Record<string, string> {
    const key =
      caller.kind === 'installation' ? `installation ${caller.installation.id}` : callerName(caller);
    if (path === '/rate_limit' || path.startsWith('/_local/')) return rateHeaders(this.#limits.read(key));
    const budget = this.#limits.spend(key);
    if (!budget) throw new Refusal(403, `API rate limit exceeded for ${key}.`);
    return rateHeaders(budget);
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

  #render(answer: Answer, call: IncomingCall, limits: Record<string, string>, dropped: boolean): Outgoing {
    const raw = typeof answer.body === 'string';
    const text = answer.body === undefined ? '' : raw ? (answer.body as string) : JSON.stringify(answer.body);
    const headers: Record<string, string> = {
      ...(text === '' ? {} : { 'content-type': 'application/json; charset=utf-8' }),
      'x-github-request-id': randomUUID(),
      'x-github-media-type': 'github.v3; format=json',
      'x-github-api-version-selected': API_VERSION,
      ...limits,
      ...answer.headers,
    };
    if (call.method !== 'GET' || answer.status !== 200)
      return { status: answer.status, headers, text, dropped };
    // an ETag is good for one token only: the next hour's does not match it
    const etag = `"${createHash('sha256')
      .update(`${call.headers['authorization'] ?? ''}\n${call.headers['accept'] ?? ''}\n${text}`)
      .digest('hex')}"`;
    headers['etag'] = etag;
    const seen = call.headers['if-none-match'];
    if (seen?.replace(/^W\//u, '') === etag) return { status: 304, headers, text: '', dropped };
    return { status: 200, headers, text, dropped };
  }

  #record(
    method: string,
    path: string,
    operation: string | null,
    outgoing: Outgoing,
    caller: Caller,
    answer: Answer,
  ): void {
    if (path.startsWith('/_local/')) return;
    const { status } = outgoing;
    this.calls.push({ at: this.#hub.clock.now(), method, path, status, actor: callerName(caller) });
    this.#hub.log(
      `${callerName(caller)} ${method} ${path} ${status}${outgoing.dropped ? ' (answer dropped)' : ''}`,
    );
    const contentType = outgoing.headers['content-type'] ?? '';
    const body: unknown = status === 304 ? undefined : answer.body;
    this.#onCall({
      kind: 'call',
      operation,
      method,
      path,
      status,
      body: body === undefined ? undefined : structuredClone(body),
      contentType,
    });
  }
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
