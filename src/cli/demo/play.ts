/**
 * Plays a story from its first scene to its last and tells it on the way. Nothing waits for a time: after each scene everything comes to rest, then
 * the clock moves on.
 */
import type { Seed } from '../../local-github/seed.ts';
import { type Answer, answersBetween, find } from './answers.ts';
import type { Credentials } from './credentials.ts';
import { type Narrator, narrateTo } from './narrator.ts';
import { type People, gather } from './people.ts';
import type { Deed, Scene, Story } from './scene.ts';
import { type Snapshot, takeSnapshot } from './snapshot.ts';
import type { StartMuster } from './muster-process.ts';
import { type Stage, openStage } from './stage.ts';

export interface PlayOptions {
  readonly credentials: Promise<Credentials> | Credentials;
  /** Whether Muster loses its process and its data where the story says so. */
  readonly withCrash: boolean;
  readonly print: (line: string) => void;
  /** See `openStage`. */
  readonly dataFolder?: string;
  /** A process of its own unless given. */
  readonly startMuster?: StartMuster;
}

export interface Played {
  readonly stage: Stage;
  readonly people: People;
  /** What stands on GitHub at the end. */
  readonly end: Snapshot;
  /** Everything Muster did, in order. */
  readonly answers: readonly Answer[];
  readonly narrator: Narrator;
}

const NOTHING: Snapshot = { labels: [], assignees: [], eyes: 0, comments: [], documents: [] };
/** Scenes of the same minute follow each other at this distance. */
const STEP_SECONDS = 20;

/** The caller closes the stage. When something goes wrong it is closed already. */
export async function play(story: Story, options: PlayOptions): Promise<Played> {
  const narrator = narrateTo(options.print);
  const first = story.scenes[0]?.at ?? '09:00';
  const started = performance.now();
  const answers: Answer[] = [];
  const stage = await openStage(
    seedOf(story),
    instantOf(story, first, 0).subtract({ minutes: 1 }),
    await options.credentials,
    options.dataFolder ?? null,
    options.startMuster,
  );
  try {
    narrator.aside(`Both stand, after ${seconds(started)}. Times below are UTC.`);
    const people = gather(stage.github.url, story);
    let seen = NOTHING;
    for (const [index, scene] of story.scenes.entries()) {
      seen = await playScene({ story, stage, people, narrator, options, answers }, scene, index, seen);
    }
    return { stage, people, end: seen, answers, narrator };
  } catch (error) {
    await stage.close();
    throw error;
  }
}

interface Setting {
  readonly story: Story;
  readonly stage: Stage;
  readonly people: People;
  readonly narrator: Narrator;
  readonly options: PlayOptions;
  readonly answers: Answer[];
}

async function playScene(setting: Setting, scene: Scene, index: number, before: Snapshot): Promise<Snapshot> {
  const { story, stage, people, narrator, options } = setting;
  const sameMinute = story.scenes.slice(0, index).filter(({ at }) => at === scene.at).length;
  await stage.advanceTo(instantOf(story, scene.at, sameMinute * STEP_SECONDS));
  if ('pause' in scene) {
    narrator.pause(scene.at, scene.pause);
    return await tellAnswers(setting, before, [], null);
  }
  if ('reads' in scene) {
    narrator.reading(scene.at, scene.who, scene.reads, find(before, 'board')?.body ?? '');
    return before;
  }
  const done = await people.perform(scene.at, scene.who, scene.does);
  narrator.scene(scene.at, scene.who, done);
  if ('crash' in scene && options.withCrash) {
    await crash(setting);
    return before;
  }
  await stage.settled();
  return await tellAnswers(setting, before, ownLabels(scene.does), done.comment);
}

async function tellAnswers(
  { story, people, narrator, answers }: Setting,
  before: Snapshot,
  byPerson: readonly string[],
  comment: number | null,
): Promise<Snapshot> {
  const reader = people.as(story.cast[0]?.login ?? '');
  const after = await takeSnapshot(reader, {
    owner: story.owner,
    repo: story.repository,
    number: people.issue(),
  });
  const found = answersBetween(before, after, byPerson);
  answers.push(...found);
  narrator.answers(found, comment);
  const lost = after.documents.find(({ key }) => key === 'unknown');
  if (lost !== undefined) throw new Error(`Muster wrote something without a marker:\n${lost.body}`);
  return after;
}

/** In the middle of it: the webhook is taken, the answer is not given. */
async function crash({ stage, narrator }: Setting): Promise<void> {
  await stage.github.settled();
  const pid = stage.musterPid();
  await stage.loseMuster();
  narrator.aside(
    `Muster is killed here (SIGKILL, process ${pid}), before its answer, and its data folder is deleted: database, queue and what it had just been told are gone.`,
  );
  const started = performance.now();
  await stage.startMuster();
  await stage.settled();
  narrator.aside(
    `Started again with an empty folder (process ${stage.musterPid()}, ${seconds(started)}). GitHub is the record: nobody does anything, Muster asks GitHub and has all of it back.`,
  );
}

function seedOf({ owner, repository, cast }: Story): Seed {
  return {
    users: cast.map(({ login }) => ({ login })),
    organisations: [
      {
        login: owner,
        owners: cast.filter(({ permission }) => permission === 'admin').map(({ login }) => login),
        members: cast.map(({ login }) => login),
      },
    ],
    repositories: [
      {
        owner,
        name: repository,
        labels: ['incident', 'incident-drill', 'sev1', 'sev2', 'sev3', 'sev4', 'postmortem', 'bug'],
        collaborators: Object.fromEntries(
          cast.flatMap(({ login, permission }) => (permission === 'read' ? [] : [[login, permission]])),
        ),
      },
    ],
  };
}

function instantOf({ day }: Story, minute: string, second: number): Temporal.Instant {
  return Temporal.Instant.from(`${day}T${minute}:00Z`).add({ seconds: second });
}

const ownLabels = (deed: Deed): readonly string[] => (deed.kind === 'label' ? [deed.label] : []);

const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`;
