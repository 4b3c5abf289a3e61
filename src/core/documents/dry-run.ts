/**
 * The checklist of the postmortem's dry run (P4): the gravest incidents are reviewed before many, so their leader sees first that the document is ready.
 * It stands in a region of its own, which every postmortem has, mostly empty, so that a severity that is raised later brings it. Ticks stay whatever happens;
 * when the severity goes it is emptied only while nobody ticked or wrote anything in it.
 *
 * Its lines have the form by which `update-regions.ts` knows ours: a heading, one line in emphasis, numbered boxes.
 */
import { ROLE } from '../policy.ts';
import {
  type Block,
  type Phrase,
  checklist,
  emphasis,
  heading,
  joined,
  paragraph,
  phrase,
} from './markdown.ts';
import { reviewDate } from './postmortem-facts.ts';
import { longDate } from './time-format.ts';
import { type View, holdersNow, personName, severityOf, severityTitle } from './view.ts';

const ITEMS = [
  'The document is complete and well written',
  'Every open question was attempted',
  'Everyone who presents it knows what it says',
];

/** Whoever the severity brought to lead, else whoever leads. */
function leader(view: View): Phrase {
  const { leadership } = view.incident;
  const leads = holdersNow(view.incident, ROLE.incidentLead).map((h) => h.holder);
  if (leads.length > 0) return joined(leads.map(personName), ', ', ' and ');
  return leadership?.leader == null ? 'whoever led' : personName(leadership.leader);
}

/** Nothing below the severities that need one. */
export function dryRun(view: View): readonly Block[] {
  if (severityOf(view)?.needsDryRun !== true) return [];
  const review = reviewDate(view);
  const by = review === null ? 'before the review' : `before the review on ${longDate(review)}`;
  return [
    heading(2, 'Dry run'),
    paragraph(
      emphasis(
        phrase(
          'For ',
          leader(view),
          ', who led this ',
          severityTitle(view) ?? 'incident',
          `, to tick ${by}. Notes go below this list.`,
        ),
      ),
    ),
    checklist(ITEMS.map((item, index) => ({ item: `${index + 1} · ${item}`, isDone: false }))),
  ];
}
