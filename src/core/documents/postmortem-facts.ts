/**
 * The facts at the top of a postmortem (X3), which Muster keeps up to date: the numbers, who led and fixed, whom to invite, by when to review, and the
 * milestones.
 */
import { statistics } from '../incident/statistics.ts';
import { cutMiddle } from './cut-middle.ts';
import { impactHistory } from './impact-history.ts';
import { inert } from './inert.ts';
import { ledBy } from './led-by.ts';
import {
  type Block,
  type Phrase,
  emphasis,
  joined,
  link,
  paragraph,
  phrase,
  strong,
  table,
} from './markdown.ts';
import { mergedPostmortem } from './merged.ts';
import { partsWords } from './parts.ts';
import { milestonesTable } from './scribe-tables.ts';
import { counted, durationText, longDate, timesOf, timesWords, zoneWords } from './time-format.ts';
import { validationWords } from './validation-words.ts';
import { type View, audiencesOf, documentLink, personName, severityOf, severityTitle } from './view.ts';

const INVITED = 40;

/** Characters of a milestone, and how many milestones: fewer where all would not fit. */
export interface FactsLengths {
  readonly text: number;
  readonly milestones: number;
}

export const USUAL_FACTS: FactsLengths = { text: 300, milestones: 40 };

function duration(value: Temporal.Duration | null): string {
  return value === null ? 'unknown' : durationText(value);
}

function facts(view: View): Phrase {
  const { incident } = view;
  const { outage, toDetect, toResolve } = statistics(incident);
  const severity = severityTitle(view);
  const parts: readonly Phrase[] = [
    phrase('Incident ', link(incident.url, `#${incident.number}`)),
    severity ?? 'severity not classified',
    phrase('outage ', strong(duration(outage))),
    phrase('time to detect ', strong(duration(toDetect))),
    phrase('time to resolve ', strong(duration(toResolve))),
    ...ledBy(view),
    phrase('validation: ', validationWords(view)),
    ...(partsWords(view) === null ? [] : [phrase('parts: ', partsWords(view) ?? '')]),
    documentLink(view, 'scribe', 'timeline and statistics') ??
      'timeline and statistics in the scribe comment',
  ];
  return joined(parts, ' · ');
}

/** Days on which nobody is expected to work are left out: Saturday and Sunday. */
function workingDaysAfter(from: Temporal.PlainDate, days: number): Temporal.PlainDate {
  let date = from;
  for (let left = days; left > 0;) {
    date = date.add({ days: 1 });
    if (date.dayOfWeek < 6) left -= 1;
  }
  return date;
}

/** By when it is to be reviewed; null when the severity asks for no review. */
export function reviewDate(view: View): Temporal.PlainDate | null {
  const days = severityOf(view)?.reviewWithinDays ?? null;
  const { closedAt } = view.incident;
  if (days === null || closedAt === null) return null;
  return workingDaysAfter(closedAt.toZonedDateTimeISO(view.policy.zone).toPlainDate(), days);
}

function review(view: View): Phrase {
  const days = severityOf(view)?.reviewWithinDays ?? 0;
  const by = reviewDate(view);
  if (by === null) return '';
  return phrase(' ', strong('Review by:'), ` ${longDate(by)} (${days} working days after the close).`);
}

function invite(view: View): Block {
  const people = view.incident.responders;
  const more = people.length > INVITED ? ` and ${people.length - INVITED} more` : '';
  const invited =
    people.length === 0
      ? 'nobody took part yet'
      : joined(people.slice(0, INVITED).map((who) => personName(who)));
  return paragraph(strong('Please invite:'), ' ', invited, more, '.', review(view));
}

/** The summary of the timeline; of a long one the middle is left out. */
function milestones(view: View, { text, milestones: most }: FactsLengths): readonly Block[] {
  const all = milestonesTable(view, text);
  const [head, ...rows] = all.children;
  if (head === undefined || rows.length === 0) return [];
  const { first, left, last } = cutMiddle(rows, most);
  const where = documentLink(view, 'scribe', 'the scribe comment') ?? 'the scribe comment';
  const gap =
    left === 0
      ? []
      : table([], [['…', phrase(`${counted(left, 'more milestone')} in `, where), '']]).children;
  return [
    paragraph(strong('What happened'), ` (${zoneWords(timesOf(view))})`),
    { ...all, children: [head, ...first, ...gap.slice(1), ...last] },
  ];
}

/** What the record says about how it went, without judging. */
function record(view: View): readonly Block[] {
  const { incident } = view;
  const told = new Set(incident.communications.map((c) => c.audience));
  const silent = audiencesOf(view).filter((a) => !told.has(a.id));
  const failures = incident.validation.results.filter((r) => !r.passed).length;
  const seen: readonly Phrase[] = [
    ...(incident.instants.startedAt === null
      ? ['Nobody said when it started, so the time to detect is unknown.']
      : []),
    ...(failures === 0 ? [] : [`Validation failed ${timesWords(failures)}.`]),
    ...(incident.reopenings === 0 ? [] : [`The issue was reopened ${timesWords(incident.reopenings)}.`]),
    ...(silent.length === 0 ? [] : [phrase('Never told: ', joined(silent.map((a) => inert(a.title))), '.')]),
    ...(incident.timeline.some((e) => e.kind === 'lost')
      ? ['A comment was deleted before Muster saw it.']
      : []),
  ];
  return seen.length === 0 ? [] : [paragraph(strong('How it went:'), ' ', joined(seen, ' '))];
}

/** No list stands here: list items inside the region are taken for lines that people added. */
export function postmortemFacts(view: View, lengths = USUAL_FACTS): readonly Block[] {
  return [
    paragraph(emphasis('Kept up to date by Muster. Write below this block.')),
    paragraph(facts(view)),
    ...mergedPostmortem(view),
    invite(view),
    ...record(view),
    ...impactHistory(view, lengths.text),
    ...milestones(view, lengths),
  ];
}
