/**
 * Thanks by name, on the board of an incident that was significant, whatever its outcome (X4): significant is what gets a postmortem. A false alarm and a
 * drill are not, unless drills have one.
 */
import { needsPostmortem } from './needs-postmortem.ts';
import { type Phrase, joined, phrase } from './markdown.ts';
import { type View, person } from './view.ts';

const NAMED = 30;

/** Null where there is nobody or nothing to thank for. People are linked and not called. */
export function thanksWords(view: View): Phrase | null {
  const { responders } = view.incident;
  if (responders.length === 0 || !needsPostmortem(view.incident, view.policy)) return null;
  const named = responders.slice(0, NAMED).map((who) => person(view, who));
  const more = responders.length - NAMED;
  return phrase(
    more > 0 ? [joined(named), ` and ${more} more`] : joined(named, ', ', ' and '),
    ', for being there and seeing it through',
  );
}
