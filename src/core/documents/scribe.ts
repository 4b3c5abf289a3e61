/**
 * The scribe comment (X1): numbers, a paragraph, milestones, roles, validation, the way to everything else, and the full timeline folded. When it
 * grows past what a comment holds, the timeline goes to an issue of its own; numbers and summary are never cut (X2).
 */
import { callsTable } from './calls-table.ts';
import { cutMiddle } from './cut-middle.ts';
import { drillWords, headlineTitle } from './headline.ts';
import { inert, shorten } from './inert.ts';
import {
  type Block,
  type Phrase,
  details,
  heading,
  list,
  paragraph,
  phrase,
  strong,
  toMarkdown,
} from './markdown.ts';
import { impactHistory } from './impact-history.ts';
import { mergedScribe } from './merged.ts';
import { fits, paged } from './overflow.ts';
import { partsWords } from './parts.ts';
import { tableLines } from './table-markdown.ts';
import { numbersTable, summary } from './scribe-numbers.ts';
import { milestonesTable, rolesTable, timelineTable } from './scribe-tables.ts';
import { counted, timesOf, zoneWords } from './time-format.ts';
import { validationWords } from './validation-words.ts';
import { type View, audiencesOf, documentLink } from './view.ts';

export interface Scribe {
  readonly text: string;
  /** Pages of the timeline issue, body first; null while the timeline fits the comment. */
  readonly timelinePages: readonly string[] | null;
}

/** Remarks about the record itself, as on the board: what was assumed belongs beside the numbers. */
const REMARKS = 5;
const REMARK_LENGTH = 140;

function top(view: View): readonly Block[] {
  const { incident } = view;
  const why =
    incident.phase === 'stood-down'
      ? ' The incident is stood down; closed like this, it would leave no documents.'
      : ' The incident is not closed; everything here can still change.';
  const draft =
    incident.phase === 'closed' || incident.phase === 'merged' ? [] : [paragraph(strong('DRAFT.'), why)];
  const remarks = incident.remarks
    .slice(0, REMARKS)
    .map((remark) => paragraph('⚠ ', inert(shorten(remark, REMARK_LENGTH))));
  return [
    heading(2, headlineTitle(view, 'Scribe')),
    ...drillWords(view),
    ...draft,
    ...(incident.phase === 'merged' ? mergedScribe(view) : [summary(view), numbersTable(view)]),
    ...impactHistory(view),
    ...remarks,
  ];
}

function communicationsWords(view: View): Phrase {
  const said = view.incident.communications;
  if (said.length === 0) return 'nobody was told anything';
  const told = new Set(said.map((c) => c.audience)).size;
  const words = `${counted(said.length, 'update')} to ${counted(told, 'audience')}`;
  const silent = audiencesOf(view).length - told;
  const where = documentLink(view, 'communications', 'in their own comment') ?? 'in their own comment';
  return phrase(words, silent > 0 ? `, ${counted(silent, 'audience')} never told` : '', ', ', where);
}

function actionsWords(view: View): Phrase {
  const standing = view.incident.actions.filter((a) => !a.isWithdrawn);
  if (standing.length === 0) return 'none';
  const done = standing.filter((a) => a.doneAt !== null).length;
  const where = view.links.has('postmortem') ? ', in the postmortem' : '';
  return `${standing.length}, ${done} done${where}`;
}

function rest(view: View): Block {
  const postmortem = documentLink(view, 'postmortem');
  const parts = partsWords(view);
  return list([
    phrase(strong('Validation:'), ' ', validationWords(view)),
    phrase(strong('Communications:'), ' ', communicationsWords(view)),
    phrase(strong('Action items:'), ' ', actionsWords(view)),
    ...(parts === null ? [] : [phrase(strong('Parts:'), ' ', parts)]),
    ...(postmortem === null ? [] : [phrase(strong('Postmortem:'), ' ', postmortem)]),
  ]);
}

type Story = (room: (text: string) => boolean) => string;

/** Everything above the full timeline, in the room there is. Of a summary too long for it the middle is left out. */
function storyOf(view: View): Story {
  const numbers = toMarkdown(top(view));
  const { head, rows } = tableLines(milestonesTable(view));
  const after = toMarkdown([
    ...(view.incident.holdings.length === 0 ? [] : [heading(3, 'Who held which role'), rolesTable(view)]),
    ...callsTable(view),
    rest(view),
  ]);
  const build = (count: number): string => {
    const { first, left, last } = cutMiddle(rows, count);
    const gap = left === 0 ? [] : [`| … | ${counted(left, 'more milestone')} in the full timeline | |`];
    const milestones =
      rows.length === 0 ? [] : ['### What happened', [head, ...first, ...gap, ...last].join('\n')];
    return [numbers, ...milestones, after].join('\n\n');
  };
  const whole = build(rows.length);
  return (room) => {
    if (room(whole)) return whole;
    let [low, high] = [0, rows.length];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (room(build(middle))) low = middle;
      else high = middle - 1;
    }
    return build(low);
  };
}

function elsewhere(view: View): string {
  const where = documentLink(view, 'timeline-issue') ?? 'the timeline issue';
  const many = counted(view.incident.timeline.length, 'entry', 'entries');
  return toMarkdown([
    paragraph(strong('Full timeline:'), ` ${many}, in `, where, ', because it is too long for a comment.'),
  ]);
}

type Lines = ReturnType<typeof tableLines>;

function timelinePages(view: View, { head, rows }: Lines): readonly string[] {
  const from = toMarkdown([
    paragraph(
      'Everything that was written down, oldest first. Back to ',
      documentLink(view, 'scribe', 'numbers and summary') ?? 'the incident',
      `. Times: ${zoneWords(timesOf(view))}.`,
    ),
  ]);
  return paged(head, rows, (page, shown) => {
    const title = page === 1 ? 'Full timeline' : `Full timeline, page ${page}`;
    return [toMarkdown([heading(2, headlineTitle(view, title))]), ...(page === 1 ? [from] : []), shown].join(
      '\n\n',
    );
  });
}

/** The timeline folded under the rest. */
function folded(view: View, { head, rows }: Lines): string {
  const many = counted(view.incident.timeline.length, 'entry', 'entries');
  return [toMarkdown(details(`Full timeline, ${many}`)), [head, ...rows].join('\n'), '</details>'].join(
    '\n\n',
  );
}

export function renderScribe(view: View): Scribe {
  const lines = tableLines(timelineTable(view));
  const story = storyOf(view);
  const whole = `${story(() => true)}\n\n${folded(view, lines)}`;
  if (fits(whole)) return { text: whole, timelinePages: null };
  const end = elsewhere(view);
  const text = story((shown) => fits(`${shown}\n\n${end}`));
  return { text: `${text}\n\n${end}`, timelinePages: timelinePages(view, lines) };
}
