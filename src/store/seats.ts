/**
 * Work that nobody waits for sits at one of a few seats, and leaves it while it waits for the outside. So as many runs as there are workers wait for GitHub
 * side by side, and only a few compute and ask the database: what comes back to all of them at once would otherwise keep this one thread from the next
 * webhook, which has somebody waiting for its answer. While a webhook is at work, nobody sits down.
 *
 * Nobody waits long for a seat to come back to. Those who sit may wait for the very answer that one who stands has got: a token, or our own name, is asked for
 * once for all.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { createTurnstile } from './turnstile.ts';

export interface Seats {
  /** Somebody waits for this. */
  readonly hurry: <T>(work: () => Promise<T>) => Promise<T>;
  /** Begins when a seat is free. */
  readonly sit: <T>(work: () => Promise<T>) => Promise<T>;
  /** Inside of `sit` the seat is given up for as long as `wait` takes; elsewhere this only waits. */
  readonly leave: <T>(wait: () => Promise<T>) => Promise<T>;
}

/** One computes while another's statement is with the database. */
const SEATS = 2;
/** Milliseconds. */
const PATIENCE = 500;

interface Sitter {
  /** Gives the seat up; null while standing. */
  release: (() => void) | null;
  /** Coming back, once for all that it waited for side by side. */
  back: Promise<void> | null;
  isGone: boolean;
}

export function createSeats(): Seats {
  const turnstile = createTurnstile({ all: Number.POSITIVE_INFINITY, patient: SEATS });
  const sitting = new AsyncLocalStorage<Sitter>();

  const sitDown = async (sitter: Sitter): Promise<void> => {
    if (sitter.release !== null || sitter.isGone) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    sitter.back ??= promise;
    if (sitter.back === promise) {
      void turnstile.pass(false, async () => {
        const seat = Promise.withResolvers<void>();
        sitter.back = null;
        resolve();
        if (sitter.isGone) return;
        sitter.release = seat.resolve;
        await seat.promise;
      });
    }
    await sitter.back;
  };
  const comeBack = async (sitter: Sitter): Promise<void> => {
    const { promise: impatient, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, PATIENCE);
    await Promise.race([sitDown(sitter), impatient]);
    clearTimeout(timer);
  };
  const standUp = (sitter: Sitter): void => {
    sitter.release?.();
    sitter.release = null;
  };

  return {
    hurry: async (work) => turnstile.pass(true, work),
    sit: async (work) => {
      const sitter: Sitter = { release: null, back: null, isGone: false };
      await sitDown(sitter);
      try {
        return await sitting.run(sitter, work);
      } finally {
        sitter.isGone = true;
        standUp(sitter);
      }
    },
    leave: async (wait) => {
      const sitter = sitting.getStore();
      if (sitter === undefined || sitter.isGone) return wait();
      standUp(sitter);
      try {
        return await wait();
      } finally {
        await comeBack(sitter);
      }
    },
  };
}
