/** `replies.md`: every answer that Muster would have written, comment by comment, each as of the moment of its comment (C3, C5, R6). */
import { replyDocument } from '../../core/desired.ts';
import { headlineTitle } from '../../core/documents/headline.ts';
import { type Phrase, heading, link, paragraph, toMarkdown } from '../../core/documents/markdown.ts';
import { counted, timesOf, zoneWords } from '../../core/documents/time-format.ts';
import { type View, person } from '../../core/documents/view.ts';
import type { Considered } from '../../core/incident/consider.ts';
import type { Verdict } from '../../core/incident/incident.ts';
import type { CommentFacts } from '../../core/incident/record.ts';

function opening({ verdicts }: Considered, answered: number): string {
  if (verdicts.length === 0) return 'No comment held a command, so Muster would have answered none.';
  const commanded = counted(verdicts.length, 'comment');
  if (answered === 0)
    return `${commanded} held commands, and Muster would have answered none: all were recorded.`;
  return `${commanded} held commands, and Muster would have answered ${answered}.`;
}

export function renderReplies(view: View, considered: Considered, comments: readonly CommentFacts[]): string {
  const pages = new Map(comments.map((comment) => [comment.id, comment.url]));
  const times = timesOf(view);
  const answered = considered.verdicts.filter((verdict) => verdict.answers.length > 0);

  const reply = (verdict: Verdict): readonly string[] => {
    const { author, comment, createdAt } = verdict;
    const label: Phrase = ['comment of ', times.time(createdAt)];
    const to = heading(
      2,
      'To ',
      person(view, author),
      ', ',
      link(pages.get(comment) ?? view.incident.url, label),
    );
    const { incident, asOf } = considered.asked.get(comment) ?? view;
    return [toMarkdown([to]), replyDocument(verdict, { ...view, incident, asOf }, considered.audits).text];
  };

  const top = toMarkdown([
    heading(1, headlineTitle(view, 'Replies')),
    paragraph(
      opening(considered, answered.length),
      answered.length === 0 ? '' : ` Times: ${zoneWords(times)}.`,
    ),
  ]);
  return [top, ...answered.flatMap(reply)].join('\n\n');
}
