/**
 * Coming to rest: no more faults, all replicas up, and the clock moves on by hours, in which lost webhooks are fetched, limits end and what was given up is
 * tried again. It takes as long as it takes, within bounds; not coming to rest is a finding.
 */
import { setTimeout } from 'node:timers/promises';
import type { Arena } from './arena.ts';
import type { Finding } from './finding.ts';

/**
 * Real milliseconds. After a replica's death others take over its runs within half a minute, and a failed run is tried again within one; so nothing at all may
 * happen for a while although there is work. What goes on for ever is no rest either.
 */
const STILL_FOR = 90_000;
const PATIENCE = 600_000;
const ASK_EVERY = 60;
/** So many times in a row nothing may be under way: between a webhook and the run that it starts there is a moment. */
const QUIET_LOOKS = 3;
/** On the clock: more than the three hours in which every hour's resync comes round, in steps that let timers be due one after the other. */
const STEP: Temporal.DurationLike = { minutes: 20 };
const STEPS = 10;

const isMusters = (actor: string): boolean => actor.startsWith('muster');

export function callsOf({ github }: Arena): number {
  return github.calls.filter(({ actor }) => isMusters(actor)).length;
}

/** Resolves when nothing is under way any more; null, or what still is. */
export async function quiet({ github, door, fleet }: Arena): Promise<string | null> {
  const limit = performance.now() + PATIENCE;
  let [looks, before, movedAt] = [0, -1, performance.now()];
  let work: number | null = null;
  while (performance.now() < limit && performance.now() < movedAt + STILL_FOR) {
    await github.settled();
    await door.settled();
    work = await fleet.work();
    const calls = github.calls.length;
    looks = work === 0 && calls === before ? looks + 1 : 0;
    if (looks === QUIET_LOOKS) return null;
    if (calls !== before) movedAt = performance.now();
    before = calls;
    await setTimeout(ASK_EVERY);
  }
  const goesOn = performance.now() >= limit ? 'for ten minutes' : 'and do nothing';
  return work === null ? 'no replica answers' : `${work} runs wait or go on ${goesOn}`;
}

function unsettled(what: string): Finding {
  return { kind: 'unsettled', where: 'the whole', what: `it did not come to rest: ${what}`, details: [] };
}

/** Everything that prevented it; nothing when all is at rest. */
export async function settle(arena: Arena): Promise<readonly Finding[]> {
  arena.storm.clear();
  try {
    await arena.fleet.untilCalm();
  } catch (error) {
    return [unsettled(error instanceof Error ? error.message : String(error))];
  }
  for (let step = 0; step <= STEPS; step += 1) {
    const what = await quiet(arena);
    if (what !== null) return [unsettled(`${what}, ${step * 20} minutes after the last fault`)];
    if (step < STEPS) await arena.github.advance(STEP);
  }
  return [];
}
