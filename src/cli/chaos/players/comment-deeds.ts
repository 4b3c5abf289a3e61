/** What people do with comments: write, change and delete their own, change Muster's, forge its hidden line. */
import { ADMIN, type Person, RESPONDERS } from './cast.ts';
import { changedPieces, composeFlood, composePieces, textOf } from './compose-comment.ts';
import { type Piece, type Posted, type Version, entryWord, lastVersion } from './journal.ts';
import { readPage } from './page.ts';
import { type Scene, as, placeOf, secondsOf, taken } from './scene.ts';

const DELETED_BY_AUTHOR = 0.8;
const VANDAL = 'ben';

const FLOOD = 6;

/** What was posted; null when GitHub refused. */
export async function say(scene: Scene, person: Person): Promise<Posted | null> {
  return post(scene, person, composePieces(scene.stage.dice, person.role));
}

/** Several people write at the same time, and at length. */
export async function flood(scene: Scene): Promise<void> {
  const { dice } = scene.stage;
  for (let count = 0; count < FLOOD; count += 1) await post(scene, dice.pick(RESPONDERS), composeFlood(dice));
}

export async function post(
  scene: Scene,
  { login, role }: Person,
  pieces: readonly Piece[],
): Promise<Posted | null> {
  const { dice, losses } = scene.stage;
  const text = textOf(dice, pieces);
  const before = losses();
  const comment = await taken(as(scene, login).comment(...placeOf(scene), text));
  if (comment === null || comment === true) return null;
  const posted: Posted = {
    id: comment.id,
    author: login,
    role,
    createdAt: secondsOf(comment.created_at),
    losses: before,
    versions: [{ text, pieces, shown: null }],
    isDeleted: false,
  };
  scene.issue.comments.push(posted);
  return posted;
}

export async function edit(scene: Scene, posted: Posted): Promise<void> {
  const { dice } = scene.stage;
  const version = lastVersion(posted);
  const pieces = changedPieces(dice, version.pieces, posted.role);
  if (posted.isDeleted || pieces === null) return;
  const text = textOf(dice, pieces);
  const shown = await shownWords(scene, version);
  const [owner, repository] = placeOf(scene);
  const request = as(scene, posted.author).editComment(owner, repository, posted.id, text);
  if ((await taken(request)) === null) return;
  version.shown = shown;
  posted.versions.push({ text, pieces, shown: null });
}

export async function remove(scene: Scene, posted: Posted): Promise<void> {
  if (posted.isDeleted) return;
  const shown = await shownWords(scene, lastVersion(posted));
  const [owner, repository] = placeOf(scene);
  const who = scene.stage.dice.chance(DELETED_BY_AUTHOR) ? posted.author : ADMIN;
  if ((await taken(as(scene, who).deleteComment(owner, repository, posted.id))) === null) return;
  lastVersion(posted).shown = shown;
  posted.isDeleted = true;
}

async function boardOf(scene: Scene): Promise<string> {
  const { documents } = await readPage(as(scene, ADMIN), scene.issue);
  return documents.find(({ name }) => name === 'board')?.body ?? '';
}

/** Words of a text that the board shows now: what it shows, Muster has taken in and written down. */
async function shownWords(scene: Scene, { pieces }: Version): Promise<ReadonlySet<string>> {
  const words = pieces.map(entryWord).filter((word) => word !== null);
  if (words.length === 0) return new Set();
  const board = await boardOf(scene);
  return new Set(words.filter((word) => board.includes(word)));
}

/** Somebody with write access changes a comment of Muster's. */
export async function deface(scene: Scene): Promise<void> {
  const { documents } = await readPage(as(scene, ADMIN), scene.issue);
  const own = documents.filter(({ name }) => name === 'board' || name === 'scribe');
  if (own.length === 0) return;
  const { id, body } = scene.stage.dice.pick(own);
  const [owner, repository] = placeOf(scene);
  await taken(as(scene, VANDAL).editComment(owner, repository, id, `Everything is fine.\n\n${body}`));
}

/** Somebody pastes the board's hidden line into a comment of their own. */
export async function forge(scene: Scene): Promise<void> {
  const board = await boardOf(scene);
  if (board === '') return;
  const hidden = board.slice(board.indexOf('<!-- muster:'));
  await taken(as(scene, VANDAL).comment(...placeOf(scene), `As it was:\n\n${hidden}`));
}
