/**
 * The communications comment (X1, M1): what was said to whom, when, where and by whom, with every word. Too large for a comment, the table goes to
 * a communications issue and the comment says so (X2).
 */
import type { Table } from 'mdast';
import { audienceTitle } from '../incident/entry.ts';
import type { Communication } from '../incident/incident.ts';
import { drillWords, headlineTitle } from './headline.ts';
import { inert, shorten } from './inert.ts';
import {
  type Block,
  type Phrase,
  emphasis,
  heading,
  joined,
  paragraph,
  phrase,
  quoted,
  strong,
  table,
  toMarkdown,
} from './markdown.ts';
import { fits, paged, pieces } from './overflow.ts';
import { tableLines } from './table-markdown.ts';
import { longestSilence } from './silence.ts';
import { counted, spanText, timesOf, zoneWords } from './time-format.ts';
import { type View, audiencesOf, documentLink, personName } from './view.ts';

export interface Communications {
  readonly text: string;
  /** Pages of the communications issue, body first; null while everything fits the comment. */
  readonly pages: readonly string[] | null;
}

const CHANNEL_LENGTH = 200;
function remarks(said: Communication, view: View): Phrase {
  const times = timesOf(view);
  const written = times.time(said.recordedAt);
  const parts: Phrase[] = [];
  if (written !== times.time(said.at)) parts.push(`written down ${written}`);
  if (said.corrected !== null) parts.push(`corrected ${times.time(said.corrected.at)}`);
  return parts.length === 0 ? '' : phrase(' ', emphasis('(', joined(parts), ')'));
}

function rows(said: Communication, view: View): readonly (readonly Phrase[])[] {
  const audience = audienceTitle(view.policy, said.audience);
  return pieces(said.message).map((message, index, all) => [
    timesOf(view).time(said.at),
    inert(shorten(audience, CHANNEL_LENGTH)),
    index > 0 ? 'continued' : said.channel === null ? '' : inert(shorten(said.channel, CHANNEL_LENGTH)),
    phrase(quoted(inert(message)), index === all.length - 1 ? remarks(said, view) : ''),
    personName(said.by),
  ]);
}

function communicationsTable(view: View): Table {
  return table(
    ['When', 'Audience', 'Where', 'What was said', 'By'],
    view.incident.communications.flatMap((said) => rows(said, view)),
  );
}

function silenceOf(view: View, id: string, title: string): Phrase | null {
  const said = view.incident.communications.filter((c) => c.audience === id);
  const { closedAt } = view.incident;
  const silence = longestSilence(view.incident, said, closedAt ?? view.asOf);
  if (silence === null) return null;
  const times = timesOf(view);
  const range = `${times.time(silence.from)} to ${times.time(silence.to)}, ${silence.when}`;
  return phrase(inert(title), ` ${spanText(silence.from, silence.to)} (${range})`);
}

function sooner(view: View): string | null {
  const found = view.incident.communications.filter((c) => c.soonerThanNorm !== null);
  const early = found.flatMap((c) => c.soonerThanNorm ?? []);
  if (early.length === 0) return null;
  const soonest = Math.min(...early);
  const norms = [...new Set(found.map((c) => c.norm))];
  const norm = norms.length === 1 ? `${norms[0]} min` : 'their norm';
  const words = soonest === 0 ? 'less than a minute' : `${soonest} min`;
  if (early.length === 1) return `One update came ${words} after the one before it (the norm is ${norm}).`;
  return `${counted(early.length, 'update')} came sooner than ${norm} after the one before, the soonest after ${words}.`;
}

/** Numbers under the heading: how many, the longest silences, who never heard anything. */
function figures(view: View): readonly Block[] {
  const { communications } = view.incident;
  if (communications.length === 0) return [paragraph('Nobody was told anything that was written down here.')];
  const audiences = audiencesOf(view);
  const isTold = (id: string): boolean => communications.some((c) => c.audience === id);
  const told = audiences.filter((a) => isTold(a.id));
  const silent = audiences.filter((a) => !isTold(a.id));
  const silences = told.map((a) => silenceOf(view, a.id, a.title)).filter((words) => words !== null);
  const early = sooner(view);
  return [
    paragraph(
      strong(`${counted(communications.length, 'update')} to ${counted(told.length, 'audience')}.`),
      silences.length === 0 ? '' : [' Longest silence: ', joined(silences, ' · '), '.'],
      silent.length === 0 ? '' : [' Never told: ', joined(silent.map((a) => inert(a.title))), '.'],
      early === null ? '' : ` ${early}`,
      ` Times: ${zoneWords(timesOf(view))}.`,
    ),
  ];
}

function pages(view: View): readonly string[] {
  const { head, rows: lines } = tableLines(communicationsTable(view));
  const back = documentLink(view, 'communications', 'the numbers') ?? 'the incident';
  const from = toMarkdown([
    paragraph(
      'Every update with every word, oldest first. Back to ',
      back,
      `. Times: ${zoneWords(timesOf(view))}.`,
    ),
  ]);
  return paged(head, lines, (page, shown) => {
    const title = page === 1 ? 'What we told whom' : `What we told whom, page ${page}`;
    return [toMarkdown([heading(2, headlineTitle(view, title))]), ...(page === 1 ? [from] : []), shown].join(
      '\n\n',
    );
  });
}

export function renderCommunications(view: View): Communications {
  const head: readonly Block[] = [
    heading(2, headlineTitle(view, 'What we told whom')),
    ...drillWords(view),
    ...figures(view),
  ];
  if (view.incident.communications.length === 0) return { text: toMarkdown(head), pages: null };
  const whole = toMarkdown([...head, communicationsTable(view)]);
  if (fits(whole)) return { text: whole, pages: null };
  const where = documentLink(view, 'communications-issue') ?? 'the communications issue';
  const elsewhere = paragraph(
    strong('All updates:'),
    ' in ',
    where,
    ', because they are too long for a comment.',
  );
  return { text: toMarkdown([...head, elsewhere]), pages: pages(view) };
}
