/**
 * The tables of the scribe comment: milestones (T3), roles from when to when (R5), and the full timeline (T1).
 */
import type { Table } from 'mdast';
import { seatTitle } from '../incident/entry.ts';
import type { Holding, TimelineEntry } from '../incident/incident.ts';
import type { Instant } from '../incident/record.ts';
import { cutMiddle } from './cut-middle.ts';
import { entryRemarks, entrySentence, stressed } from './entry-sentence.ts';
import { inert } from './inert.ts';
import { type Phrase, joined, phrase, table } from './markdown.ts';
import { pieces } from './overflow.ts';
import { type TimeFormat, counted, timesOf } from './time-format.ts';
import { type View, personName } from './view.ts';

/** Of one milestone in the summary; the full timeline has every word. */
const MILESTONE_LENGTH = 300;

export function milestonesTable(view: View, length = MILESTONE_LENGTH): Table {
  const times = timesOf(view);
  const rows = view.incident.timeline
    .filter((entry) => entry.milestone && entry.withdrawn === null)
    .map((entry) => [
      times.time(entry.occurredAt),
      phrase(
        entrySentence(entry, view, { length }),
        entry.isVoid ? entryRemarks({ ...entry, corrected: null }, times) : '',
      ),
      personName(entry.author),
    ]);
  return table(['When', 'Milestone', 'By'], rows);
}

/** Rows of the role table, and names in one of them. */
const STINTS = 100;
const NAMES = 20;

interface Stint {
  readonly title: Phrase;
  readonly order: number;
  readonly people: Holding[];
  readonly from: string;
  readonly to: string;
}

/** People who held the same seat over the same time share a row. */
function stints(view: View, times: TimeFormat): readonly Stint[] {
  const found = new Map<string, Stint>();
  const until = (to: Instant | null): string => {
    const end = to ?? view.incident.closedAt;
    return end === null ? '' : times.time(end);
  };
  for (const held of view.incident.holdings) {
    const [from, to] = [times.time(held.from), until(held.to)];
    const key = JSON.stringify([held.role, held.audience, from, to]);
    const known = found.get(key);
    if (known !== undefined) {
      known.people.push(held);
      continue;
    }
    const order = view.policy.roles.findIndex((r) => r.id === held.role);
    const title = inert(seatTitle(view.policy, held.role, held.audience));
    found.set(key, { title, order: order < 0 ? view.policy.roles.length : order, people: [held], from, to });
  }
  return [...found.values()].toSorted((a, b) => a.order - b.order);
}

function namesOf(people: readonly Holding[]): Phrase {
  const { first, left, last } = cutMiddle(
    people.map((h) => personName(h.holder)),
    NAMES,
  );
  return joined([...first, ...(left === 0 ? [] : [`${left} more`]), ...last]);
}

function stintRow({ title, people, from, to }: Stint): readonly Phrase[] {
  return [title, namesOf(people), from, to === '' ? 'still' : to];
}

/** Of hundreds of changes the middle is left out, so that the numbers always have room; the full timeline has each. */
export function rolesTable(view: View): Table {
  const { first, left, last } = cutMiddle(stints(view, timesOf(view)), STINTS);
  const gap = left === 0 ? [] : [['…', `${counted(left, 'more', 'more')} in the full timeline`, '', '']];
  return table(['Role', 'Who', 'From', 'To'], [...first.map(stintRow), ...gap, ...last.map(stintRow)]);
}

function entryRows(entry: TimelineEntry, view: View, times: TimeFormat): readonly (readonly Phrase[])[] {
  const written = times.time(entry.recordedAt);
  const when = stressed(entry, times.time(entry.occurredAt));
  return pieces(entry.text).map((text, index, all) => [
    when,
    index === 0 ? written : 'continued',
    phrase(
      stressed(entry, entrySentence({ ...entry, text, call: index === 0 ? entry.call : null }, view)),
      index === all.length - 1 ? entryRemarks(entry, times) : '',
    ),
    personName(entry.author),
  ]);
}

/** Oldest first. A text that is longer than a row may be goes on in the next. */
export function timelineTable(view: View): Table {
  const times = timesOf(view);
  return table(
    ['When', 'Written', 'What', 'By'],
    view.incident.timeline.flatMap((entry) => entryRows(entry, view, times)),
  );
}
