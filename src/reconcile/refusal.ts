/**
 * What GitHub refused for good, between two tries. A refused write is left alone until something changed: the issue or its repository (a webhook made the
 * incident stale and it was read since), what was to be written, where that was the reason, or an hour went by. So there is no loop, and two runs in a row
 * write nothing the second time (E3).
 */
import type { RefusedWrite } from '../core/documents/refusals.ts';
import { earliest } from '../core/earliest.ts';
import type { Instant } from '../core/incident/record.ts';
import type { StoredRefusal } from '../store/refusals.ts';
import type { Effect } from './effect.ts';

/** A right that was granted or a limit that was lifted tells nobody. */
const AGAIN_AFTER: Temporal.DurationLike = { hours: 1 };
/** Then only a change is a reason: nobody needs an hourly call for ever. */
const GIVES_UP_AFTER: Temporal.DurationLike = { hours: 14 * 24 };

function targetOf(effect: Effect): string {
  switch (effect.kind) {
    case 'create-comment':
    case 'update-comment':
    case 'create-issue':
    case 'update-issue':
    case 'link-sub-issue':
    case 'minimise-comment':
      return effect.document;
    case 'delete-comment':
      return `${effect.document} ${effect.id}`;
    case 'pin-comment':
      return String(effect.id);
    case 'react':
    case 'unreact':
      return `${effect.comment ?? 0}:${effect.content}`;
    case 'set-state':
      return effect.state;
    case 'add-labels':
      return effect.labels.join(',');
    case 'remove-label':
      return effect.label;
    case 'add-assignees':
    case 'remove-assignees':
      return effect.logins.join(',');
    default:
      return effect satisfies never;
  }
}

/** The same for the same thing, whatever is to be written: `update-comment board`. */
export function effectName(effect: Effect): string {
  return `${effect.kind} ${targetOf(effect)}`;
}

/** What people wait for; the other writes are good to have, and only a change is a reason to try them again. */
const TOLD = new Set([
  'create-comment',
  'update-comment',
  'create-issue',
  'update-issue',
  'add-labels',
  'remove-label',
  'set-state',
]);

/** 👍 and 😕 are what tells people that a command counts: a place that was out of reach for a while must not leave one out for good. */
const RETRIED = new Set([...TOLD, 'react']);

function partsOf({ effect }: StoredRefusal): { readonly kind: string; readonly target: string } {
  const space = effect.indexOf(' ');
  return { kind: effect.slice(0, space), target: effect.slice(space + 1) };
}

function nextTryOf(refusal: StoredRefusal): Instant | null {
  const next = refusal.triedAt.add(AGAIN_AFTER);
  const isLate = Temporal.Instant.compare(next, refusal.since.add(GIVES_UP_AFTER)) > 0;
  return isLate || !RETRIED.has(partsOf(refusal).kind) ? null : next;
}

/** The earliest time at which one of them is due again, or null. */
export function nextTry(refusals: readonly StoredRefusal[]): Instant | null {
  return earliest(...refusals.map(nextTryOf));
}

/** Whether the write is to be left alone for now. `content`: digest of what is to be written. */
export function isHeldBack(refusal: StoredRefusal, content: string, readMark: number, now: Instant): boolean {
  if (readMark > refusal.readMark) return false;
  if (refusal.status === 422 && refusal.content !== content) return false;
  const next = nextTryOf(refusal);
  return next === null || Temporal.Instant.compare(now, next) < 0;
}

/** A comment that is refused for the place's sake: no other will be taken there just now. */
export function isOfPlace(effect: Effect, status: number): effect is Effect & { kind: 'create-comment' } {
  return effect.kind === 'create-comment' && (status === 403 || status === 404 || status === 410);
}

/** What the core tells people of. */
export function refusedWrites(
  refusals: readonly StoredRefusal[],
  isLocked: boolean,
): readonly RefusedWrite[] {
  return refusals.flatMap((refusal): RefusedWrite[] => {
    const { kind, target } = partsOf(refusal);
    if (!TOLD.has(kind) || target.startsWith('double:')) return [];
    const { status, message } = refusal;
    if (kind === 'set-state') return [{ what: 'state', status, message, isLocked: false }];
    if (kind.endsWith('labels') || kind.endsWith('label'))
      return [{ what: 'labels', status, message, isLocked: false }];
    const isHere = kind.endsWith('comment') && !/^(?:communications|timeline)-issue:/u.test(target);
    return [{ what: target, status, message, isLocked: isLocked && isHere }];
  });
}
