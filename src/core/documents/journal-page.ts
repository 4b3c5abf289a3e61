/**
 * What people see of a journal page: a comment whose content is its hidden payload.
 */

/** Pages are counted from 2; the board carries the first. */
export function renderJournalPage(page: number): string {
  return [
    `**Muster’s notebook, page ${page}.** There is nothing to read here: below this line, hidden, stands what GitHub does not show, such as which command was accepted by whose right.`,
    'Please leave this comment in place; it is how Muster finds its way back after a loss.',
  ].join('\n\n');
}
