/**
 * What somebody who joins a call has missed (S3): what was written down in it since they left it, or since it began, with the milestones of the whole
 * incident. Its sub-commander is called by a live mention to fill it in: that is what the answer is for (Q1).
 */
import { compareInstants } from '../compare-instants.ts';
import { type Account, sameLogin } from '../incident/account.ts';
import type { AnswerBody, TimelineEntry } from '../incident/incident.ts';
import type { Instant } from '../incident/record.ts';
import { callLead } from './calls-section.ts';
import { command } from './command-word.ts';
import { entryRemarks, entrySentence, stressed } from './entry-sentence.ts';
import { type Block, type Phrase, list, paragraph, phrase, strong } from './markdown.ts';
import { calling } from './reminder.ts';
import { counted, timesOf } from './time-format.ts';
import { type View, person, personName } from './view.ts';

const ENTRIES = 25;
const ENTRY_LENGTH = 300;

/** Coming and going in a call is nobody's news. */
const ATTENDANCE: ReadonlySet<TimelineEntry['kind']> = new Set(['call-joined', 'call-left']);

/** Entries of the call and milestones of all that were written down at or after an instant, by occurrence. */
function callEntries(view: View, call: string, since: Instant): readonly TimelineEntry[] {
  return view.incident.timeline.filter(
    (e) =>
      (e.milestone || (e.call === call && !ATTENDANCE.has(e.kind))) &&
      e.withdrawn === null &&
      compareInstants(e.recordedAt, since) >= 0,
  );
}

function line(view: View, entry: TimelineEntry): Phrase {
  const times = timesOf(view);
  return phrase(
    times.time(entry.occurredAt),
    ' · ',
    stressed(entry, entrySentence(entry, view, { length: Math.ceil(ENTRY_LENGTH * (view.brevity ?? 1)) })),
    entry.isVoid ? entryRemarks({ ...entry, corrected: null }, times) : '',
    entry.author === null ? '' : [' · ', personName(entry.author)],
  );
}

/** What was written down in a call and of all milestones. */
export function callRecap(view: View, call: string, since: Instant): readonly Block[] {
  return recapList(view, callEntries(view, call, since));
}

/** A list of entries, the newest at its end. A brief view gives fewer and shorter ones. */
export function recapList(view: View, all: readonly TimelineEntry[]): readonly Block[] {
  const shown = Math.ceil(ENTRIES * (view.brevity ?? 1));
  const earlier = all.length - shown;
  if (all.length === 0) return [paragraph('Nothing was written down since.')];
  return [
    list(all.slice(-shown).map((entry) => line(view, entry))),
    ...(earlier > 0 ? [paragraph(`${counted(earlier, 'entry', 'entries')} before these are left out.`)] : []),
  ];
}

function fillIn(view: View, call: string, who: Account): Block {
  const lead = callLead(view, call);
  const how = command(view, `timeline ${call}: what was decided`);
  if (lead === null)
    return paragraph('Nobody leads this call yet. Take it: ', command(view, `subcommander ${call} me`), '.');
  if (sameLogin(lead.login, who.login))
    return paragraph('You lead this call. What is missing here: ', how, '.');
  return paragraph(
    calling([lead], ''),
    ', you lead this call: please fill in for ',
    person(view, who),
    ' what is missing here, aloud or with ',
    how,
    '.',
  );
}

/** The answer to whoever joined. */
export function joinedAnswer(view: View, joined: AnswerBody & { kind: 'joined' }): readonly Block[] {
  const { call, since, who, isBack } = joined;
  const when = timesOf(view).time(since);
  return [
    paragraph(
      strong(
        view.incident.isDrill ? 'DRILL. ' : '',
        isBack ? `The ${call} call since you left it, ${when}:` : `The ${call} call since it began, ${when}:`,
      ),
    ),
    ...callRecap(view, call, since),
    fillIn(view, call, who),
  ];
}
