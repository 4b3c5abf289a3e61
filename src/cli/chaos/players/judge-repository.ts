/** All incidents of one repository against the players' journal: each by itself, and as parts of each other. */
import type { Actor } from '../../../local-github/actor.ts';
import type { Finding } from '../finding.ts';
import { judgeIncident } from './judge-incident.ts';
import { judgeParts } from './judge-parts.ts';
import type { PlayedIssue, PlayedRepository } from './journal.ts';
import type { Judgement } from './judgement.ts';
import { type DatabaseLost, outOfSight } from './out-of-sight.ts';
import { ownIssues, readPage, wholeOf } from './page.ts';

/** `issues`: of this repository. */
export async function judgeRepository(
  reader: Actor,
  repository: PlayedRepository,
  issues: readonly PlayedIssue[],
  lost: DatabaseLost,
): Promise<{ readonly found: readonly Finding[]; readonly outOfSight: ReadonlySet<PlayedIssue> }> {
  const elsewhere = await ownIssues(reader, repository);
  const found: Finding[] = [];
  const judgements: Judgement[] = [];
  for (const issue of issues) {
    if (issue.isDeleted) continue;
    const page = await readPage(reader, issue, elsewhere.get(issue.number));
    judgements.push({ issue, page, losses: lost.times, whole: wholeOf(page), found });
  }
  const hidden = outOfSight(judgements, lost);
  const seen = judgements.filter((judgement) => !hidden.has(judgement));
  for (const judgement of seen) judgeIncident(judgement);
  judgeParts(judgements, seen);
  return { found, outOfSight: new Set([...hidden].map(({ issue }) => issue)) };
}
