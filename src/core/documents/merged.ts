/**
 * What stands on an incident that is part of another (D6): one comment that sends people to the one main channel, the board's few lines, and what its
 * records say of it. The other incident's number is a live reference on purpose: both issues shall show each other.
 */
import type { Instant } from '../incident/record.ts';
import type { DesiredDocument, DocumentKey } from './document.ts';
import { drillWords } from './headline.ts';
import { inert, shorten } from './inert.ts';
import {
  type Block,
  type Phrase,
  emphasis,
  heading,
  link,
  paragraph,
  phrase,
  strong,
  table,
  toMarkdown,
} from './markdown.ts';
import { timesOf } from './time-format.ts';
import { type View, person } from './view.ts';
import { command } from './command-word.ts';
import { webLink } from './web-link.ts';

const TITLE_LENGTH = 120;

/** `#41 Checkout fails`; of one that was not read yet, the number. */
export function incidentLink(of: {
  readonly number: number;
  readonly url: string;
  readonly title: string | null;
}): Phrase {
  const title = of.title === null ? [] : inert(shorten(of.title, TITLE_LENGTH));
  return phrase(link(of.url, `#${of.number}`), title.length === 0 ? '' : [' ', title]);
}

/** `#41 Checkout fails, which is part of #40 Everything is slow`. Empty unless it is part of another. */
function whole({ incident }: View): Phrase {
  const { merge } = incident;
  if (merge === null) return '';
  const direct = incidentLink({ number: merge.into, url: merge.url, title: merge.title });
  const { main } = merge;
  return main === null || main.number === merge.into
    ? direct
    : phrase(direct, ', which is part of ', incidentLink(main));
}

/** Where people are sent: the one main channel, or the issue where work goes on. */
function mainChannel({ incident }: View): Phrase {
  const { merge } = incident;
  if (merge === null) return '';
  const { main } = merge;
  if (main?.channel != null) return phrase(webLink(main.channel), ', the one main channel');
  const { number, url } = main ?? { number: merge.into, url: merge.url };
  return phrase(link(url, `#${number}`), ', the issue itself');
}

function apart(view: View): Phrase {
  return phrase(
    command(view, 'merge none'),
    ' here, or reopen this issue; so does deleting the comment that merged it',
  );
}

/** `Part of #41 Checkout fails since 09:12 UTC, said sylvain.` */
function partWords(view: View): Phrase {
  const { merge } = view.incident;
  if (merge === null) return '';
  const by = merge.by === null ? '' : [', said ', person(view, merge.by)];
  return phrase('Part of ', whole(view), ` since ${timesOf(view).time(merge.at)}`, by, '.');
}

/** The top of the board, instead of impact and instants. */
export function mergedSituation(view: View): readonly Block[] {
  const { impact } = view.incident;
  return [
    ...drillWords(view),
    paragraph(strong(partWords(view)), ' Nobody is reminded here.'),
    ...(impact === null ? [] : [paragraph(inert(shorten(impact.text, 300)))]),
  ];
}

/** The board's table. */
export function mergedFacts(view: View): Block {
  return table(
    ['', ''],
    [
      [strong('Follow it at'), mainChannel(view)],
      [
        strong('Something to add'),
        phrase('Write it there; what is recorded here shows there, marked as from here'),
      ],
      [strong('Not the same?'), phrase('To make this an incident of its own again: ', apart(view))],
    ],
  );
}

/**
 * Where the other's `/merge #n here` came earlier than what was told of, and was heard of later, it is the same time: people were told already. The youngest that
 * stands for it is not folded.
 */
function noticeKey({ links }: View, into: number, at: Instant): DocumentKey {
  const seconds = Math.floor(at.epochMilliseconds / 1000);
  const start = `merged:${into}:`;
  const told = [...links.keys()]
    .filter((key) => key.startsWith(start))
    .map((key) => Number(key.slice(start.length)));
  return `${start}${Math.max(seconds, ...told)}`;
}

/** One comment for each time that it was made part of another; it is what tells those who follow this issue. */
export function mergedNotice(view: View): readonly DesiredDocument[] {
  const { incident } = view;
  const { merge } = incident;
  if (merge === null) return [];
  const text = toMarkdown([
    heading(2, incident.isDrill ? 'DRILL · ' : '', 'Part of ', link(merge.url, `#${merge.into}`)),
    paragraph('One incident with ', whole(view), '. Work goes on at ', mainChannel(view), '.'),
    paragraph('Not the same? To make this an incident of its own again: ', apart(view), '.'),
  ]);
  const key = noticeKey(view, merge.into, merge.at);
  return [{ kind: 'comment', key, on: 'incident', text, payload: {}, once: null }];
}

/** Those that stand and no longer hold. */
export function outlivedNotices(view: View): readonly DocumentKey[] {
  const wanted = new Set(mergedNotice(view).map(({ key }) => key));
  return [...view.links.keys()].filter((key) => key.startsWith('merged:') && !wanted.has(key));
}

/** In a postmortem that was opened before it became part of another. */
export function mergedPostmortem(view: View): readonly Block[] {
  if (view.incident.merge === null) return [];
  return [
    paragraph(
      strong(partWords(view)),
      ' One postmortem is enough, and it is that one’s: what was written here can go there.',
    ),
  ];
}

/** Stands above the scribe comment's milestones instead of numbers (N3). */
export function mergedScribe(view: View): readonly Block[] {
  return [
    paragraph(partWords(view)),
    paragraph(emphasis('Its numbers count there and not here: this one is counted apart.')),
  ];
}
