/**
 * Lets so many in at a time, those in a hurry first. A webhook has somebody waiting for its answer; a run has nobody. So those without a hurry come in
 * where nobody else is, and a few at a time: what they all bring back at once would keep the event loop from the next webhook. One in so many is let in all
 * the same: webhooks that never end must not stop the work for good.
 *
 * PGlite has one connection for everything, works in this very thread, and its promises never wait for the outside: transactions that follow each other let no
 * socket be read between them. So those without a hurry are let in from the event loop, one a round, after whatever webhooks had come.
 */
import { setImmediate } from 'node:timers';

export interface Turnstile {
  /** Resolves as `work` does, which begins when it is let in. */
  pass<T>(isUrgent: boolean, work: () => Promise<T>): Promise<T>;
}

export interface Room {
  /** At a time, of both kinds. */
  readonly all: number;
  /** Without a hurry, at a time. */
  readonly patient: number;
}

/** In a row, while others wait. */
const MOST_URGENT = 10;

export function createTurnstile(room: Room): Turnstile {
  const line = { urgent: [] as (() => void)[], patient: [] as (() => void)[] };
  const inside = { urgent: 0, patient: 0 };
  let isAsked = false;
  let inRow = 0;

  const letIn = (kind: 'urgent' | 'patient'): void => {
    const enter = line[kind].shift();
    if (enter === undefined) return;
    inside[kind] += 1;
    inRow = kind === 'urgent' ? inRow + 1 : 0;
    enter();
  };
  const isFull = (): boolean => inside.urgent + inside.patient >= room.all;
  const mayCome = (): boolean => line.patient.length > 0 && inside.patient < room.patient;
  const haveWaited = (): boolean => inRow >= MOST_URGENT && mayCome();
  const isTheirTurn = (): boolean => haveWaited() || (mayCome() && inside.urgent + line.urgent.length === 0);
  const round = (): void => {
    isAsked = false;
    if (!isFull() && isTheirTurn()) letIn('patient');
    next();
  };
  const next = (): void => {
    while (line.urgent.length > 0 && !isFull() && !haveWaited()) letIn('urgent');
    if (isFull() || isAsked || !isTheirTurn()) return;
    isAsked = true;
    setImmediate(round);
  };
  return {
    pass: async (isUrgent, work) => {
      const kind = isUrgent ? 'urgent' : 'patient';
      const { promise, resolve } = Promise.withResolvers<void>();
      line[kind].push(resolve);
      next();
      await promise;
      try {
        return await work();
      } finally {
        inside[kind] -= 1;
        next();
      }
    },
  };
}
