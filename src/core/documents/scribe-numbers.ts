/**
 * The durations of the scribe comment, each with the two instants it stands on (N2), and the summary sentence made of them. What nobody said is
 * unknown and says so (N5).
 */
import type { Table } from 'mdast';
import type { Instants } from '../incident/incident.ts';
import { INSTANT_WORD } from '../incident/instants.ts';
import { type Statistics, DURATIONS, statistics } from '../incident/statistics.ts';
import { inert, shorten } from './inert.ts';
import { type Block, type Phrase, joined, link, paragraph, phrase, strong, table } from './markdown.ts';
import { counted, durationText, timesOf, timesWords, zoneWords } from './time-format.ts';
import type { View } from './view.ts';

const ROWS: readonly (readonly [keyof Statistics, string])[] = [
  ['toDetect', 'Time to detect'],
  ['toResolve', 'Time to resolve'],
  ['outage', 'Outage in all'],
  ['toAcknowledge', 'Time to acknowledge'],
  ['toDiagnose', 'Time to diagnose'],
  ['toMitigate', 'Time to mitigate'],
];

/** The three that people ask for. */
const MAIN: ReadonlySet<keyof Statistics> = new Set(['toDetect', 'toResolve', 'outage']);

/** Whether somebody said so, and it stands; otherwise the instant comes from GitHub: the creation, or its close. */
function isStated({ incident }: View, kind: 'detected' | 'resolved'): boolean {
  return incident.timeline.some(
    (e) => e.origin === undefined && e.kind === kind && !e.isVoid && e.withdrawn === null,
  );
}

/** The row in which it is said, once, that an instant comes from GitHub. */
const EXPLAINED: ReadonlySet<keyof Statistics> = new Set(['toDetect', 'toResolve']);

function instantWords(view: View, name: keyof Instants, isExplained: boolean): Phrase {
  const { instants, instantsFrom, parts } = view.incident;
  const at = instants[name];
  if (at === null) return `${INSTANT_WORD[name]}: unknown`;
  const time = timesOf(view).time(at);
  const from = instantsFrom[name];
  const part = parts.find(({ number }) => number === from);
  if (part !== undefined)
    return phrase(`${INSTANT_WORD[name]} ${time} (`, link(part.url, `#${part.number}`), ')');
  if (name === 'detectedAt' && !isStated(view, 'detected')) {
    return `detected ${time}${isExplained ? ' (issue opened)' : ''}`;
  }
  if (name === 'resolvedAt' && !isStated(view, 'resolved')) {
    return `closed ${time}${isExplained ? ' (nobody said resolved)' : ''}`;
  }
  return `${INSTANT_WORD[name]} ${time}`;
}

function prevention(view: View): Phrase {
  const standing = view.incident.actions.filter((a) => !a.isWithdrawn);
  if (standing.length === 0) return 'no action item is written down';
  const open = standing.filter((a) => a.doneAt === null).length;
  return `${open} of ${counted(standing.length, 'action item')} open`;
}

export function numbersTable(view: View): Table {
  const numbers = statistics(view.incident);
  const rows = ROWS.map(([name, title]): readonly Phrase[] => {
    const duration = numbers[name];
    const [from, to] = DURATIONS[name];
    const said = duration === null ? 'unknown' : durationText(duration);
    const stress = (text: string): Phrase => (MAIN.has(name) ? strong(text) : text);
    const ends = [instantWords(view, from, false), instantWords(view, to, EXPLAINED.has(name))];
    return [stress(title), stress(said), joined(ends, ' → ')];
  });
  return table(
    ['', 'How long', `From → to (${zoneWords(timesOf(view))})`],
    [...rows, ['Time to prevent', 'unknown', prevention(view)]],
  );
}

const IMPACT_LENGTH = 1000;

function ending(text: string): string {
  return /[.!?…]$/u.test(text) ? '' : '.';
}

/** `It was found after 20 min and resolved 59 min later.`; null while neither is known. */
function foundAndResolved({ toDetect, toResolve }: Statistics): string | null {
  const found =
    toDetect === null ? null : toDetect.blank ? 'found at once' : `found after ${durationText(toDetect)}`;
  if (toResolve === null) return found === null ? null : `It was ${found}.`;
  if (found === null) {
    return toResolve.blank
      ? 'It was resolved when it was found.'
      : `It was resolved ${durationText(toResolve)} after it was found.`;
  }
  return toResolve.blank
    ? `It was ${found} and resolved at the same time.`
    : `It was ${found} and resolved ${durationText(toResolve)} later.`;
}

/** One paragraph of facts: how long, what, how found, how resolved. */
export function summary(view: View): Block {
  const numbers = statistics(view.incident);
  const { outage } = numbers;
  const { impact, isDrill, isFalseAlarm, reopenings } = view.incident;
  const sentences: Phrase[] = [];
  if (isFalseAlarm) sentences.push(strong('A false alarm: closed as not planned.'));
  else if (outage !== null)
    sentences.push(strong(`An ${isDrill ? 'exercise ' : ''}outage of ${durationText(outage)}.`));
  if (impact !== null) {
    const said = shorten(impact.text, IMPACT_LENGTH);
    sentences.push(phrase(inert(said), ending(said)));
  }
  const course = foundAndResolved(numbers);
  if (course !== null && !isFalseAlarm) sentences.push(course);
  if (reopenings > 0) sentences.push(`The issue was reopened ${timesWords(reopenings)}.`);
  return paragraph(sentences.length === 0 ? 'Nobody said what was broken.' : joined(sentences, ' '));
}
