/**
 * The one comment that asks for a severity (D3). It calls the Incident Lead by a live mention, the only one in all documents: calling is what it is
 * for (Q1).
 */
import { ROLE } from '../policy.ts';
import { command } from './command-word.ts';
import { inert } from './inert.ts';
import { type Phrase, joined, list, paragraph, phrase, toMarkdown } from './markdown.ts';
import { type View, holdersNow } from './view.ts';

/** `@sylvain`, live; a name that GitHub would not take for a login stays inert. */
function mention(login: string): Phrase {
  return /^[a-z0-9][\w-]*$/iu.test(login) ? `@${login}` : inert(login);
}

export function renderSeverityReminder(view: View): string {
  const { incident, policy } = view;
  const leads = holdersNow(incident, ROLE.incidentLead).map((h) => mention(h.holder.login));
  const drill = incident.isDrill ? 'DRILL. ' : '';
  const call = leads.length === 0 ? 'Nobody leads yet, so whoever reads this:' : [joined(leads), ':'];
  return toMarkdown([
    paragraph(
      drill,
      call,
      ' how bad is it? Nobody has said yet, and the severity decides who is called. One line in a comment is enough:',
    ),
    list(
      policy.severities.map((s) =>
        phrase(inert(s.title), ' · ', inert(s.summary), ' · ', command(view, `severity ${s.id}`)),
      ),
    ),
  ]);
}
