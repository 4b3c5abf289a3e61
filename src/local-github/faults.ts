/**
 * Faults on demand: what GitHub does on a bad day, to the requests and deliveries that a rule names. Rules are asked in the order
 * they were made, and each strikes `times` times (once unless told).
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

export type FaultRule = RequestRule &
  /** `carriedOut`: the write happens all the same, as with many of GitHub's 5xx. */
  (
    | { readonly kind: 'error'; readonly status: number; readonly carriedOut?: boolean }
    /** The request is carried out, then the connection drops. */
    | { readonly kind: 'lost-answer' }
    /** Seconds; a secondary limit, or with `primary` the hourly one. */
    | {
        readonly kind: 'limit';
        readonly status?: 403 | 429;
        readonly retryAfter?: number;
        readonly primary?: boolean;
      }
    | { readonly kind: 'slow'; readonly ms: number }
  );

export interface DeliveryFaultRule {
  /** `lost`: logged as failed, never sent · `doubled`: sent twice, one GUID · `reordered`: sent after the next event. */
  readonly kind: 'lost' | 'doubled' | 'reordered';
  readonly event?: string;
  readonly action?: string;
  readonly times?: number;
}

export class RequestFaults {
  readonly #rules: { rule: FaultRule; left: number }[] = [];

  add(rule: FaultRule): void {
    this.#rules.push({ rule, left: rule.times ?? 1 });
  }

  /** The first rule that strikes this request, used up once. */
  take(method: string, path: string, actor: string, isApp: boolean): FaultRule | null {
    const entry = this.#rules.find(
      ({ rule, left }) =>
        left > 0 &&
        (rule.method === undefined || rule.method === method) &&
        (rule.path === undefined || rule.path.test(path)) &&
        (rule.actor === undefined ? isApp : rule.actor === actor),
    );
    if (!entry) return null;
    entry.left -= 1;
    return entry.rule;
  }
}

export class DeliveryFaults {
  readonly #rules: { rule: DeliveryFaultRule; left: number }[] = [];

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
    if (!entry) return null;
    entry.left -= 1;
    return entry.rule.kind;
  }
}
