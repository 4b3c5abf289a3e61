/**
 * The last entries as they were read (C6): newest written first, so that what somebody just wrote stands on top even when it happened earlier.
 */
import type { Phase, TimelineEntry } from '../incident/incident.ts';
import { entryRemarks, entrySentence, stressed } from './entry-sentence.ts';
import { type Block, type Phrase, emphasis, heading, paragraph, phrase, table } from './markdown.ts';
import { type TimeFormat, counted, timesOf } from './time-format.ts';
import { type View, personName } from './view.ts';
import { command } from './command-word.ts';

const ENTRIES = 7;
const ENTRY_LENGTH = 200;

/** In the full timeline only: plain talk (T1), and coming and going in calls, of which the board says who is in them. */
const HIDDEN: ReadonlySet<TimelineEntry['kind']> = new Set(['comment', 'call-joined', 'call-left']);

function isShown(entry: TimelineEntry): boolean {
  return !HIDDEN.has(entry.kind);
}

/** `(written down 08:10)` where that is not the minute in which it happened. */
function writtenDown(entry: TimelineEntry, times: TimeFormat): Phrase {
  const written = times.time(entry.recordedAt);
  return written === times.time(entry.occurredAt) ? '' : phrase(' ', emphasis(`(written down ${written})`));
}

function latestRow(entry: TimelineEntry, view: View, times: TimeFormat): readonly Phrase[] {
  return [
    stressed(entry, times.time(entry.occurredAt)),
    phrase(
      stressed(entry, entrySentence(entry, view, { length: Math.floor(ENTRY_LENGTH * (view.brevity ?? 1)) })),
      writtenDown(entry, times),
      entryRemarks(entry, times),
    ),
    personName(entry.author),
  ];
}

export function latest(view: View): readonly Block[] {
  const times = timesOf(view);
  const shown = view.incident.timeline
    .filter(isShown)
    // What was written at one moment keeps the timeline's order, which is turned round with the rest.
    .toReversed()
    .toSorted((a, b) => b.recordedAt.epochMilliseconds - a.recordedAt.epochMilliseconds)
    .slice(0, ENTRIES);
  if (shown.length === 0) return [];
  return [
    heading(3, 'Latest'),
    table(
      ['When', 'What', 'By'],
      shown.map((entry) => latestRow(entry, view, times)),
    ),
  ];
}

/** Where all entries go (X1); closing while stood down makes no documents (D5). */
const GOES: { readonly [K in Phase]: string } = {
  none: '',
  open: ', all in the scribe comment when the issue closes',
  'stood-down': ', all kept',
  closed: ', all in the scribe comment',
  merged: ', all in the scribe comment',
};

/** How much there is, where it goes, how to add to it. */
export function footer(view: View): Block {
  const { timeline, phase } = view.incident;
  const time = view.asOf
    .toZonedDateTimeISO(view.policy.zone)
    .toPlainTime()
    .toString({ smallestUnit: 'minute' });
  return paragraph(
    `${counted(timeline.length, 'entry', 'entries')} so far${GOES[phase]} · how to write one, on a line of its own: `,
    command(view, `timeline ${time} what happened`),
    ' · ',
    command(view, 'help'),
  );
}
