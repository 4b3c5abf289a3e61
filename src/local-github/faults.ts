/**
 * Faults on demand: what GitHub does on a bad day, to the requests and deliveries that a rule names. Rules are asked in the order
 * they were made, and each strikes `times` times (once unless told). Where none strikes, the weather is asked, which may throw dice.
 */

interface RequestRule {
  /** Any method unless given. */
  readonly method?: string;
  /** Tested against the path without `/api/v3` and query; any path unless given. */
  readonly path?: RegExp;
  /** Login of the caller; the App and its installations unless given. */
  readonly actor?: string;
  readonly times?: number;
}

/** `carriedOut`: the write happens all the same, as with many of GitHub's 5xx. */
export type Fault =
  | { readonly kind: 'error'; readonly status: number; readonly carriedOut?: boolean }
  /** The request is carried out, then the connection drops. */
  | { readonly kind: 'lost-answer' }
  /** The connection drops, and nothing is carried out. */
  | { readonly kind: 'reset' }
  /** Seconds; a secondary limit, or with `primary` the hourly one. */
  | {
      readonly kind: 'limit';
      readonly status?: 403 | 429;
      readonly retryAfter?: number;
      readonly primary?: boolean;
    }
  | { readonly kind: 'slow'; readonly ms: number };

export type FaultRule = RequestRule & Fault;

export interface DeliveryFaultRule {
  /** `lost`: logged as failed, never sent · `doubled`: sent twice, one GUID · `reordered`: sent after the next event. */
  readonly kind: 'lost' | 'doubled' | 'reordered';
  readonly event?: string;
  readonly action?: string;
  readonly times?: number;
}

/** Asked about everything that no rule strikes. */
export interface Weather {
  /** A request by the App or one of its installations. */
  readonly request: (method: string, path: string) => Fault | null;
  readonly delivery: (event: string, action: string | null) => DeliveryFaultRule['kind'] | null;
}

const CALM: Weather = { request: () => null, delivery: () => null };

export class RequestFaults {
  readonly #rules: { rule: FaultRule; left: number }[] = [];
  readonly #weather: Weather;

  constructor(weather: Weather = CALM) {
    this.#weather = weather;
  }

  add(rule: FaultRule): void {
    this.#rules.push({ rule, left: rule.times ?? 1 });
  }

  /** The first rule that strikes this request, used up once. */
  take(method: string, path: string, actor: string, isApp: boolean): Fault | null {
    const entry = this.#rules.find(
      ({ rule, left }) =>
        left > 0 &&
        (rule.method === undefined || rule.method === method) &&
        (rule.path === undefined || rule.path.test(path)) &&
        (rule.actor === undefined ? isApp : rule.actor === actor),
    );
    if (!entry) return isApp ? this.#weather.request(method, path) : null;
    entry.left -= 1;
    return entry.rule;
  }
}

export class DeliveryFaults {
  readonly #rules: { rule: DeliveryFaultRule; left: number }[] = [];
  readonly #weather: Weather;

  constructor(weather: Weather = CALM) {
    this.#weather = weather;
  }

  add(rule: DeliveryFaultRule): void {
    this.#rules.push({ rule, left: rule.times ?? 1 });
  }

  take(event: string, action: string | null): DeliveryFaultRule['kind'] | null {
    const entry = this.#rules.find(
      ({ rule, left }) =>
        left > 0 &&
        (rule.event === undefined || rule.event === event) &&
        (rule.action === undefined || rule.action === action),
    );
    if (!entry) return this.#weather.delivery(event, action);
    entry.left -= 1;
    return entry.rule.kind;
  }
}
