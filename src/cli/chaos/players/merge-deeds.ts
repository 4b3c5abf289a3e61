/**
 * What people do about incidents that may be one (D6): make one part of another, take another in, and take that back in each of the ways that the
 * documentation names. Mostly with incidents that fit, sometimes with what does not.
 */
import { ADMIN, INCIDENT, RESPONDERS } from './cast.ts';
import { post, remove } from './comment-deeds.ts';
import { reopen } from './issue-deeds.ts';
import { type PlayedIssue, type Posted, lastVersion } from './journal.ts';
import { readPage } from './page.ts';
import { type Scene, as } from './scene.ts';

const NO_SUCH_ISSUE = 9_999;

/** Its comments that say something about merging and still stand. */
function mergingComments({ comments }: Pick<PlayedIssue, 'comments'>): readonly Posted[] {
  return comments.filter(
    (posted) => !posted.isDeleted && lastVersion(posted).pieces.some(({ kind }) => kind === 'merge'),
  );
}

/** One line for each of its comments about merging, also deleted ones. */
export function mergingSaid({ comments }: PlayedIssue): readonly string[] {
  return comments
    .filter((posted) => lastVersion(posted).pieces.some(({ kind }) => kind === 'merge'))
    .map(({ id, createdAt, versions, isDeleted }) => {
      const time = new Date(createdAt * 1000).toISOString().slice(11, 19);
      return `${time} comment ${id}: ${versions.map(({ text }) => text).join(' → ')}${isDeleted ? ' → deleted' : ''}`;
    });
}

function isWorkedOn({ issue }: Scene): boolean {
  return issue.phase === 'open' && !issue.isDeleted && !issue.isLocked;
}

/** Nothing stands against it: both are open, of the same kind, with a board, and neither was ever merged. */
async function isSure(scene: Scene, other: Scene): Promise<boolean> {
  const both = [scene, other];
  if (scene.issue === other.issue || scene.issue.isDrill !== other.issue.isDrill) return false;
  if (!both.every((one) => isWorkedOn(one) && mergingComments(one.issue).length === 0)) return false;
  const pages = await Promise.all(both.map(async (one) => readPage(as(one, ADMIN), one.issue)));
  return pages.every(
    ({ labels, documents }) => labels.includes(INCIDENT) && documents.some(({ name }) => name === 'board'),
  );
}

async function separate(scene: Scene): Promise<void> {
  const { dice } = scene.stage;
  const [first] = mergingComments(scene.issue);
  const how = dice.pick(['said', 'deleted', 'reopened'] as const);
  if (how === 'deleted' && first !== undefined) await remove(scene, first);
  else if (how === 'reopened') await reopen(scene);
  else
    await post(scene, dice.pick(RESPONDERS), [{ kind: 'merge', number: null, isHere: false, isSure: false }]);
}

/** `all`: every incident of the run. */
export async function merge(scene: Scene, all: readonly Scene[]): Promise<void> {
  const { issue, stage } = scene;
  const { dice } = stage;
  if (mergingComments(issue).length > 0 && dice.chance(0.5)) {
    await separate(scene);
    return;
  }
  const others = all.filter((one) => one !== scene && one.issue.repository === issue.repository);
  const fit = others.filter((one) => isWorkedOn(one) && one.issue.isDrill === issue.isDrill);
  const candidates = fit.length > 0 && dice.chance(0.9) ? fit : others;
  if (candidates.length === 0) return;
  const other = dice.pick(candidates);
  const person = dice.pick(RESPONDERS);
  const isHere = dice.chance(0.2);
  const number = dice.chance(0.03) ? NO_SUCH_ISSUE : other.issue.number;
  const sure = number !== NO_SUCH_ISSUE && (await isSure(scene, other));
  await post(scene, person, [{ kind: 'merge', number, isHere, isSure: sure }]);
}
