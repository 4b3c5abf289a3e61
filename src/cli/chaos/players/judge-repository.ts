/** All incidents of one repository against the players' journal: each by itself, and as parts of each other. */
import type { Actor } from '../../../local-github/actor.ts';
import type { Finding } from '../finding.ts';
import { isOutOfSight, judgeIncident } from './judge-incident.ts';
import { judgeParts } from './judge-parts.ts';
import type { PlayedIssue, PlayedRepository } from './journal.ts';
import type { Judgement } from './judgement.ts';
import { ownIssues, readPage, wholeOf } from './page.ts';

/** `issues`: of this repository. `losses`: how many times the database was lost in the whole run. */
export async function judgeRepository(
  reader: Actor,
  repository: PlayedRepository,
  issues: readonly PlayedIssue[],
  losses: number,
): Promise<{ readonly found: readonly Finding[]; readonly outOfSight: ReadonlySet<PlayedIssue> }> {
  const elsewhere = await ownIssues(reader, repository);
  const found: Finding[] = [];
  const judgements: Judgement[] = [];
  for (const issue of issues) {
    if (issue.isDeleted) continue;
    const page = await readPage(reader, issue, elsewhere.get(issue.number));
    judgements.push({ issue, page, losses, whole: wholeOf(page), found });
  }
  for (const judgement of judgements) judgeIncident(judgement);
  judgeParts(judgements.filter((judgement) => !isOutOfSight(judgement)));
  return {
    found,
    outOfSight: new Set(judgements.filter(isOutOfSight).map(({ issue }) => issue)),
  };
}
