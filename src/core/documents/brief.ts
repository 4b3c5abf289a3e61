/**
 * The answer to `/brief` (M3): what an audience does not know yet, for the one who tells it; a draft for the audience; and the command that logs it once
 * it is sent. The command stands behind words, so that no e-mail reply runs it.
 */
import { reachOf } from '../incident/reach.ts';
import type { Communication, TimelineEntry } from '../incident/incident.ts';
import type { Tone } from '../policy.ts';
import { cadenceOf } from '../reminders/cadence.ts';
import { type Draft, draftFor } from './brief-draft.ts';
import { command } from './command-word.ts';
import { entrySentence } from './entry-sentence.ts';
import { exampleCode, inert, shorten } from './inert.ts';
import { type Block, type Phrase, blockquote, joined, list, paragraph, phrase, strong } from './markdown.ts';
import { incidentLink } from './merged.ts';
import { counted, timesOf } from './time-format.ts';
import { audienceNews, lastTold } from './told.ts';
import { type View, audiencesOf } from './view.ts';
import { webLink } from './web-link.ts';

const NEWS = 15;
const NEWS_LENGTH = 200;

/** A name that no file explains is told as if it were outside. */
function toneOf(view: View, audience: string): Tone {
  return view.policy.audiences.find((a) => a.id === audience)?.tone ?? 'external';
}

function newsBlocks(
  view: View,
  title: string,
  last: Communication | null,
  news: readonly TimelineEntry[],
): readonly Block[] {
  const times = timesOf(view);
  const since = last === null ? 'nothing was told yet' : `last told ${times.time(last.at)}`;
  if (news.length === 0) {
    const due = view.incident.phase === 'open' ? ' That work goes on is worth an update all the same.' : '';
    return [paragraph(strong('Nothing new to ', inert(title)), `, ${since}.${due}`)];
  }
  const more = news.length - NEWS;
  return [
    paragraph(
      strong('New to ', inert(title)),
      `, ${since}`,
      more > 0 ? ` (the newest ${NEWS} of ${counted(news.length, 'milestone')}):` : ':',
    ),
    list(
      news
        .slice(-NEWS)
        .map((e) =>
          phrase(
            times.time(e.occurredAt),
            ' · ',
            entrySentence(e, view, { length: Math.ceil(NEWS_LENGTH * (view.brevity ?? 1)) }),
          ),
        ),
    ),
  ];
}

/** `via` only where the channel is known and is not the audience's own, which counts by itself. */
function logCommand(view: View, audience: string, last: Communication | null, text: string): Phrase {
  const own = reachOf(view.incident.reach, audience).channel;
  const via =
    own === null && last?.channel != null ? ` via "${last.channel.replaceAll(/["“”\n]/gu, '')}"` : '';
  const slash = view.policy.commands.prefixOnly ? '/incident ' : '/';
  return exampleCode(`${slash}comms ${audience}${via} ${text}`);
}

/** Where it goes, to whom, by when. */
function wayWords(view: View, audience: string, tone: Tone, last: Communication | null): Phrase | null {
  const { channel, stakeholders } = reachOf(view.incident.reach, audience);
  const where = channel ?? last?.channel ?? (tone === 'internal' ? view.incident.channel : null);
  const due = cadenceOf(view, audience)?.due ?? null;
  const parts: Phrase[] = [
    ...(where === null ? [] : [phrase('at ', webLink(where))]),
    ...(stakeholders.length === 0 ? [] : [phrase('to ', joined(stakeholders.map((s) => inert(s))))]),
    ...(due === null ? [] : [`due by ${timesOf(view).time(due)}`]),
  ];
  return parts.length === 0 ? null : joined(parts, ', ');
}

/** A part speaks through the incident that it is part of. */
function elsewhere(view: View, audience: string): readonly Block[] {
  const { merge } = view.incident;
  if (merge === null) return [];
  const to = merge.main ?? { number: merge.into, url: merge.url, title: merge.title };
  return [
    paragraph(
      'This is part of ',
      incidentLink(to),
      ', and updates go out there: ask ',
      command(view, `brief ${audience}`),
      ' in a comment of that issue.',
    ),
  ];
}

function caveats({ leftOut, problem }: Draft, tone: Tone): readonly Block[] {
  return [
    ...(leftOut.length === 0
      ? []
      : [paragraph('Left out: ', leftOut.join('; '), '. Say it in your own words if it may be said.')]),
    ...(problem === null
      ? []
      : [paragraph('The brief template is not used: ', inert(shorten(problem, 300)), '.')]),
    ...(tone === 'external' ? [paragraph('Read it before you send it: it leaves this repository.')] : []),
  ];
}

function briefOne(view: View, audience: string): readonly Block[] {
  const title = audiencesOf(view).find((a) => a.id === audience)?.title ?? audience;
  const tone = toneOf(view, audience);
  const last = lastTold(view, audience);
  const news = audienceNews(view, last);
  const draft = draftFor(view, audience, tone, news);
  const way = wayWords(view, audience, tone, last);
  return [
    ...elsewhere(view, audience),
    ...newsBlocks(view, title, last, news),
    paragraph(strong('Draft for ', inert(title)), way === null ? ':' : [', ', way, ':']),
    blockquote(inert(draft.text)),
    ...caveats(draft, tone),
    paragraph('Once it is sent, this logs it: ', logCommand(view, audience, last, draft.text)),
  ];
}

/** One after the other. */
export function briefBlocks(view: View, audiences: readonly string[]): readonly Block[] {
  return audiences.flatMap((audience) => briefOne(view, audience));
}
