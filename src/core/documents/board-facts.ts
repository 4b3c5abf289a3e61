/**
 * The top of the board: what is broken for whom since when, then the table of what a reader needs next.
 */
import type { Incident, Instants } from '../incident/incident.ts';
import { ROLE } from '../policy.ts';
import { inert, shorten } from './inert.ts';
import { type Block, type Phrase, emphasis, joined, paragraph, phrase, strong, table } from './markdown.ts';
import { leadsWords } from './leads-words.ts';
import { mergedSituation } from './merged.ts';
import { nextStep } from './next-step.ts';
import { partsWords, relatedWords } from './parts.ts';
import { counted, spanText, timesOf, zoneWords } from './time-format.ts';
import { thanksWords } from './thanks.ts';
import { toldRows } from './told.ts';
import { validationWords } from './validation-words.ts';
import { type View, cut, documentLink, holdersNow, person } from './view.ts';
import { command } from './command-word.ts';
import { webLink } from './web-link.ts';

const IMPACT_LENGTH = 600;
/** Rows stay short however much is listed; the record holds everything. */
const LISTED = 8;

const SHOWN: readonly (readonly [keyof Instants, string])[] = [
  ['startedAt', 'started'],
  ['detectedAt', 'detected'],
  ['diagnosedAt', 'cause found'],
  ['mitigatedAt', 'mitigated'],
  ['resolvedAt', 'resolved'],
];

function instantsLine(view: View): Phrase {
  const times = timesOf(view);
  const { instants, closedAt } = view.incident;
  const { startedAt, resolvedAt } = instants;
  const lasted =
    closedAt === null || startedAt === null || resolvedAt === null
      ? []
      : [strong(`Lasted ${spanText(startedAt, resolvedAt)}`)];
  const said = SHOWN.flatMap(([name, word]): Phrase[] => {
    const at = instants[name];
    const shown = name === 'startedAt' && lasted.length === 0 ? 'Started' : word;
    if (at !== null) return [`${shown} ${times.time(at)}`];
    if (name !== 'startedAt' && name !== 'detectedAt') return [];
    return [phrase(`${shown}: unknown, say it with `, command(view, `${word} 08:00`))];
  });
  const closed = closedAt === null ? [] : [`closed ${times.time(closedAt)}`];
  return phrase(joined([...lasted, ...said, ...closed], ' · '), ' ', emphasis(`(${zoneWords(times)})`));
}

/** What is broken for whom, or how to say it. */
export function impactWords(view: View): Phrase {
  const { impact, phase, isFalseAlarm } = view.incident;
  const said = impact === null ? [] : inert(cut(view, impact.text, IMPACT_LENGTH));
  if (said.length > 0) return strong(said);
  if (isFalseAlarm) return strong('A false alarm: closed as not planned.');
  return phrase(
    strong('Impact not described yet.'),
    phase === 'closed' ? ' Say who was blocked and how: ' : ' Say who is blocked and how: ',
    command(view, 'impact 30 % of carts fail'),
  );
}

/** Impact and instants. */
export function situation(view: View): readonly Block[] {
  if (view.incident.phase === 'merged') return mergedSituation(view);
  const drill = view.incident.isDrill
    ? [paragraph(strong('DRILL.'), ' This is an exercise; nothing is broken. Work it as if it were real.')]
    : [];
  return [...drill, paragraph(impactWords(view)), paragraph(instantsLine(view))];
}

function listed<T>(items: readonly T[], show: (item: T) => Phrase): Phrase {
  const rest = items.length - LISTED;
  return phrase(joined(items.slice(0, LISTED).map(show)), rest > 0 ? ` and ${rest} more` : '');
}

function askWhom(view: View): Phrase {
  const leads = view.incident.holdings.filter((h) => h.role === ROLE.communicationLead && h.to === null);
  const status = phrase(command(view, 'status'), ' answers at once');
  if (leads.length > 0) {
    const names = leads.map((h) => [
      person(view, h.holder),
      h.audience === null ? '' : [' (', inert(h.audience), ')'],
    ]);
    return phrase('Ask ', joined(names, ', ', ' or '), ', not the people who fix it; ', status);
  }
  return phrase('Read on, or ask here: ', status, '. Do not call the people who fix it');
}

function help(view: View): Phrase {
  const leads = holdersNow(view.incident, ROLE.incidentLead);
  const tell = leads.length === 0 ? '' : [', or tell ', joined(leads.map((h) => person(view, h.holder)))];
  return phrase('Take a role that nobody holds', tell, '; ', command(view, 'help'), ' lists what you may do');
}

function actionsWords({ actions }: Incident): string | null {
  const standing = actions.filter((a) => !a.isWithdrawn);
  if (standing.length === 0) return null;
  const done = standing.filter((a) => a.doneAt !== null).length;
  return `${counted(standing.length, 'item')}, ${done} done`;
}

function row(name: string, content: Phrase | null): readonly (readonly Phrase[])[] {
  return content === null ? [] : [[strong(name), content]];
}

/** The one main channel, or how to name it (M4). */
export function channelWords(view: View): Phrase {
  const { channel } = view.incident;
  if (channel !== null) return phrase(webLink(channel), ', the one main channel');
  return phrase('This issue. Another main channel: ', command(view, 'channel main <link>'));
}

/** What to type while nobody classified it (D3). */
function severityQuestion(view: View, ask: string): Phrase | null {
  const { severity, isFalseAlarm } = view.incident;
  if (severity !== null || isFalseAlarm) return null;
  const commands = view.policy.severities.map((s) => command(view, `severity ${s.id}`));
  return phrase(ask, joined(commands, ', ', ' or '));
}

/** The table of an incident that is worked on. */
export function openFacts(view: View): Block {
  const { incident } = view;
  return table(
    ['', ''],
    [
      ...row('Who leads', leadsWords(view)),
      ...row('Next', nextStep(view)),
      ...row('Severity?', severityQuestion(view, 'How bad is it: ')),
      ...toldRows(view),
      ...row('Follow it at', channelWords(view)),
      ...row('You have a question', askWhom(view)),
      ...row('You want to help', help(view)),
      ...row(
        'Services',
        incident.services.length === 0 ? null : listed(incident.services, (s) => inert(shorten(s, 80))),
      ),
      ...row(
        'Links',
        incident.links.length === 0 ? null : listed(incident.links, (l) => webLink(l.url, l.text)),
      ),
      ...row('Parts', partsWords(view)),
      ...row('The same?', relatedWords(view)),
      ...row('Action items', actionsWords(incident)),
    ],
  );
}

/** The table of an incident that is over: where its record stands. */
export function closedFacts(view: View): Block {
  const { incident } = view;
  const about = (key: string, label: string): Phrase => documentLink(view, key, label) ?? label;
  return table(
    ['', ''],
    [
      ...row('What happened', about('scribe', 'Scribe comment: numbers, milestones, full timeline')),
      ...row('Who was told what', about('communications', 'Communications comment')),
      ...row('Postmortem', documentLink(view, 'postmortem')),
      ...row('Severity?', severityQuestion(view, 'How bad was it: ')),
      ...row('Action items', actionsWords(incident)),
      ...row('Parts', partsWords(view)),
      ...row('Validation', validationWords(view)),
      ...row('Thank you', thanksWords(view)),
      ...toldRows(view),
      ...row(
        'Something to add',
        phrase(
          'Commands still record here, and the documents follow; reopening the issue resumes the incident',
        ),
      ),
    ],
  );
}
