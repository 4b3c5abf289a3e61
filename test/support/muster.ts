/**
 * Muster against the local GitHub, in one process but through real HTTP, signed webhooks, the embedded database and the queue; on a clock that stands
 * still until a test moves it. Every answer and webhook of the local GitHub passes the referee.
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Muster, startMuster } from '../../src/compose.ts';
import { type LocalGitHub, startLocalGitHub } from '../../src/local-github/local-github.ts';
import type { Actor } from '../../src/local-github/actor.ts';
import type { Seed } from '../../src/local-github/seed.ts';
import { readSettings } from '../../src/settings.ts';
import { referee } from './referee.ts';

export const PEOPLE = ['prima', 'sylvain', 'atul', 'gillian', 'hank', 'diane', 'eric'] as const;

export interface World {
  readonly github: LocalGitHub;
  as(login: string): Actor;
  /** Resolves when every webhook is delivered and every run has ended. */
  settled(): Promise<void>;
  advance(duration: Temporal.DurationLike): Promise<void>;
  /** Stops Muster, forgets its data folder when asked, and starts it again. */
  restart(options?: { readonly forget?: boolean }): Promise<void>;
  /** Bodies of Muster's own comments on the issue, oldest first. */
  ours(number: number): Promise<readonly { id: number; body: string }[]>;
  readonly log: readonly string[];
  close(): Promise<void>;
}

export const OWNER = 'acme';
export const REPO = 'shop';

function seed(files: Readonly<Record<string, string>>): Seed {
  return {
    users: [...PEOPLE, 'stranger'].map((login) => ({ login })),
    organisations: [{ login: OWNER, owners: ['prima'], members: [...PEOPLE] }],
    repositories: [
      {
        owner: OWNER,
        name: REPO,
        labels: ['incident', 'incident-drill', 'sev1', 'sev2', 'sev3', 'sev4', 'postmortem', 'bug'],
        collaborators: Object.fromEntries(PEOPLE.map((login) => [login, 'write' as const])),
        files: { ...files },
      },
    ],
  };
}

async function health(port: number): Promise<{ waiting: number; running: number }> {
  const response = await fetch(`http://127.0.0.1:${port}/healthz`);
  return (await response.json()) as { waiting: number; running: number };
}

export async function startWorld(
  options: { readonly files?: Record<string, string>; readonly now?: string } = {},
): Promise<World> {
  const judge = referee();
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
  const secret = randomBytes(24).toString('hex');
  const folder = mkdtempSync(path.join(tmpdir(), 'muster-test-'));
  const github = await startLocalGitHub({
    seed: seed(options.files ?? {}),
    now: Temporal.Instant.from(options.now ?? '2026-10-25T08:00:00Z'),
    onExchange: judge.check,
  });
  const log: string[] = [];
  const host = new URL(github.url).host;
  const start = async (): Promise<Muster> => {
    const read = readSettings({
      APP_ID: '7',
      PRIVATE_KEY: key,
      WEBHOOK_SECRET: secret,
      GHE_HOST: host,
      GHE_PROTOCOL: 'http',
      HOST: '127.0.0.1',
      PORT: '0',
      DATA_DIR: folder,
      MUSTER_CLOCK: `${github.url}/_local/clock`,
    });
    if (!('settings' in read)) throw new Error(JSON.stringify(read));
    const muster = await startMuster(read.settings, (line) => log.push(line));
    github.registerApp({
      id: 7,
      slug: 'muster',
      publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      webhook_url: `http://127.0.0.1:${muster.port}/api/github/webhooks`,
      webhook_secret: secret,
    });
    return muster;
  };
  let muster = await start();

  const settled = async (): Promise<void> => {
    for (let quiet = 0; quiet < 2;) {
      await github.settled();
      const broken = log.find((line) => line.startsWith('reconcile '));
      if (broken !== undefined) throw new Error(`a run failed: ${broken}`);
      const { waiting, running } = await health(muster.port);
      quiet = waiting + running === 0 ? quiet + 1 : 0;
    }
  };
  return {
    github,
    log,
    as: (login) => github.as(login),
    settled,
    advance: async (duration) => {
      await github.advance(duration);
      await settled();
    },
    restart: async ({ forget = false } = {}) => {
      await muster.stop();
      if (forget) rmSync(folder, { recursive: true, force: true });
      muster = await start();
    },
    ours: async (number) => {
      const { comments } = github.issueExport(OWNER, REPO, number);
      return comments.filter((c) => c.user?.login === 'muster[bot]').map((c) => ({ id: c.id, body: c.body }));
    },
    close: async () => {
      await muster.stop();
      await github.close();
      rmSync(folder, { recursive: true, force: true });
      if (judge.failures.length > 0)
        throw new Error(`the local GitHub strayed from GitHub's description:\n${judge.failures.join('\n')}`);
    },
  };
}
