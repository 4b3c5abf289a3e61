/** One incident as people work on it: which deed comes next is thrown with dice. */
import type { Dice } from '../dice.ts';
import { CAST, OUTSIDERS, RESPONDERS } from './cast.ts';
import { deface, edit, flood, forge, remove, say } from './comment-deeds.ts';
import { close, label, rename, reopen, setSeverity, takeLabelOff } from './issue-deeds.ts';
import type { Posted } from './journal.ts';
import { merge } from './merge-deeds.ts';
import { writeUp } from './postmortem-deeds.ts';
import type { Scene } from './scene.ts';

const DEEDS = [
  [36, 'say'],
  [8, 'outsider'],
  [9, 'edit'],
  [5, 'edit at once'],
  [5, 'delete'],
  [3, 'delete at once'],
  [3, 'severity'],
  [3, 'close'],
  [2, 'label'],
  [2, 'rename'],
  [2, 'deface'],
  [1, 'forge'],
  [6, 'merge'],
  [5, 'write up'],
] as const;

type Deed = (typeof DEEDS)[number][1];

function somebodys(scene: Scene): Posted | null {
  const alive = scene.issue.comments.filter(({ isDeleted }) => !isDeleted);
  return alive.length === 0 ? null : scene.stage.dice.pick(alive);
}

async function doTo(posted: Posted | null, deed: (posted: Posted) => Promise<void>): Promise<void> {
  if (posted !== null) await deed(posted);
}

async function perform(scene: Scene, deed: Deed, dice: Dice, all: readonly Scene[]): Promise<unknown> {
  const { issue } = scene;
  switch (deed) {
    case 'say':
      return say(scene, dice.pick(RESPONDERS));
    case 'outsider':
      return say(scene, dice.pick(OUTSIDERS));
    case 'edit':
      return doTo(somebodys(scene), async (posted) => edit(scene, posted));
    case 'edit at once':
      return doTo(await say(scene, dice.pick(CAST)), async (posted) => edit(scene, posted));
    case 'delete':
      return doTo(somebodys(scene), async (posted) => remove(scene, posted));
    case 'delete at once':
      return doTo(await say(scene, dice.pick(CAST)), async (posted) => remove(scene, posted));
    case 'severity':
      return setSeverity(scene);
    case 'close':
      return issue.isClosed ? reopen(scene) : close(scene);
    case 'label':
      return issue.hasLabel ? takeLabelOff(scene) : label(scene);
    case 'rename':
      return rename(scene);
    case 'deface':
      return deface(scene);
    case 'forge':
      return forge(scene);
    case 'merge':
      return merge(scene, all);
    case 'write up':
      return writeUp(scene, all);
    default:
      return deed satisfies never;
  }
}

const FLOODING = 0.7;

/** One deed; `all`: every incident of the run. An issue that is no incident yet becomes one. */
export async function act(scene: Scene, all: readonly Scene[]): Promise<void> {
  const { dice } = scene.stage;
  if (scene.issue.isDeleted) return;
  if (scene.issue.phase === 'never') await label(scene);
  else if (scene.issue.isFlooded && !scene.issue.isClosed && dice.chance(FLOODING)) await flood(scene);
  else await perform(scene, dice.weighted(DEEDS), dice, all);
}
