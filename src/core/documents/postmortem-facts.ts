/**
 * The facts at the top of a postmortem (X3), which Muster keeps up to date: the numbers, who led and fixed, whom to invite, by when to review, and the
 * milestones.
 */
import type { Holding } from '../incident/incident.ts';
import { statistics } from '../incident/statistics.ts';
import { ROLE } from '../policy.ts';
import { type Block, type Phrase, emphasis, joined, link, paragraph, phrase, strong } from './markdown.ts';
import { milestonesTable } from './scribe-tables.ts';
import { durationText, longDate, timesOf, timesWords, zoneWords } from './time-format.ts';
import { validationWords } from './validation-words.ts';
import { type View, documentLink, personName, severityOf, severityTitle } from './view.ts';

const INVITED = 40;
const MILESTONES = 15;

function duration(value: Temporal.Duration | null): string {
  return value === null ? 'unknown' : durationText(value);
}

function names(holdings: readonly Holding[]): Phrase | null {
  // by login: of somebody who was only named, GitHub has shown no id
  const people = new Map(holdings.map((h) => [h.holder.login.toLowerCase(), h.holder]));
  if (people.size === 0) return null;
  return joined(
    [...people.values()].map((who) => personName(who)),
    ', ',
    ' and ',
  );
}

/** The last of those who held it: who led to the end. */
function held(view: View, isWanted: (role: string) => boolean): Phrase | null {
  const all = view.incident.holdings.filter((h) => isWanted(h.role));
  const last = all.filter((h) => h.to === null);
  return names(last.length > 0 ? last : all.slice(-1));
}

function facts(view: View): Phrase {
  const { incident, policy } = view;
  const { outage, toDetect, toResolve } = statistics(incident);
  const technical = new Set(policy.roles.filter((r) => r.isTechnical).map((r) => r.id));
  const lead = held(view, (role) => role === ROLE.incidentLead);
  const fixers = held(view, (role) => technical.has(role));
  const severity = severityTitle(view);
  const parts: readonly Phrase[] = [
    phrase('Incident ', link(incident.url, `#${incident.number}`)),
    severity ?? 'severity not classified',
    phrase('outage ', strong(duration(outage))),
    phrase('time to detect ', strong(duration(toDetect))),
    phrase('time to resolve ', strong(duration(toResolve))),
    ...(lead === null ? [] : [phrase('led by ', lead)]),
    ...(fixers === null ? [] : [phrase('fixed by ', fixers)]),
    phrase('validation: ', validationWords(view)),
    ...(incident.reopenings === 0 ? [] : [`reopened ${timesWords(incident.reopenings)}`]),
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

function review(view: View): Phrase {
  const days = severityOf(view)?.reviewWithinDays ?? null;
  const { closedAt } = view.incident;
  if (days === null || closedAt === null) return '';
  const by = workingDaysAfter(closedAt.toZonedDateTimeISO(view.policy.zone).toPlainDate(), days);
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

/** The summary of the timeline; its end where it is long. */
function milestones(view: View, length: number): readonly Block[] {
  const all = milestonesTable(view, length);
  const [head, ...rows] = all.children;
  if (head === undefined || rows.length === 0) return [];
  const more = rows.length - MILESTONES;
  return [
    paragraph(
      strong('What happened'),
      ` (${zoneWords(timesOf(view))})`,
      more > 0 ? `, the last ${MILESTONES} of ${rows.length} milestones` : '',
    ),
    { ...all, children: [head, ...rows.slice(-MILESTONES)] },
  ];
}

/** `length`: characters of a milestone, fewer where all would not fit. */
export function postmortemFacts(view: View, length = 300): readonly Block[] {
  return [
    paragraph(emphasis('Kept up to date by Muster. Write below this block.')),
    paragraph(facts(view)),
    invite(view),
    ...milestones(view, length),
  ];
}
