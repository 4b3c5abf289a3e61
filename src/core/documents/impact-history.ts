/**
 * What people said about the impact, one after the other. The last `/impact` heads the documents; where several were given none is judged the right
 * one, and all are shown with their times.
 */
import type { Table } from 'mdast';
import type { TimelineEntry } from '../incident/incident.ts';
import { cutMiddle } from './cut-middle.ts';
import { inert, shorten } from './inert.ts';
import { type Block, type Phrase, table } from './markdown.ts';
import { counted, timesOf } from './time-format.ts';
import { type View, personName } from './view.ts';

const MOST = 8;
/** Of one of them; the full timeline has every word. */
const LENGTH = 200;

/** The words without the `Impact: ` that the timeline puts before them. */
function impactText({ text }: Pick<TimelineEntry, 'text'>): string {
  return text.replace(/^Impact: /u, '');
}

/** In the order in which they were given; those taken back are left out. */
function impactEntries({ incident }: View): readonly TimelineEntry[] {
  return incident.timeline.filter(
    (entry) => entry.kind === 'impact' && entry.withdrawn === null && entry.origin === undefined,
  );
}

function impactTable(view: View, entries: readonly TimelineEntry[], length: number): Table {
  const times = timesOf(view);
  const row = (entry: TimelineEntry): readonly Phrase[] => [
    times.time(entry.occurredAt),
    inert(shorten(impactText(entry), length)),
    personName(entry.author),
  ];
  const { first, left, last } = cutMiddle(entries, MOST);
  const gap = left === 0 ? [] : [['…', `${counted(left, 'more', 'more')} in the full timeline`, '']];
  return table(['When', 'Impact, as it was said', 'By'], [...first.map(row), ...gap, ...last.map(row)]);
}

/** A table when more than one was given; nothing otherwise. */
export function impactHistory(view: View, length = LENGTH): readonly Block[] {
  const entries = impactEntries(view);
  return entries.length < 2 ? [] : [impactTable(view, entries, Math.min(length, LENGTH))];
}
