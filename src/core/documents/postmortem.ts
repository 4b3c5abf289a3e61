/**
 * The postmortem issue (X3): filled from the incident once, then written in by people. Muster keeps three marked regions, the facts, the list of action
 * items and the checklist of the dry run (`update-regions.ts`); all else is theirs.
 */
import type { ActionItem, EntryKind } from '../incident/incident.ts';
import { command } from './command-word.ts';
import { dryRun } from './dry-run.ts';
import { headlineTitle, titleOf } from './headline.ts';
import { inert, inertText, shorten } from './inert.ts';
import {
  type Block,
  type Phrase,
  checklist,
  emphasis,
  heading,
  joined,
  list,
  paragraph,
  phrase,
  toMarkdown,
} from './markdown.ts';
import { fits } from './overflow.ts';
import { type FactsLengths, USUAL_FACTS, postmortemFacts } from './postmortem-facts.ts';
import { type Templated, renderTemplate } from './template.ts';
import { dayOf, longDate, timesOf } from './time-format.ts';
import { type View, personName, severityOf } from './view.ts';

/** The regions that Muster keeps, by the names in their marks. */
export const POSTMORTEM_REGIONS = ['facts', 'actions', 'dry-run'] as const;

const TITLE_LENGTH = 180;
const QUOTE_LENGTH = 300;

function happenedOn(view: View): string {
  const { startedAt, detectedAt } = view.incident.instants;
  return dayOf(startedAt ?? detectedAt ?? view.incident.phaseSince, view.policy.zone);
}

/** Plain text for the title. */
export function postmortemTitle(view: View): string {
  const { incident } = view;
  const severity = severityOf(view)?.title ?? incident.severity;
  const drill = incident.isDrill ? 'DRILL · ' : '';
  const about = [severity, happenedOn(view)].filter((part) => part !== null).join(', ');
  return inertText(
    `${drill}Postmortem: ${shorten(incident.title, TITLE_LENGTH).replaceAll('\n', ' ')} (${about})`,
  );
}

function region(name: (typeof POSTMORTEM_REGIONS)[number], blocks: readonly Block[]): string {
  const content = blocks.length === 0 ? '' : `${toMarkdown(blocks)}\n\n`;
  return `<!-- muster:${name} -->\n${content}<!-- /muster:${name} -->`;
}

function actionWords(action: ActionItem, length: number): Phrase {
  const by = action.by === null ? 'no date yet' : `by ${longDate(Temporal.PlainDate.from(action.by))}`;
  const parts: readonly Phrase[] = [
    `${action.number}`,
    action.kind,
    inert(shorten(action.text, length).replaceAll('\n', ' ')),
    action.owner === null ? 'no owner yet' : personName(action.owner),
    by,
    ...(action.programme === null ? [] : [inert(`for:${shorten(action.programme, 60)}`)]),
  ];
  return joined(parts, ' · ');
}

function actions(view: View, length: number): string {
  const standing = view.incident.actions.filter((a) => !a.isWithdrawn);
  if (standing.length === 0) {
    return region('actions', [
      paragraph(
        emphasis('None yet.'),
        ' Write them on the incident and they appear here: ',
        command(view, 'action fix: Raise an alarm on the pool limit'),
      ),
    ]);
  }
  const items = standing.map((action) => ({
    item: actionWords(action, length),
    isDone: action.doneAt !== null,
  }));
  return region('actions', [checklist(items)]);
}

/** The words of the last standing statement of a kind, as a quotation from the record; null when there is none. */
function fromRecord(view: View, kind: EntryKind): Phrase | null {
  const entry = view.incident.timeline.findLast(
    (e) => e.origin === undefined && e.kind === kind && e.withdrawn === null && !e.isVoid,
  );
  if (entry === undefined) return null;
  const said = entry.text.replace(/^\p{L}+: /u, '');
  const when = timesOf(view).time(entry.occurredAt);
  const by = entry.author === null ? '' : [', ', personName(entry.author)];
  return phrase(inert(shorten(said, QUOTE_LENGTH)), ` (${when}`, by, ')');
}

/** The last words about the impact, as a quotation from the record. */
function impactSaid(view: View, length: number): Phrase | null {
  const { impact } = view.incident;
  if (impact === null) return null;
  const when = timesOf(view).time(impact.at);
  return phrase(inert(shorten(impact.text, length)), ` (${when}, `, personName(impact.by), ')');
}

/** Characters of the impact, and of each milestone and action item; how many milestones. */
interface Lengths extends FactsLengths {
  readonly impact: number;
}

const USUAL: Lengths = { impact: 2000, ...USUAL_FACTS };
const SHORTEST: Lengths = { impact: 200, text: 20, milestones: 14 };
/** Tried until the whole fits. */
const SHORTER: readonly Lengths[] = [{ impact: 800, text: 80, milestones: 20 }, SHORTEST];

/** The postmortem's parts as markdown; what a template arranges (X3). */
function sections(view: View, lengths: Lengths): Readonly<Record<string, string>> {
  const cause = fromRecord(view, 'diagnosed');
  const impact = impactSaid(view, lengths.impact);
  return {
    title: toMarkdown([paragraph(titleOf(view.incident))]),
    heading: toMarkdown([heading(1, headlineTitle(view, 'Postmortem'))]),
    facts: region('facts', postmortemFacts(view, lengths)),
    impact: toMarkdown([
      paragraph(
        emphasis('Who was blocked, how, and for how long.'),
        impact === null ? '' : [' From the record: ', impact],
      ),
    ]),
    root_cause: toMarkdown([
      paragraph(
        emphasis('One paragraph. What made this possible, not who.'),
        cause === null ? '' : [' From the record: ', cause],
      ),
    ]),
    contributed: toMarkdown([list([emphasis('…')])]),
    went_well: toMarkdown([paragraph(emphasis('What helped, and where we were lucky.'))]),
    process: toMarkdown([
      paragraph(emphasis('What slowed us down; how roles, communication and tools worked.')),
    ]),
    actions: actions(view, lengths.text),
    dry_run: region('dry-run', dryRun(view)),
    before_closing: toMarkdown([
      checklist([
        { item: 'Root cause and at least one action item, or a plain “none”', isDone: false },
        { item: 'Every open question was tried', isDone: false },
      ]),
    ]),
  };
}

function arrange(part: Readonly<Record<string, string>>): string {
  const titled = (title: string, name: string): string => `## ${title}\n\n${part[name] ?? ''}`;
  return [
    part['heading'] ?? '',
    part['facts'] ?? '',
    titled('Impact', 'impact'),
    titled('Root cause', 'root_cause'),
    titled('What contributed', 'contributed'),
    titled('What went well', 'went_well'),
    titled('How the process was handled', 'process'),
    titled('Action items', 'actions'),
    part['dry_run'] ?? '',
    titled('Before closing', 'before_closing'),
  ].join('\n\n');
}

function templated(view: View, lengths: Lengths): Templated | null {
  const { postmortem } = view.policy.templates;
  return postmortem === null ? null : renderTemplate(postmortem, sections(view, lengths));
}

/** The body of the issue. A template that cannot be used gives way to ours; the board says so. */
export function renderPostmortem(view: View): string {
  for (const lengths of [USUAL, ...SHORTER]) {
    const own = templated(view, lengths);
    const text =
      own !== null && 'text' in own && fits(own.text) ? own.text : arrange(sections(view, lengths));
    if (fits(text)) return text;
  }
  return arrange({
    ...sections(view, SHORTEST),
    actions: region('actions', [paragraph('Too many for one issue; the scribe comment lists them.')]),
  });
}

/** Why the repository's template is not used; null when it is, or when there is none. */
export function postmortemTemplateProblem(view: View): string | null {
  const own = templated(view, USUAL);
  if (own === null) return null;
  if ('problem' in own) return own.problem;
  return fits(own.text) ? null : 'its text is too long for an issue';
}
