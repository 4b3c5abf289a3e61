/**
 * A clock that does as it likes: ahead, back, and apart from GitHub's. Processes follow it as they follow the local GitHub's, which never goes back; so
 * a way back is seen by whoever starts after it, as on a machine whose clock was put right.
 */
import { EventEmitter, once } from 'node:events';
import { type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StrayClock {
  /** For `MUSTER_CLOCK`. */
  readonly url: string;
  /** Resolves once whoever follows has taken the time; at once when nobody does. */
  move(to: string): Promise<void>;
  close(): Promise<void>;
}

export async function strayClock(start: string): Promise<StrayClock> {
  let now = start;
  let version = 1;
  const waiting = new Set<ServerResponse>();
  /** `asked`: a question for what comes next, which says that the answer before was taken. */
  const asks = new EventEmitter();
  const answer = (response: ServerResponse): void => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ now, version, frozen: true }));
  };
  const server = createServer((request, response) => {
    const after = Number(new URL(request.url ?? '/', 'http://localhost').searchParams.get('after'));
    if (after !== version) {
      answer(response);
      return;
    }
    waiting.add(response);
    response.on('close', () => waiting.delete(response));
    asks.emit('asked');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/clock`,
    move: async (to) => {
      now = to;
      version += 1;
      const followers = [...waiting];
      waiting.clear();
      const taken = followers.map(
        async ({ socket }) =>
          new Promise<void>((resolve) => {
            asks.once('asked', () => resolve());
            // whoever is gone takes nothing
            if (socket === null || socket.destroyed) resolve();
            socket?.once('close', () => resolve());
          }),
      );
      followers.forEach(answer);
      await Promise.all(taken);
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
