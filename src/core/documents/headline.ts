/**
 * Where the incident stands, in the few words that head the board and answer `/status`: severity, title, state. A drill says so first (D7).
 */
import type { Incident } from '../incident/incident.ts';
import { inert, shorten } from './inert.ts';
import { type Block, type Phrase, link, paragraph, phrase, strong } from './markdown.ts';
import { type View, severityTitle } from './view.ts';

/** GitHub's longest title; longer ones cannot come from there. */
const TITLE_LENGTH = 256;

function openState({ instants, validation }: Incident): string {
  if (validation.state === 'failed') return 'validation failed, work goes on';
  const checked =
    validation.state === 'passed' ? ', validated' : validation.state === 'asked' ? ', being validated' : '';
  if (instants.resolvedAt !== null) return `resolved${checked}`;
  if (instants.mitigatedAt !== null) return `mitigated${checked}`;
  if (checked !== '') return checked.slice(2);
  return instants.diagnosedAt === null ? 'being worked on' : 'cause found';
}

/** `mitigated, being validated`. */
export function stateWords(incident: Incident): string {
  switch (incident.phase) {
    case 'none':
      return 'not declared';
    case 'open':
      return openState(incident);
    case 'stood-down':
      return 'stood down';
    case 'closed':
      return incident.isFalseAlarm ? 'closed, a false alarm' : 'closed';
    case 'merged':
      return 'part of another';
    default:
      return incident.phase satisfies never;
  }
}

export function titleOf(incident: Pick<Incident, 'title'>): Phrase {
  const title = inert(shorten(incident.title, TITLE_LENGTH));
  return title.length === 0 ? 'untitled' : title;
}

/** The same, with the way to what it is part of. */
function state(incident: Incident): Phrase {
  const { merge } = incident;
  return merge === null ? stateWords(incident) : phrase('part of ', link(merge.url, `#${merge.into}`));
}

export function headline(view: View): Phrase {
  return phrase(
    view.incident.isDrill ? 'DRILL · ' : '',
    severityTitle(view) ?? 'Severity not classified',
    ' · ',
    titleOf(view.incident),
    ' · ',
    state(view.incident),
  );
}

/** What a drill's record says first (D7). */
export function drillWords({ incident }: View): readonly Block[] {
  if (!incident.isDrill) return [];
  const words =
    incident.phase === 'closed' || incident.phase === 'merged'
      ? ' This was an exercise; nothing was broken.'
      : ' This is an exercise; nothing is broken.';
  return [paragraph(strong('DRILL.'), words)];
}

/** `DRILL · Scribe: title · SEV-2`: how every document that is not the board is headed. */
export function headlineTitle(view: View, document: string): Phrase {
  const severity = severityTitle(view);
  return phrase(
    view.incident.isDrill ? 'DRILL · ' : '',
    `${document}: `,
    titleOf(view.incident),
    severity === null ? '' : [' · ', severity],
    view.incident.isFalseAlarm ? ' · false alarm' : '',
  );
}
