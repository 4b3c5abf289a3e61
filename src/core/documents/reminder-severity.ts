/** The question for a severity (D3). */
import type { Account } from '../incident/account.ts';
import { command } from './command-word.ts';
import { inert } from './inert.ts';
import { type Block, list, paragraph, phrase } from './markdown.ts';
import { calling } from './reminder.ts';
import type { View } from './view.ts';

export function severityQuestion(view: View, calls: readonly Account[]): readonly Block[] {
  return [
    paragraph(
      calling(calls, 'Nobody leads yet, so whoever reads this'),
      ': how bad is it? Nobody has said yet, and the severity decides who is called. One line in a comment is enough:',
    ),
    list(
      view.policy.severities.map((s) =>
        phrase(inert(s.title), ' · ', inert(s.summary), ' · ', command(view, `severity ${s.id}`)),
      ),
    ),
  ];
}
