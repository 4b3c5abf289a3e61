/** `GET /healthz`: whether the process can take webhooks, and how much work there is. Counts only: it needs no login. */
import { answer, type Handler, pathOf } from '../ingress/listener.ts';
import type { Queue } from '../store/queue.ts';

/** `queue` is null while the process starts. `GET /livez` answers as long as the process does. */
export function createHealth(queue: () => Pick<Queue, 'idle'> | null): Handler {
  return async (request, response) => {
    const path = pathOf(request);
    if (path !== '/healthz' && path !== '/livez') return false;
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      answer(response, 405, { error: 'expected GET' }, { allow: 'GET, HEAD' });
      return true;
    }
    if (path === '/livez') {
      answer(response, 200, { status: 'ok' });
      return true;
    }
    const open = queue();
    if (open === null) answer(response, 503, { status: 'starting' }, { 'retry-after': '1' });
    else answer(response, 200, { status: 'ok', ...(await open.idle()) });
    return true;
  };
}
