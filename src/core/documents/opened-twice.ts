/**
 * What an issue of ours says that was opened a second time by mistake (E2): where the one is that stays. An empty one says nothing else; one that people
 * wrote in keeps their text below, and the mark shows that it was told.
 */
import { paragraph, strong, toMarkdown, link } from './markdown.ts';

const MARK = '<!-- muster:opened-twice -->';

/** Whether a body says it already. */
export function saysOpenedTwice(body: string): boolean {
  return body.includes(MARK);
}

export interface Staying {
  readonly number: number;
  readonly url: string;
}

/** The whole text of one in which nobody wrote. */
export function renderEmptied({ number, url }: Staying): string {
  return toMarkdown([
    paragraph('This issue was opened twice by mistake. The one that stays is ', link(url, `#${number}`), '.'),
    paragraph('Nobody had written here, so Muster emptied it and closed it.'),
  ]);
}

/** `body` with the note above it; everything below stays byte for byte. */
export function renderNoted(body: string, { number, url }: Staying): string {
  const note = toMarkdown([
    paragraph(
      strong('Opened twice by mistake.'),
      ' The one that Muster keeps up to date is ',
      link(url, `#${number}`),
      '. What was written here is left as it is: take over what you need, then close this one.',
    ),
  ]);
  return `${MARK}\n${note}\n\n${body}`;
}
