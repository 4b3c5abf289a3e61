/**
 * What GitHub would not take, in words for the board: what is missing, why, and what to do. It stands on what can still be written and goes when the write
 * is done after all (E3). Times are left out: the text changes only when what is refused does.
 */
import type { DocumentKey } from './document.ts';
import { shorten } from './inert.ts';

export interface RefusedWrite {
  /** A document, or `labels`. */
  readonly what: DocumentKey;
  /** GitHub's answer, and its own words. */
  readonly status: number;
  readonly message: string;
  /** The incident's issue was locked, and this belongs on it. */
  readonly isLocked: boolean;
}

const MESSAGE_LENGTH = 80;

/** Documents by the start of their key, as one and as many. */
const NAMES: ReadonlyMap<string, readonly [one: string, many: string]> = new Map([
  ['board', ['the board', 'the board']],
  ['scribe', ['the scribe comment', 'the scribe comment']],
  ['communications', ['the communications comment', 'the communications comment']],
  ['postmortem', ['the postmortem issue', 'the postmortem issue']],
  ['communications-issue', ['the communications issue', 'the communications issue']],
  ['timeline-issue', ['the timeline issue', 'the timeline issue']],
  ['journal', ['a page of Muster’s notebook', 'pages of Muster’s notebook']],
  ['reply', ['a reply', 'replies']],
  ['reminder', ['a reminder', 'reminders']],
  [
    'merged',
    ['the way to the incident that this is part of', 'the way to the incident that this is part of'],
  ],
  ['state', ['closing or reopening this issue', 'closing or reopening this issue']],
  ['labels', ['the severity’s label', 'the severity’s label']],
]);

/** Issues of ours, which their whole repository may refuse. */
const ISSUES = new Set(['postmortem', 'communications-issue', 'timeline-issue']);

/** Why, and what to do: a sentence and a half, after a colon. */
function reason({ what, status, message, isLocked }: RefusedWrite): string {
  if (isLocked && status === 403)
    return 'this issue is locked, and an App may not comment there (403). Unlock it, and they follow by themselves.';
  if (status === 410 && ISSUES.has(what))
    return 'issues are disabled here (410). Enable them in the repository’s settings, and they follow within the hour.';
  if (status === 404 || status === 410)
    return `the place is gone or out of the App’s reach (${status}). Check where the App is installed; Muster tries again each hour.`;
  const said = message.trim() === '' ? '' : `: “${shorten(message.trim(), MESSAGE_LENGTH)}”`;
  if (status === 422) return `the content was not accepted (422${said}). Muster tries again when it changes.`;
  return `not allowed (${status}${said}). Check the App’s rights and the limit of 2,500 comments; Muster tries again each hour.`;
}

function names(refused: readonly RefusedWrite[]): string {
  const counts = new Map<string, number>();
  for (const { what } of refused) {
    const kind = what.split(':')[0] ?? what;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const words = [...counts].map(([kind, count]) => {
    const [one, many] = NAMES.get(kind) ?? [kind, kind];
    return count === 1 ? one : many === one ? one : `${count} ${many}`;
  });
  const last = words.pop() ?? '';
  return words.length === 0 ? last : `${words.join(', ')} and ${last}`;
}

/** Plain sentences, one for each reason, in the order in which reasons come up. */
export function refusalRemarks(refused: readonly RefusedWrite[]): readonly string[] {
  const byReason = Map.groupBy(
    // the board cannot say of itself that it could not be written
    refused.filter(({ what }) => what !== 'board'),
    reason,
  );
  return [...byReason].map(([why, writes]) => `GitHub refused ${names(writes)}: ${why}`);
}
