/**
 * For those who start, stop and route to this process. They need no login, so they tell counts only.
 *   GET /livez     200 as long as the process answers at all; restart it when it does not
 *   GET /readyz    200 while webhooks can be stored: the queue is open and the database answers; 503 while it starts or drains
 *   GET /healthz   the same for people, with how much work there is; it does not look at draining
 */
import { answer, type Handler, pathOf } from '../ingress/listener.ts';
import type { Queue } from '../store/queue.ts';
import type { Figures } from './vitals.ts';

export interface HealthOptions {
  /** Null while the process starts. */
  readonly queue: () => Pick<Queue, 'idle'> | null;
  readonly isDraining: () => boolean;
  /** Null when the database does not answer. */
  readonly figures: () => Promise<Figures | null>;
}

const PATHS = ['/livez', '/readyz', '/healthz'];

export function createHealth({ queue, isDraining, figures }: HealthOptions): Handler {
  return async (request, response) => {
    const path = pathOf(request);
    if (!PATHS.includes(path)) return false;
    const refuse = (status: string) => answer(response, 503, { status }, { 'retry-after': '1' });
    const open = queue();
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      answer(response, 405, { error: 'expected GET' }, { allow: 'GET, HEAD' });
    } else if (path === '/livez') {
      answer(response, 200, { status: 'ok' });
    } else if (path === '/readyz' && isDraining()) {
      refuse('draining');
    } else if (open === null) {
      refuse('starting');
    } else if (path === '/healthz') {
      answer(response, 200, { status: 'ok', ...(await open.idle()) });
    } else if ((await figures()) === null) {
      refuse('the database does not answer');
    } else {
      answer(response, 200, { status: 'ready' });
    }
    return true;
  };
}
