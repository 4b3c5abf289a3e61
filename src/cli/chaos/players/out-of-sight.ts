/**
 * What nobody can ask for after a loss of the database: what webhooks had told was in it, and the look at GitHub that follows finds what carries documents of
 * Muster's or an open label. An incident that was over before it had a board has neither. In a repository in which very much was written the documents
 * are not looked for either, and one whose label is off is not found; nor then are its words by the one that it is part of.
 */
import type { Judgement } from './judgement.ts';

/** Comments of a repository that are listed, less some for those that are deleted since. */
const LISTED = 900;

/** Of all incidents of a repository those that are out of sight. `losses`: how many times the database was lost, in all. */
export function outOfSight(all: readonly Judgement[], losses: number): ReadonlySet<Judgement> {
  const written = all.reduce((sum, { page }) => sum + page.documents.length + page.comments.size, 0);
  const found = new Set(
    all.filter(({ issue, page }) => {
      if (issue.overSince === null || losses <= issue.overSince) return false;
      const hasBoard = page.documents.some(({ name }) => name === 'board');
      return !hasBoard || (!issue.hasLabel && written > LISTED);
    }),
  );
  // a whole comes after its part, however long the chain
  for (const part of found) {
    const whole = all.find(({ issue }) => issue.number === part.whole);
    if (whole !== undefined) found.add(whole);
  }
  return found;
}
