/**
 * The comments that remind. They call people by live mentions, the only ones in all documents: calling is what they are for (Q1).
 */
import type { Account } from '../incident/account.ts';
import { inert } from './inert.ts';
import { type Block, type Phrase, joined, paragraph, strong, toMarkdown } from './markdown.ts';
import type { View } from './view.ts';

/** `@sylvain, @atul`, or `otherwise` when there is nobody to call. */
export function calling(people: readonly Account[], otherwise: Phrase): Phrase {
  return people.length === 0 ? otherwise : joined(people.map(mention));
}

/** `@sylvain`, live; a name that GitHub would not take for a login stays inert. */
export function mention({ login }: Account): Phrase {
  return /^[a-z0-9][\w-]*$/iu.test(login) ? `@${login}` : inert(login);
}

/** One comment of all the paragraphs that are due. */
export function renderReminder(view: View, said: readonly Block[]): string {
  const drill = view.incident.isDrill ? [paragraph(strong('DRILL.'), ' This is an exercise.')] : [];
  return toMarkdown([...drill, ...said]);
}
