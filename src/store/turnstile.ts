/**
 * Lets one in at a time, those in a hurry first. PGlite has one connection for everything, and a webhook has somebody waiting for its answer; a run has
 * nobody. One in so many is let in all the same: webhooks that never end must not stop the work for good.
 */
export interface Turnstile {
  /** Resolves as `work` does, which begins when it is let in. */
  pass<T>(isUrgent: boolean, work: () => Promise<T>): Promise<T>;
}

/** In a row, while others wait. */
const MOST_URGENT = 10;

export function createTurnstile(): Turnstile {
  const urgent: (() => void)[] = [];
  const patient: (() => void)[] = [];
  let isFree = true;
  let inRow = 0;

  const next = (): (() => void) | undefined => {
    const isTheirTurn = urgent.length === 0 || (patient.length > 0 && inRow >= MOST_URGENT);
    inRow = isTheirTurn ? 0 : inRow + 1;
    return isTheirTurn ? patient.shift() : urgent.shift();
  };
  const enter = async (isUrgent: boolean): Promise<void> => {
    if (isFree) {
      isFree = false;
      return;
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    (isUrgent ? urgent : patient).push(resolve);
    await promise;
  };
  const leave = (): void => {
    const letIn = next();
    if (letIn === undefined) isFree = true;
    else letIn();
  };
  return {
    pass: async (isUrgent, work) => {
      await enter(isUrgent);
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}
