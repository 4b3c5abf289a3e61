/**
 * Muster against the local GitHub, in one process but through real HTTP, signed webhooks, the embedded database and the queue; on a clock that stands
 * still until a test moves it. Every answer and webhook of the local GitHub passes the referee. Tests reach it through `muster.ts`.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { type IncomingMessage, get } from 'node:http';
import { json } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { type Muster, startMuster } from '../../src/compose.ts';
import { type Octokit, openGitHub } from '../../src/github/client.ts';
import { type LocalGitHub, startLocalGitHub } from '../../src/local-github/local-github.ts';
import type { Actor } from '../../src/local-github/actor.ts';
import type { Weather } from '../../src/local-github/faults.ts';
import type { Seed } from '../../src/local-github/seed.ts';
import { type Settings, readSettings } from '../../src/settings.ts';
import { appKey } from './app-key.ts';
import { emptyDataFolder, newDataFolder } from './data-folder.ts';
import { referee } from './referee.ts';
import { OWNER, REPO } from './shop.ts';

const PEOPLE = ['prima', 'sylvain', 'atul', 'gillian', 'hank', 'diane', 'eric'] as const;

export interface World {
  readonly github: LocalGitHub;
  as(login: string): Actor;
  /** Resolves when every webhook is delivered and every run has ended. */
  settled(): Promise<void>;
  advance(duration: Temporal.DurationLike): Promise<void>;
  /** Stops Muster, forgets its data folder when asked, lets things happen meanwhile, and starts it again. */
  restart(options?: {
    readonly forget?: boolean;
    readonly meanwhile?: () => Promise<unknown>;
  }): Promise<void>;
  /** Bodies of Muster's own comments on the issue, oldest first. */
  ours(number: number): Promise<readonly { id: number; body: string }[]>;
  /** Opens an issue as prima, labelled `incident`, and waits for the board. */
  incident(over?: {
    readonly title?: string;
    readonly labels?: readonly string[];
    readonly body?: string;
    readonly by?: string;
  }): Promise<number>;
  /** Posts a comment and waits for what Muster makes of it; returns its id. */
  say(login: string, number: number, ...lines: readonly string[]): Promise<number>;
  /** One of Muster's comments by the start of its first line; throws when there is not exactly one. */
  document(number: number, start: string): Promise<{ readonly id: number; readonly body: string }>;
  /** Requests that Muster made since the last `clearCalls`, as `POST /repos/…`; permission look-ups left out, which are cached and counted apart. */
  calls(): readonly string[];
  /** GitHub as Muster itself reaches it, for writes of its own that it does not know of. */
  bot(): Promise<Octokit>;
  readonly webhookUrl: string;
  readonly webhookSecret: string;
  readonly log: readonly string[];
  close(): Promise<void>;
}

const LABELS = ['incident', 'incident-drill', 'sev1', 'sev2', 'sev3', 'sev4', 'postmortem', 'bug'];

function seed(
  files: Readonly<Record<string, string>>,
  more: readonly string[],
  neighbours: readonly string[],
): Seed {
  const collaborators = Object.fromEntries(PEOPLE.map((login) => [login, 'write' as const]));
  return {
    users: [...PEOPLE, 'stranger', 'temp'].map((login) => ({ login })),
    organisations: [
      {
        login: OWNER,
        owners: ['prima'],
        members: [...PEOPLE, 'temp'],
        teams: [{ slug: 'responders', members: ['temp'] }],
      },
      ...neighbours.map((login) => ({ login, owners: ['prima'] })),
    ],
    repositories: [
      {
        owner: OWNER,
        name: REPO,
        labels: LABELS,
        collaborators,
        files: { ...files },
      },
      ...more.map((name) => ({ owner: OWNER, name, labels: LABELS, collaborators })),
      ...neighbours.map((owner) => ({ owner, name: REPO, labels: LABELS, collaborators })),
    ],
  };
}

/** On a connection of its own: a kept one may be closed by the server at the very moment it is used again. */
async function health(port: number): Promise<{ waiting: number; running: number }> {
  const [response] = (await once(
    get({ port, host: '127.0.0.1', path: '/healthz', agent: false }),
    'response',
  )) as [IncomingMessage];
  return (await json(response)) as { waiting: number; running: number };
}

export interface WorldOptions {
  readonly files?: Record<string, string>;
  readonly now?: string;
  /** Names of further repositories of the same owner. */
  readonly repositories?: readonly string[];
  /** Further owners, each with a repository of the same name, and so with an installation of its own. */
  readonly neighbours?: readonly string[];
  readonly weather?: Weather;
  /** How long an incident must be quiet before its board is edited; 10 ms unless given. */
  readonly quietMs?: number;
  /** The clock that Muster follows; GitHub's own unless given. */
  readonly clockUrl?: string;
}

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const judge = referee();
  const { privateKey, publicKey } = appKey();
  const secret = randomBytes(24).toString('hex');
  const folder = await newDataFolder();
  const github = await startLocalGitHub({
    seed: seed(options.files ?? {}, options.repositories ?? [], options.neighbours ?? []),
    ...(options.weather && { weather: options.weather }),
    now: Temporal.Instant.from(options.now ?? '2026-10-25T08:00:00Z'),
    onExchange: judge.check,
  });
  const log: string[] = [];
  const host = new URL(github.url).host;
  const settings = (): Settings => {
    const read = readSettings({
      APP_ID: '7',
      PRIVATE_KEY: privateKey,
      WEBHOOK_SECRET: secret,
      GHE_HOST: host,
      GHE_PROTOCOL: 'http',
      HOST: '127.0.0.1',
      PORT: '0',
      DATA_DIR: folder,
      MUSTER_CLOCK: options.clockUrl ?? `${github.url}/_local/clock`,
    });
    if (!('settings' in read)) throw new Error(JSON.stringify(read));
    return read.settings;
  };
  const start = async (): Promise<Muster> => {
    const muster = await startMuster(settings(), (line) => log.push(line), options.quietMs ?? 10);
    github.registerApp({
      id: 7,
      slug: 'muster',
      publicKey,
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
      // Muster works in this very process: asking without a pause would keep it from working
      if (quiet === 0) await setTimeout(12);
    }
  };
  const ours: World['ours'] = async (number) => {
    const { comments } = github.issueExport(OWNER, REPO, number);
    return comments.filter((c) => c.user?.login === 'muster[bot]').map((c) => ({ id: c.id, body: c.body }));
  };
  return {
    incident: async ({ title = 'Checkout fails', labels = ['incident'], body = '', by = 'prima' } = {}) => {
      const issue = await github.as(by).createIssue(OWNER, REPO, { title, labels, body });
      await settled();
      return issue.number;
    },
    say: async (login, number, ...lines) => {
      const comment = await github.as(login).comment(OWNER, REPO, number, lines.join('\n'));
      await settled();
      return comment.id;
    },
    document: async (number, opening) => {
      const found = (await ours(number)).filter((c) => c.body.startsWith(opening));
      if (found.length !== 1 || found[0] === undefined)
        throw new Error(`${found.length} documents start with ${opening}`);
      return found[0];
    },
    calls: () =>
      github.calls
        .filter((c) => c.actor === 'muster[bot]' && !c.path.includes('/permission'))
        .map((c) => `${c.method} ${c.path}`),
    bot: async () => {
      const app = openGitHub({ ...settings(), logLevel: 'silent' });
      const { data } = await (await app.app()).rest.apps.listInstallations();
      const [first] = data;
      if (first === undefined) throw new Error('the App is not installed');
      return await app.installation(first.id);
    },
    github,
    log,
    webhookSecret: secret,
    get webhookUrl() {
      return `http://127.0.0.1:${muster.port}/api/github/webhooks`;
    },
    as: (login) => github.as(login),
    settled,
    advance: async (duration) => {
      await github.advance(duration);
      await settled();
    },
    restart: async ({ forget = false, meanwhile } = {}) => {
      await muster.stop();
      await meanwhile?.();
      await github.settled();
      if (forget) await emptyDataFolder(folder);
      muster = await start();
    },
    ours,
    close: async () => {
      await muster.stop();
      await github.close();
      rmSync(folder, { recursive: true, force: true });
      if (judge.failures.length > 0)
        throw new Error(`the local GitHub strayed from GitHub's description:\n${judge.failures.join('\n')}`);
    },
  };
}
