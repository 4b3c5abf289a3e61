/**
 * Where a story is played: a local GitHub on a clock that stands still until it is moved, and Muster in a process of its own, told by nothing but
 * webhooks and that clock.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type LocalGitHub, startLocalGitHub } from '../../local-github/local-github.ts';
import type { Seed } from '../../local-github/seed.ts';
import type { Credentials } from './credentials.ts';
import { type MusterProcess, type StartMuster, startMusterProcess } from './muster-process.ts';

export interface Stage {
  readonly github: LocalGitHub;
  /** Address of Muster's own server as it runs now. */
  musterUrl(): string;
  /** Its process id, for those who want to see that it is another one. */
  musterPid(): number;
  /** Resolves when every webhook is delivered and Muster has nothing left to do. Rejects when a run failed, or when that takes a minute. */
  settled(): Promise<void>;
  /** Moves the time for GitHub and Muster, and waits until what was due is done. */
  advanceTo(instant: Temporal.Instant): Promise<void>;
  /** SIGKILL for Muster, and its data folder is gone. */
  loseMuster(): Promise<void>;
  /** Starts Muster again, with whatever its data folder holds. */
  startMuster(): Promise<void>;
  close(): Promise<void>;
}

/** Where people would read the documents: fixed, so that a document is the same whatever ports are free. */
const PAGES = 'https://github.example';
const APP = { id: 7, slug: 'muster' } as const;
const PATIENCE_MS = 60_000;
/** Between two questions whether Muster is done: each of them takes it time that it needs for the work. */
const ASK_EVERY_MS = 10;

/**
 * Resolves when Muster takes webhooks. `dataFolder` is where Muster keeps its data, and stays; without one its database is made anew, which takes
 * seconds, in a folder that goes with the stage.
 */
export async function openStage(
  seed: Seed,
  now: Temporal.Instant,
  credentials: Credentials,
  dataFolder: string | null = null,
  start: StartMuster = startMusterProcess,
): Promise<Stage> {
  const folder = mkdtempSync(path.join(tmpdir(), 'muster-demo-'));
  const data = dataFolder ?? path.join(folder, 'data');
  // with retries: a process that was killed a moment ago may still finish a write
  const sweep = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 20 });
  process.once('exit', sweep);
  const github = await startLocalGitHub({ seed, now, webUrl: PAGES });
  let muster: MusterProcess | null = null;

  const running = (): MusterProcess => {
    if (muster === null) throw new Error('Muster is not running');
    return muster;
  };
  const startMuster = async (): Promise<void> => {
    muster = await start({
      APP_ID: String(APP.id),
      PRIVATE_KEY: credentials.privateKey,
      WEBHOOK_SECRET: credentials.webhookSecret,
      GHE_HOST: new URL(github.url).host,
      GHE_PROTOCOL: 'http',
      HOST: '127.0.0.1',
      PORT: '0',
      DATA_DIR: data,
      MUSTER_CLOCK: `${github.url}/_local/clock`,
    });
    github.registerApp({
      ...APP,
      publicKey: credentials.publicKey,
      webhook_url: `http://127.0.0.1:${muster.port}/api/github/webhooks`,
      webhook_secret: credentials.webhookSecret,
    });
  };
  const settled = async (): Promise<void> => {
    const limit = performance.now() + PATIENCE_MS;
    // Twice: between the last webhook and the run that it starts, and back, nothing may be under way.
    for (let quiet = 0; quiet < 2;) {
      await github.settled();
      quiet = (await running().work()) === 0 ? quiet + 1 : 0;
      running().check();
      if (quiet === 0) await setTimeout(ASK_EVERY_MS);
      if (performance.now() > limit)
        throw new Error(
          `Muster did not come to rest within ${PATIENCE_MS / 1000} s. Its log:\n  ${running().log.join('\n  ')}`,
        );
    }
  };
  const close = async (): Promise<void> => {
    await muster?.kill();
    await github.close();
    sweep();
    process.removeListener('exit', sweep);
  };

  try {
    await startMuster();
    await settled();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    github,
    settled,
    startMuster,
    close,
    musterUrl: () => `http://127.0.0.1:${running().port}`,
    musterPid: () => running().pid,
    advanceTo: async (instant) => {
      await github.advanceTo(instant);
      await settled();
    },
    loseMuster: async () => {
      await running().kill();
      muster = null;
      rmSync(data, { recursive: true });
    },
  };
}
