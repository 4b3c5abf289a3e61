/**
 * Which reminders are to be sent now, which that stand are answered or outlived, and when the next one is due. A reminder is sent once: what stands
 * or stood as a document, or is in the journal as sent, is not sent again, whatever the clock does. Of one silence only the last that is due is
 * sent, for the earlier ones too; and all that is due in the same moment (after an outage of ours, say) is one comment.
 */
import { compareInstants } from '../compare-instants.ts';
import { earliest } from '../earliest.ts';
import type { DesiredDocument, DocumentKey, DocumentLinks } from '../documents/document.ts';
import { renderReminder } from '../documents/reminder.ts';
import type { View } from '../documents/view.ts';
import { type Account, sameLogin } from '../incident/account.ts';
import type { JournalEntry } from '../incident/journal.ts';
import type { Instant } from '../incident/record.ts';
import { SILENCES } from './all-silences.ts';
import type { FindSilences, Reminder, Silence } from './reminder.ts';

export interface Reminding {
  /** New comments, each written once. */
  readonly documents: readonly DesiredDocument[];
  /** Comments that stand although nothing they say is owed any more. */
  readonly minimise: readonly DocumentKey[];
  readonly wakeAt: Instant | null;
}

const PREFIX = 'reminder:';

/** The reminders that one comment speaks of. */
function partsOf(document: DocumentKey): readonly DocumentKey[] {
  if (!document.startsWith(PREFIX)) return [];
  return document
    .slice(PREFIX.length)
    .split('+')
    .map((part) => `${PREFIX}${part}`);
}

/** Whether a comment reminds of something that has not happened; others answer at once to what somebody just did (`/validate`, a severity with leaders). */
export function isOfSilence(document: DocumentKey): boolean {
  return partsOf(document).some((part) => !/^reminder:(?:validate|leader):/u.test(part));
}

function documentKey(keys: readonly DocumentKey[]): DocumentKey {
  return `${PREFIX}${keys.map((key) => key.slice(PREFIX.length)).join('+')}`;
}

/** Reminders that exist and that the journal does not hold yet. With them there, one that is deleted by hand never comes again. */
export function sentEntries(
  journal: readonly JournalEntry[],
  links: DocumentLinks,
  at: Instant,
): readonly JournalEntry[] {
  const known = new Set(journal.flatMap((e) => (e.kind === 'sent' ? [e.what] : [])));
  const sent = [...links.keys()].flatMap(partsOf).filter((key) => !known.has(key));
  return [...new Set(sent)].map((what) => ({ kind: 'sent', what, at }));
}

const isDue = (reminder: Reminder, now: Instant): boolean => compareInstants(reminder.due, now) <= 0;

/** The one to send now, with all whom it calls; null when nothing is due or it was sent. */
function dueNow(
  { reminders }: Silence,
  sent: ReadonlySet<DocumentKey>,
  now: Instant,
): { readonly reminder: Reminder; readonly calls: readonly Account[] } | null {
  const last = reminders.findLastIndex((r) => isDue(r, now));
  const reminder = reminders[last];
  // Of a later one that was sent, a clock that went back makes an earlier one due again.
  if (reminder === undefined || reminders.slice(last).some((r) => sent.has(r.key))) return null;
  const missed = reminders.slice(0, last).filter((r) => !sent.has(r.key));
  const calls = [...missed, reminder].flatMap((r) => r.calls);
  return {
    reminder,
    calls: calls.filter((a, i) => calls.findIndex((b) => sameLogin(a.login, b.login)) === i),
  };
}

function nextDue(silences: readonly Silence[], sent: ReadonlySet<DocumentKey>, now: Instant): Instant | null {
  const ahead = silences.flatMap(({ reminders }) =>
    reminders.filter((r, i) => !isDue(r, now) && !reminders.slice(i).some((later) => sent.has(later.key))),
  );
  return earliest(...ahead.map((r) => r.due));
}

/** `found`: whose silences count; all that there are unless a test says otherwise. */
export function remind(
  view: View,
  journal: readonly JournalEntry[],
  now: Instant,
  found: readonly FindSilences[] = SILENCES,
): Reminding {
  const { links, incident } = view;
  // Closed, stood down: nobody is waited for.
  const silences = incident.phase === 'open' ? found.flatMap((find) => find(view)) : [];
  const sent = new Set([
    ...journal.flatMap((e) => (e.kind === 'sent' ? [e.what] : [])),
    ...[...links.keys()].flatMap(partsOf),
  ]);
  const owed = new Set(silences.flatMap((s) => s.reminders.map((r) => r.key)));
  const due = silences.flatMap((silence) => {
    const one = dueNow(silence, sent, now);
    return one === null ? [] : [{ ...one, isAlone: silence.isAlone === true }];
  });
  const together = due.filter((d) => !d.isAlone);
  const comments = [
    ...(together.length === 0 ? [] : [together]),
    ...due.filter((d) => d.isAlone).map((d) => [d]),
  ];
  return {
    documents: comments.map((parts) => ({
      kind: 'comment',
      key: documentKey(parts.map(({ reminder }) => reminder.key)),
      on: 'incident',
      text: renderReminder(
        view,
        parts.flatMap(({ reminder, calls }) => reminder.say(calls)),
      ),
      payload: { once: 'sent' },
      once: 'sent',
    })),
    minimise: [...links.keys()].filter((key) => {
      const parts = partsOf(key);
      return parts.length > 0 && !parts.some((part) => owed.has(part));
    }),
    wakeAt: nextDue(silences, sent, now),
  };
}
