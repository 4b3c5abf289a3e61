/**
 * After a write whose answer was lost: lists lag behind writes, so the look that settled the doubt may have missed what was written, and it was written
 * again. A while later everything is read once more, and what then stands twice is healed (E2).
 */
import type { Instant } from '../core/incident/record.ts';
import type { StoredEffect } from '../store/effects.ts';
import type { IncidentKey } from '../store/incident-key.ts';
import { dropMemo, saveMemo } from '../store/memos.ts';
import type { Database } from '../store/tables.ts';
import { SECOND_LOOK_MEMO } from './memo-names.ts';

/** Lists lag by seconds; a minute is what GitHub's own advice for other waits comes to. */
const AFTER_SECONDS = 60;

type Memos = ReadonlyMap<string, number | null>;

const epochSeconds = (at: Instant): number => Math.floor(at.epochMilliseconds / 1000);

export function secondLookAt(memos: Memos): Instant | null {
  const seconds = memos.get(SECOND_LOOK_MEMO) ?? null;
  return seconds === null ? null : Temporal.Instant.fromEpochMilliseconds(seconds * 1000);
}

export function isSecondLookDue(memos: Memos, now: Instant): boolean {
  const at = secondLookAt(memos);
  return at !== null && Temporal.Instant.compare(at, now) <= 0;
}

/** Something of ours may stand twice: to be looked for at `at`. */
export async function askSecondLook(db: Database, key: IncidentKey, at: Instant): Promise<void> {
  await saveMemo(db, key, SECOND_LOOK_MEMO, epochSeconds(at));
}

/** After a full read. `settled`: the doubts that it settled. Only what creates can stand twice. */
export async function planSecondLook(
  db: Database,
  key: IncidentKey,
  settled: readonly StoredEffect[],
  now: Instant,
): Promise<void> {
  const isCreated = settled.some(({ kind }) => kind === 'create-comment' || kind === 'create-issue');
  if (isCreated) await askSecondLook(db, key, now.add({ seconds: AFTER_SECONDS }));
  else await dropMemo(db, key, SECOND_LOOK_MEMO);
}
