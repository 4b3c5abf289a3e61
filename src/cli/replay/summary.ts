/** What a replay says on the terminal: calm, short, and free of control characters whatever the title holds. */
import { counted, durationText } from '../../core/documents/time-format.ts';
import type { IncidentJson } from './incident-json.ts';

const DURATIONS: readonly (readonly [keyof IncidentJson['statistics'], string])[] = [
  ['toDetect', 'Time to detect'],
  ['outage', 'Outage in all'],
  ['toResolve', 'Time to resolve'],
  ['toAcknowledge', 'Time to acknowledge'],
  ['toDiagnose', 'Time to diagnose'],
  ['toMitigate', 'Time to mitigate'],
];

const PHASES: { readonly [P in IncidentJson['phase']]: string } = {
  open: 'open',
  'stood-down': 'stood down',
  closed: 'closed',
  merged: 'part of another',
};

/** One line without anything that a terminal would obey. */
function plain(text: string): string {
  return text.replaceAll(/[\s\p{C}]+/gu, ' ').trim();
}

function counts(incident: IncidentJson): string {
  const milestones = incident.timeline.filter((entry) => entry.milestone).length;
  const audiences = new Set(incident.communications.map((said) => said.audience)).size;
  const parts = [
    `${counted(incident.timeline.length, 'entry', 'entries')}, ${counted(milestones, 'milestone')}`,
    `${counted(incident.communications.length, 'update')} to ${counted(audiences, 'audience')}`,
    counted(incident.actionItems.length, 'action item'),
    `${counted(incident.refused.length, 'command')} refused`,
  ];
  return parts.join(' · ');
}

/** `files`: paths as a person would open them. */
export function summaryText(incident: IncidentJson, folder: string, files: readonly string[]): string {
  const state = incident.falseAlarm ? 'closed, a false alarm' : PHASES[incident.phase];
  const head = [
    ...(incident.drill ? ['DRILL'] : []),
    plain(incident.title),
    plain(incident.severity ?? 'severity not classified'),
    state,
  ];
  const spans = DURATIONS.map(([name, title]) => {
    const span = incident.statistics[name];
    const text = span === null ? 'unknown' : durationText(Temporal.Duration.from(span));
    return `  ${title.padEnd(22)}${text}`;
  });
  const remarks = incident.remarks.map((remark) => `  ${plain(remark)}`);
  return [
    head.join(' · '),
    plain(incident.url),
    '',
    ...spans,
    '',
    counts(incident),
    ...(remarks.length === 0 ? [] : ['', ...remarks]),
    '',
    `In ${folder}: ${files.join(', ')}`,
  ].join('\n');
}
