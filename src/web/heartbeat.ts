/**
 * Calls the operator's URL once a minute while all is well, and not otherwise: whoever watches it raises the alarm when the calls stop, which also
 * holds when this process, its machine or its network is gone. The URL may hold a secret, so no line names it; redirections are not followed, since
 * only addresses that the operator configured are called (A4).
 */
import type { Log } from '../log.ts';

export interface HeartbeatOptions {
  readonly url: string;
  /** What is wrong, in a few words, or null. */
  readonly complaint: () => Promise<string | null>;
  readonly log: Log;
  /** Calls `work` each minute; returns the way to stop. */
  readonly everyMinute?: (work: () => void) => () => void;
}

export interface Heartbeat {
  /** Resolves when the beats that are due are over. */
  settled(): Promise<void>;
  /** Takes the beat under way back. */
  stop(): Promise<void>;
}

/** Well within the minute, so that beats do not pile up. */
const WITHIN_MS = 10_000;

export function startHeartbeat({ url, complaint, log, everyMinute = minutes }: HeartbeatOptions): Heartbeat {
  const stopping = new AbortController();
  let last: string | null = null;
  let beating: Promise<void> = Promise.resolve();

  const send = async (): Promise<string | null> => {
    const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(WITHIN_MS)]);
    try {
      const answer = await fetch(url, { redirect: 'manual', signal });
      await answer.body?.cancel();
      return answer.ok ? null : `the address that watches it answered ${answer.status}`;
    } catch {
      // the error's own words may quote the address
      return 'the address that watches it does not answer';
    }
  };
  const beat = async (): Promise<void> => {
    const wrong = (await complaint()) ?? (stopping.signal.aborted ? null : await send());
    if (wrong === last || stopping.signal.aborted) return;
    log(
      wrong === null ? 'heartbeat: all is well again' : `heartbeat: silent, because ${wrong}`,
      wrong === null ? 'info' : 'warn',
    );
    last = wrong;
  };
  const stopTimer = everyMinute(() => {
    beating = beating.then(beat).catch((error: unknown) => {
      log(`heartbeat: ${error instanceof Error ? error.name : 'failed'}`, 'error');
    });
  });
  return {
    settled: async () => beating,
    stop: async () => {
      stopTimer();
      stopping.abort();
      await beating;
    },
  };
}

function minutes(work: () => void): () => void {
  const timer = setInterval(work, 60_000);
  work();
  return () => clearInterval(timer);
}
