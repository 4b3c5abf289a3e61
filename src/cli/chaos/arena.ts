/** Everything that a chaos run needs, put together: the local GitHub with its clock, the door for webhooks, the database, the replicas and the people. */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startLocalGitHub, type LocalGitHub } from '../../local-github/local-github.ts';
import { makeCredentials } from '../demo/credentials.ts';
import { type ChaosDatabase, openDatabase, openFolder, openThrowaway } from './database.ts';
import { throwDice } from './dice.ts';
import { DoubleWatch } from './double-watch.ts';
import { FaultCount } from './faults.ts';
import { Fleet } from './fleet.ts';
import type { ChaosOptions } from './options.ts';
import { PLANT_VARIABLE, checkPlant } from './plants.ts';
import { Crew } from './players/crew.ts';
import { seed } from './players/cast.ts';
import { type Storm, brewStorm } from './weather.ts';
import { type WebhookDoor, openWebhookDoor } from './webhook-door.ts';

export interface Arena {
  readonly github: LocalGitHub;
  readonly storm: Storm;
  readonly door: WebhookDoor;
  readonly database: ChaosDatabase;
  readonly fleet: Fleet;
  readonly crew: Crew;
  readonly count: FaultCount;
  readonly watch: DoubleWatch;
  /** Signs Muster's documents. */
  readonly webhookSecret: string;
  /** Ends and removes everything. */
  close(): Promise<void>;
}

/** Where people would read the documents. */
const PAGES = 'https://github.example';
const APP = { id: 7, slug: 'muster' } as const;
const START = Temporal.Instant.from('2026-03-02T08:00:00Z');
/** A hung replica must not hold the clock for long. */
const CLOCK_PATIENCE = 300;
const HOOK = fileURLToPath(new URL('plant-hook.ts', import.meta.url));

async function openChosen({ database }: ChaosOptions): Promise<ChaosDatabase> {
  switch (database.kind) {
    case 'folder':
      return openFolder();
    case 'url':
      return openDatabase(database.url);
    case 'throwaway':
      return openThrowaway();
    default:
      return database satisfies never;
  }
}

/** Resolves when all replicas take webhooks. Nothing stays open when it rejects. */
export async function openArena(options: ChaosOptions): Promise<Arena> {
  await using opened = new AsyncDisposableStack();
  const { seed: number, rates, plant, logFolder } = options;
  if (plant !== null) checkPlant(plant);
  if (logFolder !== null) mkdirSync(logFolder, { recursive: true });
  const dice = (name: string) => throwDice(number, name);
  const credentials = await makeCredentials();
  const database = await openChosen(options);
  opened.defer(async () => database.close());
  const count = new FaultCount();
  const storm = brewStorm(dice('weather'), rates, count);
  const watch = new DoubleWatch();
  const github = await startLocalGitHub({
    seed: seed(),
    now: START,
    webUrl: PAGES,
    weather: storm,
    clockPatience: CLOCK_PATIENCE,
    onExchange: watch.see,
  });
  opened.defer(async () => github.close());
  const fleet = new Fleet({
    size: options.replicas,
    environment: {
      APP_ID: String(APP.id),
      PRIVATE_KEY: credentials.privateKey,
      WEBHOOK_SECRET: credentials.webhookSecret,
      GHE_HOST: new URL(github.url).host,
      GHE_PROTOCOL: 'http',
      MUSTER_CLOCK: `${github.url}/_local/clock`,
      ...(logFolder === null ? {} : { LOG_LEVEL: 'debug' }),
      ...(plant === null ? {} : { [PLANT_VARIABLE]: plant }),
    },
    execArguments: plant === null ? [] : ['--import', HOOK],
    logFolder,
    database,
    dice: dice('replicas'),
    rates,
    count,
    now: () => github.now(),
  });
  const door = await openWebhookDoor({ dice: dice('door'), ports: () => fleet.ports, isLate: storm.isLate });
  opened.defer(async () => door.close());
  opened.defer(async () => fleet.kill());
  const crew = new Crew(
    { github, dice: dice('players'), losses: () => fleet.losses },
    { rates, count, dice: dice('administrators') },
  );
  github.registerApp({
    ...APP,
    publicKey: credentials.publicKey,
    webhook_url: door.url,
    webhook_secret: credentials.webhookSecret,
  });
  await fleet.start();
  const all = opened.move();
  return {
    github,
    storm,
    door,
    database,
    fleet,
    crew,
    count,
    watch,
    webhookSecret: credentials.webhookSecret,
    close: async () => all.disposeAsync(),
  };
}
