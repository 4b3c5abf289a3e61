/**
 * Listens for NOTIFY on a connection of its own and comes back after a loss. A notification is a hint: whoever listens must be right without
 * it, because those sent during a loss are gone. `onGap` says when that may have happened: at the loss, with each try to come back that fails, and at
 * the return. A connection can be dead without a word (a network that drops packets), so it is asked for a sign of life now and then.
 */
import { Client } from 'pg';

const RETRY_MS = 1_000;
/** A dead connection is found within the sum of both. */
const CHECK_MS = 15_000;
const ANSWER_MS = 5_000;

/** The channel is a plain lower-case identifier. Throws when the first connection fails. */
export async function listenTo(
  url: string,
  channel: string,
  onMessage: (payload: string) => void,
  onGap: () => void,
): Promise<() => Promise<void>> {
  let isStopped = false;
  let stopCurrent: (() => Promise<void>) | null = null;
  let retry: NodeJS.Timeout | undefined;

  const connect = async () => {
    const next = new Client({
      connectionString: url,
      application_name: 'muster-listen',
      keepAlive: true,
      connectionTimeoutMillis: ANSWER_MS,
      query_timeout: ANSWER_MS,
    });
    let isOver = false;
    let check: NodeJS.Timeout | undefined;
    const end = () => {
      isOver = true;
      clearInterval(check);
      return next.end().catch(() => undefined);
    };
    const lost = () => {
      if (isOver) return;
      void end();
      if (isStopped) return;
      onGap();
      later();
    };
    next.on('error', lost);
    next.on('end', lost);
    next.on('notification', (message) => {
      onMessage(message.payload ?? '');
    });
    try {
      await next.connect();
      await next.query(`listen ${channel}`);
    } catch (error) {
      void end();
      throw error;
    }
    check = setInterval(() => {
      next.query('select 1').catch(lost);
    }, CHECK_MS);
    stopCurrent = end;
    if (isStopped) await end();
  };
  const later = () => {
    retry = setTimeout(() => {
      connect().then(onGap, () => {
        if (isStopped) return;
        onGap();
        later();
      });
    }, RETRY_MS);
  };

  await connect();
  return async () => {
    isStopped = true;
    clearTimeout(retry);
    await stopCurrent?.();
  };
}
