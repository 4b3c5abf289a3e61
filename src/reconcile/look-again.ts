/**
 * When to look again after GitHub could not be asked or answered nothing. The time is kept with the incident, in the database: no limit is slept off in
 * memory, where a restart would forget it and a worker would be held by it (E3).
 */
import type { Instant } from '../core/incident/record.ts';
import type { IncidentKey } from '../store/incident-key.ts';
import { loadMemos, saveMemo } from '../store/memos.ts';
import { InDoubt, TryLater } from './effect.ts';
import type { NotThere } from './gateway.ts';
import { BACK_OFF_MEMO, BACK_OFF_SINCE_MEMO } from './memo-names.ts';
import type { Ports } from './ports.ts';

/** Seconds after a write without an answer: GitHub's lists lag behind its writes. */
const DOUBT_SECONDS = 10;
/** The longest wait for a limit that names no time. */
const LONGEST_SECONDS = 16 * 60;
/** A right that is missing may be granted, and nobody need tell: 403 is asked again, while what is gone comes back with a webhook. */
const CLOSED_TO_US: Temporal.DurationLike = { hours: 1 };

function epochSeconds(at: Instant): number {
  return Math.floor(at.epochMilliseconds / 1000);
}

/** Twice the last wait, when that one ended lately and was in vain. */
async function backOff({ store, clock }: Ports, key: IncidentKey, first: number): Promise<number> {
  const now = epochSeconds(clock.now());
  return await store.transaction(async (db) => {
    const memos = await loadMemos(db, key);
    const [last, since] = [memos.get(BACK_OFF_MEMO) ?? 0, memos.get(BACK_OFF_SINCE_MEMO) ?? 0];
    const goesOn = last > 0 && now - since <= 2 * last;
    const seconds = goesOn ? Math.min(2 * last, LONGEST_SECONDS) : first;
    await saveMemo(db, key, BACK_OFF_MEMO, seconds);
    await saveMemo(db, key, BACK_OFF_SINCE_MEMO, now);
    return seconds;
  });
}

/** After a run that ended early. Null: a webhook or the next resync says. */
export async function lookAgain(
  ports: Ports,
  key: IncidentKey,
  why: TryLater | InDoubt | NotThere,
): Promise<Instant | null> {
  const now = ports.clock.now();
  if (why instanceof InDoubt) return now.add({ seconds: DOUBT_SECONDS });
  if (!(why instanceof TryLater)) return why.status === 403 ? now.add(CLOSED_TO_US) : null;
  if (why.until !== null) {
    const until = Temporal.Instant.fromEpochMilliseconds(Math.ceil(why.until) * 1000);
    return Temporal.Instant.compare(until, now) > 0 ? until : now.add({ seconds: 1 });
  }
  const seconds = why.backsOff ? await backOff(ports, key, why.after) : why.after;
  return now.add({ seconds: Math.ceil(seconds) });
}
