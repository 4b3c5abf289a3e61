/**
 * Muster as it runs in earnest, to be measured: `src/main.ts` in a process of its own, on the database told, with the local GitHub as its GitHub. The
 * local GitHub lives in this process, which does nothing else while something is measured; time is the machine's.
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type LocalGitHub, startLocalGitHub } from '../../src/local-github/local-github.ts';
import type { Seed } from '../../src/local-github/seed.ts';
import type { Webhook } from './load.ts';
import { type ServerProcess, startServer } from './server-process.ts';
import { trusted } from './trusted.ts';

export const OWNER = 'acme';
export const REPO = 'shop';
export const PEOPLE = ['prima', 'sylvain', 'atul', 'gillian', 'hank', 'diane', 'eric'] as const;

export const MAIN = path.join(import.meta.dirname, '../../src/main.ts');

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** One App for the whole run. */
export const CREDENTIALS = {
  APP_ID: '7',
  PRIVATE_KEY: privateKey.export({ type: 'pkcs1', format: 'pem' }).replaceAll('\n', String.raw`\n`),
  WEBHOOK_SECRET: randomBytes(24).toString('hex'),
} as const;

/** Where a database is: an empty folder for PGlite, or an address. */
export interface Engine {
  readonly name: string;
  /** Variables of the environment for an empty database of its own. */
  fresh(): Promise<Readonly<Record<string, string>>>;
}

const folders: string[] = [];
process.on('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'muster-bench-'));
  folders.push(folder);
  return folder;
}

export const PGLITE: Engine = { name: 'PGlite', fresh: async () => ({ DATA_DIR: newFolder() }) };

export interface Stage {
  readonly github: LocalGitHub;
  readonly muster: ServerProcess;
  /** Resolves when every webhook of the local GitHub is delivered and every run of Muster has ended. */
  readonly settled: () => Promise<void>;
  /** People's comments whose webhooks are not sent but returned, oldest first, for the generator to send. */
  heldComments(comments: readonly { readonly number: number; readonly body: string }[]): Promise<Webhook[]>;
  /** Muster's requests since the last `clearCalls`, as `POST /repos/…`; look-ups of permissions left out, which are cached. */
  calls(): readonly string[];
  /** Stops Muster, and starts it on the same database. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** What an operator sets, all but the database. */
export function environmentFor(github: LocalGitHub): Readonly<Record<string, string>> {
  return {
    ...CREDENTIALS,
    GHE_HOST: new URL(github.url).host,
    GHE_PROTOCOL: 'http',
    HOST: '127.0.0.1',
    PORT: '0',
    METRICS_PORT: '0',
    METRICS_HOST: '127.0.0.1',
    LOG_LEVEL: 'info',
  };
}

export async function startGitHub(): Promise<LocalGitHub> {
  return startLocalGitHub({ seed: seed(), rateLimit: 1_000_000_000 });
}

/** As the App of this run, whose webhooks go to the port. */
export function registerApp(github: LocalGitHub, port: number): void {
  github.registerApp({
    id: 7,
    slug: 'muster',
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }),
    webhook_url: `http://127.0.0.1:${port}/api/github/webhooks`,
    webhook_secret: CREDENTIALS.WEBHOOK_SECRET,
  });
}

/** `before` plants things on the local GitHub before Muster knows it. */
export async function openStage(
  database: Readonly<Record<string, string>>,
  options: {
    readonly before?: (github: LocalGitHub) => Promise<void>;
    readonly environment?: Readonly<Record<string, string>>;
  } = {},
): Promise<Stage> {
  const github = await startGitHub();
  await options.before?.(github);
  const environment = { ...environmentFor(github), ...database, ...options.environment };
  const start = async (): Promise<ServerProcess> => {
    const started = await startServer(MAIN, environment);
    registerApp(github, started.port);
    return started;
  };
  let muster = await start();

  const work = async (): Promise<number> => {
    const response = await fetch(`http://127.0.0.1:${muster.port}/healthz`);
    const { waiting, running } = trusted<{ waiting: number; running: number }>(await response.json());
    return waiting + running;
  };
  const settled = async (): Promise<void> => {
    for (let quiet = 0; quiet < 3;) {
      await github.settled();
      quiet = (await work()) === 0 ? quiet + 1 : 0;
      await setTimeout(20);
    }
  };
  return {
    github,
    get muster() {
      return muster;
    },
    settled,
    heldComments: async (comments) => {
      const before = github.deliveries.length;
      github.deliveryFault({
        kind: 'lost',
        event: 'issue_comment',
        action: 'created',
        times: comments.length,
      });
      for (const [index, { number, body }] of comments.entries())
        await github.as(PEOPLE[index % PEOPLE.length] ?? 'prima').comment(OWNER, REPO, number, body);
      return github.deliveries
        .slice(before)
        .filter((delivery) => delivery.event === 'issue_comment' && delivery.statusCode === 502)
        .map(({ event, request }) => ({ event, payload: request.payload }));
    },
    calls: () =>
      github.calls
        .filter((call) => call.actor === 'muster[bot]' && !call.path.includes('/permission'))
        .map((call) => `${call.method} ${call.path}`),
    restart: async () => {
      await muster.stop();
      muster = await start();
    },
    stop: async () => {
      await muster.stop();
      await github.close();
    },
  };
}

function seed(): Seed {
  return {
    users: PEOPLE.map((login) => ({ login })),
    organisations: [{ login: OWNER, owners: ['prima'], members: [...PEOPLE] }],
    repositories: [
      {
        owner: OWNER,
        name: REPO,
        labels: [
          'incident',
          'incident-drill',
          'sev1',
          'sev2',
          'sev3',
          'sev4',
          'postmortem',
          'bug',
          'customer',
        ],
        collaborators: Object.fromEntries(PEOPLE.map((login) => [login, 'write' as const])),
      },
    ],
  };
}
