/**
 * Takes GitHub's webhooks: reads at most 25 MB, checks the signature over the raw bytes before anything is looked at, and answers 202 only
 * when the delivery is safely stored, or is none of our business, which most say before they are parsed (`glance.ts`). GitHub does not send again by itself what it got another answer for, but its list of failed deliveries gives
 * it back to the next resync.
 *
 * Refusals say what was expected and never repeat what came.
 */
import type { IncomingMessage } from 'node:http';
import type { Log } from '../log.ts';
import { type Meter, type WebhookOutcome, noMeter } from '../meter.ts';
import { answer, type Handler, pathOf } from './listener.ts';
import { isSignedWith } from './signature.ts';

export interface Delivery {
  /** `X-GitHub-Delivery`: one per event, the same again in a redelivery. */
  readonly id: string;
  /** `X-GitHub-Event`. */
  readonly event: string;
  /** The parsed body. Of a webhook that just came it is parsed when it is asked for: throws NotJson. */
  readonly payload: unknown;
  /** The body as it came; none where a resync fetched it. */
  readonly raw?: Buffer;
}

class NotJson extends Error {}

/** `dropped`: none of our business. `malformed`: signed, but not in GitHub's shape; the text names the place. */
export type Outcome =
  /** `incident`: the key of the one that it is about, where it is about one. */
  | { readonly kind: 'stored'; readonly incident?: string }
  | { readonly kind: 'dropped' }
  | { readonly kind: 'malformed'; readonly problem: string };

export interface IngressOptions {
  readonly secret: string;
  /** Null until the store and the queue are open. Resolves when the delivery is durable. */
  readonly deliver: () => ((delivery: Delivery) => Promise<Outcome>) | null;
  readonly log: Log;
  readonly meter?: Pick<Meter, 'webhook'>;
}

/** GitHub sends no larger body. */
const MAX_BYTES = 25 * 1024 * 1024;

const REFUSALS = {
  400: 'malformed',
  401: 'unsigned',
  405: 'malformed',
  413: 'too_large',
  503: 'unready',
} as const satisfies Record<number, WebhookOutcome>;

export const WEBHOOK_PATH = '/api/github/webhooks';

export function createIngress({ secret, deliver, log, meter = noMeter }: IngressOptions): Handler {
  if (secret === '') throw new Error('a webhook secret is required');
  return async (request, response) => {
    if (pathOf(request) !== WEBHOOK_PATH) return false;
    const refuse = (
      status: keyof typeof REFUSALS,
      error: string,
      headers?: Record<string, string>,
      outcome: WebhookOutcome = REFUSALS[status],
    ) => {
      meter.webhook(outcome);
      answer(response, status, { error }, headers);
      return true;
    };
    if (request.method !== 'POST') return refuse(405, 'expected POST', { allow: 'POST' });
    const take = deliver();
    if (take === null) return refuse(503, 'starting', { 'retry-after': '5', connection: 'close' });

    const body = await readBody(request);
    if (body === null) return refuse(413, `expected at most ${MAX_BYTES} bytes`, { connection: 'close' });
    if (!isSignedWith(secret, body, header(request, 'x-hub-signature-256'))) {
      return refuse(401, 'expected X-Hub-Signature-256 made with the webhook secret of the App');
    }
    const id = header(request, 'x-github-delivery');
    const event = header(request, 'x-github-event');
    if (id === '' || event === '')
      return refuse(400, 'expected the headers X-GitHub-Delivery and X-GitHub-Event');
    const about = { delivery: id };
    let outcome: Outcome;
    try {
      // else it is the form that GitHub sends where the content type is not set
      if (body[0] !== OPENING_BRACE) throw new NotJson();
      outcome = await take(deliveryOf(id, event, body));
    } catch (error) {
      if (error instanceof NotJson)
        return refuse(400, 'expected a JSON body (content type application/json in the webhook settings)');
      log(
        `ingress: delivery ${id} (${event}) was not stored: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        'error',
        about,
      );
      return refuse(503, 'could not be stored; redeliver it', { 'retry-after': '5' }, 'failed');
    }
    if (outcome.kind === 'malformed') {
      log(`ingress: delivery ${id} (${event}) is not in GitHub's shape: ${outcome.problem}`, 'warn', about);
      return refuse(400, `expected a payload of ${event} in GitHub's shape: ${outcome.problem}`);
    }
    if (outcome.kind === 'stored') {
      const { incident } = outcome;
      log(`ingress: delivery ${id} (${event}) stored`, 'debug', { ...about, ...(incident && { incident }) });
    }
    meter.webhook(outcome.kind);
    answer(response, 202, { outcome: outcome.kind });
    return true;
  };
}

function header(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return typeof value === 'string' ? value : '';
}

/** Null when it is too large. An announced length is refused unread, since leaving the loop early cuts the connection. */
async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  if (Number(header(request, 'content-length')) > MAX_BYTES) return null;
  const chunks: Buffer[] = [];
  let size = 0;
  const { promise, resolve, reject } = Promise.withResolvers<Buffer | null>();
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= MAX_BYTES) chunks.push(chunk);
    else {
      request.pause();
      resolve(null);
    }
  });
  request.once('end', () => {
    const [only] = chunks;
    resolve(only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks, size));
  });
  request.once('error', reject);
  return promise;
}

const OPENING_BRACE = 0x7b;

function deliveryOf(id: string, event: string, raw: Buffer): Delivery {
  let parsed: { readonly payload: unknown } | null = null;
  return {
    id,
    event,
    raw,
    get payload() {
      parsed ??= { payload: parseJson(raw) };
      return parsed.payload;
    },
  };
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new NotJson();
  }
}
