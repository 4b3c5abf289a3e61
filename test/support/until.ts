import { setTimeout } from 'node:timers/promises';

/** Between two questions: whoever is asked needs the time for the work that is waited for. */
const PAUSE_MS = 10;

/** Asks again and again, for what nobody tells. */
export async function until(is: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await is())) await setTimeout(PAUSE_MS);
}
