/**
 * What nobody can ask for after a loss of the database: what webhooks had told was in it, and the look at GitHub that follows finds what carries documents of
 * Muster's or an open label. An incident that was over before it had a board has neither, and one that came and went while the App had no access was never told
 * of. In a repository in which very much was written the documents
 * are not looked for either, and one whose label is off is not found; nor then are its words by the one that it is part of.
 */
import type { Judgement } from './judgement.ts';

/** Comments of a repository that are listed, less some for those that are deleted since. */
const LISTED = 900;

export interface DatabaseLost {
  /** How many times, while people played. */
  readonly times: number;
  /** The last time of these, in seconds since 1970. */
  readonly at: number | null;
  /** How many times in all. */
  readonly ever: number;
}

/** In seconds of GitHub's clock: so long after a loss Muster may not have looked yet. */
const LOOKING = 300;

/** Of all incidents of a repository those that are out of sight. */
export function outOfSight(all: readonly Judgement[], { at, ever }: DatabaseLost): ReadonlySet<Judgement> {
  const written = all.reduce((sum, { page }) => sum + page.documents.length + page.comments.size, 0);
  const found = new Set(
    all.filter(({ issue, page }) => {
      const { overSince, overAt, hasLabel, repository } = issue;
      if (overSince === null || overAt === null) return false;
      const hasBoard = page.documents.some(({ name }) => name === 'board');
      if (!hasBoard && repository.away.some(({ from, to }) => from <= overAt && overAt <= to)) return true;
      const isLost = ever > overSince || (overSince > 0 && at !== null && overAt <= at + LOOKING);
      return isLost && (!hasBoard || (!hasLabel && written > LISTED));
    }),
  );
  // a whole comes after its part, however long the chain
  for (const part of found) {
    const whole = all.find(({ issue }) => issue.number === part.whole);
    if (whole !== undefined) found.add(whole);
  }
  return found;
}
