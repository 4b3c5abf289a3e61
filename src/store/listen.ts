/**
 * Listens for NOTIFY on a connection of its own and comes back after a loss. A notification is a hint: whoever listens must be right without
 * it, because those sent during a loss are gone. `onGap` says when that may have happened.
 */
import { Client } from 'pg';

const RETRY_MS = 1_000;

/** The channel is a plain lower-case identifier. Throws when the first connection fails. */
export async function listenTo(
  url: string,
  channel: string,
  onMessage: (payload: string) => void,
  onGap: () => void,
): Promise<() => Promise<void>> {
  let isStopped = false;
  let client: Client | null = null;
  let retry: NodeJS.Timeout | undefined;

  const connect = async () => {
    const next = new Client({ connectionString: url, application_name: 'muster-listen', keepAlive: true });
    let isOver = false;
    const again = () => {
      if (isOver || isStopped) return;
      isOver = true;
      next.end().catch(() => undefined);
      later();
    };
    next.on('error', again);
    next.on('end', again);
    next.on('notification', (message) => {
      onMessage(message.payload ?? '');
    });
    try {
      await next.connect();
      await next.query(`listen ${channel}`);
    } catch (error) {
      isOver = true;
      next.end().catch(() => undefined);
      throw error;
    }
    client = next;
  };
  const later = () => {
    retry = setTimeout(() => {
      connect().then(onGap, later);
    }, RETRY_MS);
  };

  await connect();
  return async () => {
    isStopped = true;
    clearTimeout(retry);
    await client?.end();
  };
}
