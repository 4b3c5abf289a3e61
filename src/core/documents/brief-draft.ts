/**
 * What to tell an audience now, in its tone (M3): plain sentences, ready to send. Colleagues may read of systems and people; leadership reads harm,
 * duration and what comes next; whoever is outside reads nothing of the timeline, and of people's own words only what names nobody and nothing.
 */
import type { Incident, TimelineEntry } from '../incident/incident.ts';
import type { Instant } from '../incident/record.ts';
import type { Tone } from '../policy.ts';
import { updatePolicy } from '../update-policy.ts';
import { indiscretion } from './discreet.ts';
import { plainText, shorten } from './inert.ts';
import { renderTemplate } from './template.ts';
import { spanText, timesOf } from './time-format.ts';
import { type View, severityOf } from './view.ts';

const TEXT_LENGTH = 400;
const NEWS_SHOWN = 5;

/** Milestones that other sentences of a draft hold. */
const SAID_ANYWAY: ReadonlySet<TimelineEntry['kind']> = new Set([
  'declared',
  'severity',
  'started',
  'detected',
]);

export interface Draft {
  /** One line of plain text. */
  readonly text: string;
  /** What is not said, and why; plain words of ours. */
  readonly leftOut: readonly string[];
  /** Why the repository's template was not used. */
  readonly problem: string | null;
}

const oneLine = (text: string): string => plainText(text).replaceAll('\n', ' ').trim();

/** With a full stop, whatever it ends in. */
function sentence(text: string): string {
  return /[.!?…]$/u.test(text) ? text : `${text}.`;
}

/** What people wrote, as a sentence. Its first word keeps its letters where they are a name's: `payments-api`, `iOS`. */
function said(text: string): string {
  return sentence(
    text.replace(/^\p{Ll}+(?=[\s,.!?…]|$)/u, (word) => word.charAt(0).toUpperCase() + word.slice(1)),
  );
}

/** Where we stand, in words for everybody. */
function stateSentence(
  { instants, phase, isFalseAlarm, validation }: Incident,
  time: (at: Instant) => string,
): string {
  if (isFalseAlarm) return 'It was a false alarm.';
  if (phase === 'stood-down') return 'It is not treated as an incident any more.';
  if (instants.resolvedAt !== null) return `It has been resolved since ${time(instants.resolvedAt)}.`;
  if (phase === 'closed') return 'It is over.';
  if (instants.mitigatedAt !== null)
    return validation.state === 'asked'
      ? `It has been under control since ${time(instants.mitigatedAt)}, and we are checking that it is over.`
      : `It has been under control since ${time(instants.mitigatedAt)}, and we are watching.`;
  if (instants.diagnosedAt !== null) return 'We have found the cause and are working on it.';
  return 'We are looking for the cause.';
}

interface Parts {
  readonly title: string;
  readonly severity: string;
  readonly impact: string;
  readonly services: string;
  readonly state: string;
  readonly started: string;
  readonly lasted: string;
  readonly next: string;
  readonly news: string;
}

/** Texts of people as this tone may hear them: empty where it may not, with a word about it. */
function heard(view: View, tone: Tone, text: string, what: string, leftOut: string[]): string {
  const line = oneLine(shorten(text, TEXT_LENGTH));
  if (tone !== 'external' || line === '') return line;
  const why = indiscretion(line, view);
  if (why !== null) leftOut.push(`${what}, which ${why}`);
  return why === null ? line : '';
}

function partsOf(
  view: View,
  audience: string,
  tone: Tone,
  news: readonly TimelineEntry[],
  leftOut: string[],
): Parts {
  const { incident, policy, asOf } = view;
  const { instants, impact, phase } = incident;
  const times = timesOf(view);
  const time = (at: Instant): string => `${times.time(at)} ${times.zone}`;
  const since = instants.startedAt ?? instants.detectedAt;
  // of a part the other incident speaks, and of what is stood down nobody
  const isOver = phase !== 'open' || instants.resolvedAt !== null;
  const { latestMinutes } = updatePolicy(policy, incident.severity, audience);
  const told = tone === 'internal' ? news.filter((e) => !SAID_ANYWAY.has(e.kind)).slice(-NEWS_SHOWN) : [];
  return {
    title: heard(view, tone, incident.title, 'the title', tone === 'external' ? [] : leftOut),
    severity: severityOf(view)?.title ?? '',
    impact: impact === null ? '' : heard(view, tone, impact.text, 'the impact', leftOut),
    services: tone === 'external' ? '' : incident.services.map(oneLine).join(', '),
    state: stateSentence(incident, time),
    started: since === null ? '' : time(since),
    lasted: since === null ? '' : spanText(since, instants.resolvedAt ?? asOf),
    next: isOver ? '' : time(asOf.add({ minutes: latestMinutes })),
    news: told.map((e) => `${times.time(e.occurredAt)} ${oneLine(shorten(e.text, TEXT_LENGTH))}`).join('; '),
  };
}

const SENTENCES: { readonly [T in Tone]: (parts: Parts) => readonly string[] } = {
  external: ({ impact, state, started, next }) => [
    impact === '' ? 'Part of our service does not work as it should.' : said(impact),
    state,
    started === '' ? '' : `It began at ${started}.`,
    next === '' ? '' : `Next update by ${next}.`,
  ],
  leadership: ({ severity, title, impact, state, started, lasted, next }) => [
    `${severity === '' ? '' : `${severity}: `}${said(impact === '' ? title : impact)}`,
    state,
    lasted === '' ? '' : `Duration: ${lasted}, from ${started}.`,
    next === '' ? '' : `Next update by ${next}.`,
  ],
  internal: ({ severity, title, impact, services, state, started, news, next }) => [
    `${severity === '' ? '' : `${severity}: `}${said(title)}`,
    impact === '' || impact === title ? '' : said(impact),
    services === '' ? '' : `Services: ${sentence(services)}`,
    state,
    started === '' ? '' : `Since ${started}.`,
    news === '' ? '' : `New: ${sentence(news)}`,
    next === '' ? '' : `Next update by ${next}.`,
  ],
};

/** `news`: what happened since this audience was last told, oldest first. */
export function draftFor(view: View, audience: string, tone: Tone, news: readonly TimelineEntry[]): Draft {
  const leftOut: string[] = [];
  const parts = partsOf(view, audience, tone, news, leftOut);
  const drill = view.incident.isDrill ? 'DRILL, nothing is broken: ' : '';
  const own =
    drill +
    SENTENCES[tone](parts)
      .filter((s) => s !== '')
      .join(' ');
  const { brief } = view.policy.templates;
  if (brief === null) return { text: own, leftOut, problem: null };
  const made = renderTemplate(brief, { ...parts, audience, tone, drill });
  if ('problem' in made) return { text: own, leftOut, problem: made.problem };
  const text = oneLine(made.text);
  return {
    text: view.incident.isDrill && !text.includes('DRILL') ? drill + text : text,
    leftOut,
    problem: null,
  };
}
