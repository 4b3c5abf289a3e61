/**
 * Lets one in at a time, those in a hurry first. PGlite has one connection for everything, and a webhook has somebody waiting for its answer; a run has
 * nobody. One in so many is let in all the same: webhooks that never end must not stop the work for good.
 *
 * PGlite works in this very thread and its promises never wait for the outside: transactions that follow each other let no socket be read between them. So
 * those without a hurry are let in from the event loop, one a round, after whatever webhooks had come.
 */
import { setImmediate } from 'node:timers';

export interface Turnstile {
  /** Resolves as `work` does, which begins when it is let in. */
  pass<T>(isUrgent: boolean, work: () => Promise<T>): Promise<T>;
}

/** In a row, while others wait. */
const MOST_URGENT = 10;

export function createTurnstile(): Turnstile {
  const urgent: (() => void)[] = [];
  const patient: (() => void)[] = [];
  let isInside = false;
  let isAsked = false;
  let inRow = 0;

  const letIn = (line: (() => void)[]): void => {
    const enter = line.shift();
    if (enter === undefined) return;
    isInside = true;
    inRow = line === urgent ? inRow + 1 : 0;
    enter();
  };
  const round = (): void => {
    isAsked = false;
    if (!isInside) letIn(patient);
  };
  const next = (): void => {
    if (isInside) return;
    const isTheirTurn = patient.length > 0 && inRow >= MOST_URGENT;
    if (urgent.length > 0 && !isTheirTurn) letIn(urgent);
    else if (patient.length > 0 && !isAsked) {
      isAsked = true;
      setImmediate(round);
    }
  };
  return {
    pass: async (isUrgent, work) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      (isUrgent ? urgent : patient).push(resolve);
      next();
      await promise;
      try {
        return await work();
      } finally {
        isInside = false;
        next();
      }
    },
  };
}
