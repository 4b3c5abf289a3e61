/** The demo's story, played to its end. Tests load it on the ground (`once-per-process.ts`). */
import type { Credentials } from '../../src/cli/demo/credentials.ts';
import { type Played, play } from '../../src/cli/demo/play.ts';
import { STORY } from '../../src/cli/demo/story.ts';
import { newDataFolder } from './data-folder.ts';
import { startMusterInside } from './muster-inside.ts';

export interface Telling {
  readonly played: Played;
  readonly lines: readonly string[];
  readonly dataFolder: string;
}

/** With the loss Muster is a process of its own, which is killed; without it runs in this one. The caller closes the stage and removes the folder. */
export async function tellStory(credentials: Credentials, withCrash: boolean): Promise<Telling> {
  const lines: string[] = [];
  const dataFolder = await newDataFolder();
  const played = await play(STORY, {
    credentials,
    withCrash,
    print: (line) => void lines.push(line),
    dataFolder,
    ...(withCrash ? {} : { startMuster: startMusterInside }),
  });
  return { played, lines, dataFolder };
}
