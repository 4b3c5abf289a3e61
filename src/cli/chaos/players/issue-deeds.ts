/** What people do to an issue itself: open, label, close, lock, rename. */
import { ADMIN, DRILL, INCIDENT, RESPONDERS, SEVERITIES } from './cast.ts';
import type { PlayedIssue, PlayedRepository } from './journal.ts';
import { type Scene, type Stage, as, note, placeOf, secondsNow, secondsOf, taken } from './scene.ts';

const DRILLS = 0.05;
const CLASSIFIED = 0.4;
const LABELLED_AT_ONCE = 0.7;
const FALSE_ALARMS = 0.1;

/** Null when GitHub refused. */
export async function openIssue(
  stage: Stage,
  repository: PlayedRepository,
  isFlooded = false,
): Promise<PlayedIssue | null> {
  const { github, dice } = stage;
  const { login: author } = dice.pick(RESPONDERS);
  const title = `Carts fail ${dice.word()}`;
  const isDrill = dice.chance(DRILLS);
  const severity = dice.chance(CLASSIFIED) ? dice.pick(SEVERITIES) : null;
  const hasLabel = dice.chance(LABELLED_AT_ONCE);
  const own = hasLabel ? [isDrill ? DRILL : INCIDENT] : [];
  const labels = [...own, ...(severity === null ? [] : [severity])];
  const { owner, name } = repository;
  const created = await taken(
    github.as(author).createIssue(owner, name, { title, body: 'since the deploy', labels }),
  );
  if (created === null || created === true) return null;
  const issue: PlayedIssue = {
    repository,
    number: created.number,
    author,
    title,
    isDrill,
    phase: hasLabel ? 'open' : 'never',
    isClosed: false,
    hasLabel,
    reason: '',
    isLocked: false,
    isDeleted: false,
    comments: [],
    labels: severity === null ? [] : [{ severity, at: secondsOf(created.created_at) }],
    reopenings: [],
    wasClosed: false,
    overSince: null,
    overAt: null,
    isFlooded,
    postmortem: { words: [], ticked: [] },
    history: [],
  };
  note({ stage, issue }, `opened with ${labels.join(', ') || 'no label'}`);
  return issue;
}

const labelOf = ({ isDrill }: PlayedIssue): string => (isDrill ? DRILL : INCIDENT);

/** Makes the issue an incident. The label on a closed issue does nothing until it reopens (D1). */
export async function label(scene: Scene): Promise<void> {
  const { issue } = scene;
  if ((await taken(as(scene, ADMIN).addLabels(...placeOf(scene), [labelOf(issue)]))) === null) return;
  note(scene, 'labelled');
  issue.hasLabel = true;
  if (issue.isClosed) return;
  Object.assign(issue, { phase: 'open', overSince: null, overAt: null });
}

export async function takeLabelOff(scene: Scene): Promise<void> {
  const { issue, stage } = scene;
  const before = stage.losses();
  if ((await taken(as(scene, ADMIN).removeLabel(...placeOf(scene), labelOf(issue)))) === null) return;
  note(scene, 'label taken off');
  issue.hasLabel = false;
  issue.overSince ??= before;
  issue.overAt ??= secondsNow(stage);
  if (issue.phase === 'open') issue.phase = 'stood-down';
}

/** Muster closes parts of other incidents, so people look first. */
async function isClosedNow(scene: Scene): Promise<boolean> {
  return (await as(scene, ADMIN).issue(...placeOf(scene))).state === 'closed';
}

export async function close(scene: Scene): Promise<void> {
  const { issue, stage } = scene;
  if (issue.phase === 'never' || issue.isClosed || issue.isDeleted || (await isClosedNow(scene))) return;
  const before = stage.losses();
  const reason = stage.dice.chance(FALSE_ALARMS) ? 'not_planned' : 'completed';
  const change = { state: 'closed', state_reason: reason } as const;
  const closed = await taken(as(scene, ADMIN).editIssue(...placeOf(scene), change));
  // in the same moment Muster may have closed it
  if (closed === null || closed === true || closed.closed_by?.login !== ADMIN) return;
  note(scene, `closed as ${reason}`);
  Object.assign(issue, { isClosed: true, wasClosed: true, reason, overSince: issue.overSince ?? before });
  issue.overAt ??= secondsNow(stage);
  if (issue.phase === 'open') issue.phase = 'closed';
}

export async function reopen(scene: Scene): Promise<void> {
  const { issue, stage } = scene;
  if (!(await isClosedNow(scene))) return;
  if ((await taken(as(scene, ADMIN).editIssue(...placeOf(scene), { state: 'open' }))) === null) return;
  note(scene, 'reopened');
  issue.reopenings.push(secondsNow(stage));
  Object.assign(issue, { isClosed: false, phase: issue.hasLabel ? 'open' : 'stood-down' });
  if (issue.hasLabel) Object.assign(issue, { overSince: null, overAt: null });
}

export async function setLock(scene: Scene, isLocked: boolean): Promise<void> {
  const admin = as(scene, ADMIN);
  const place = placeOf(scene);
  if ((await taken(isLocked ? admin.lock(...place) : admin.unlock(...place))) === null) return;
  note(scene, isLocked ? 'locked' : 'unlocked');
  scene.issue.isLocked = isLocked;
}

export async function rename(scene: Scene): Promise<void> {
  const title = `Carts fail ${scene.stage.dice.word()}`;
  if ((await taken(as(scene, ADMIN).editIssue(...placeOf(scene), { title }))) !== null)
    scene.issue.title = title;
}

/** By its label. One that is there already changes nothing, and GitHub tells nobody. */
export async function setSeverity(scene: Scene): Promise<void> {
  const { stage, issue } = scene;
  const severity = stage.dice.pick(SEVERITIES);
  const { labels } = await as(scene, ADMIN).issue(...placeOf(scene));
  if (labels.some(({ name }) => name === severity)) return;
  if ((await taken(as(scene, ADMIN).addLabels(...placeOf(scene), [severity]))) === null) return;
  note(scene, `labelled ${severity}`);
  issue.labels.push({ severity, at: secondsNow(stage) });
}
