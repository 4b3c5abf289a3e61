import { once } from 'node:events';
import { createServer } from 'node:net';
import { listenAnywhere } from './listening.ts';

/** One of 127.0.0.1 that nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  const port = await listenAnywhere(probe);
  probe.close();
  await once(probe, 'close');
  return port;
}
