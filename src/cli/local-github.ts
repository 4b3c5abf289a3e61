/**
 * Serves the local GitHub alone: `npm run local-github -- --port 4600 [--seed FILE] [--state FILE] [--now INSTANT]`. Without a seed
 * there are a few people and one repository to play with. Every request and webhook is a line on stdout; Ctrl-C ends it.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { startLocalGitHub } from '../local-github/local-github.ts';
import type { LocalGitHubOptions } from '../local-github/local-github.ts';
import { seedSchema } from '../local-github/seed.ts';
import type { Seed } from '../local-github/seed.ts';

const USAGE =
  'usage: npm run local-github -- [--port 4600] [--seed FILE.json] [--state FILE.json] [--now 2026-03-01T10:00:00Z]';

const PLAYGROUND: Seed = {
  users: [{ login: 'ada' }, { login: 'ben' }, { login: 'eve' }, { login: 'mallory' }],
  organisations: [{ login: 'acme', owners: ['ada'], members: ['ben', 'eve'] }],
  repositories: [
    {
      owner: 'acme',
      name: 'shop',
      labels: [{ name: 'incident', color: 'b60205' }],
      collaborators: { ben: 'write', eve: 'triage' },
    },
  ],
};

class BadInput extends Error {}

async function main(): Promise<void> {
  const github = await startLocalGitHub({ ...readOptions(), log: (line) => console.log(line) });
  console.log(`
GitHub stands at ${github.url}   (REST also under /api/v3, GraphQL under /graphql)

  as a person     curl -H 'authorization: token user-ada' ${github.url}/repos/acme/shop/issues -d '{"title": "Checkout fails"}'
  an App          POST ${github.url}/_local/app   {"id", "slug", "publicKey", "webhook_url", "webhook_secret"}
  Probot          GHE_HOST=${new URL(github.url).host} GHE_PROTOCOL=http
  the clock       GET or POST ${github.url}/_local/clock   {"now": "2026-03-01T10:00:00Z"}, when started with --now
`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void github.close();
    });
  }
}

function readOptions(): LocalGitHubOptions {
  const { port, seed, state, now } = readArguments();
  return {
    port: readPort(port ?? '4600'),
    seed: seed === undefined ? PLAYGROUND : readSeed(seed),
    ...(state === undefined ? {} : { stateFile: state }),
    ...(now === undefined ? {} : { now: readInstant(now) }),
  };
}

function readArguments() {
  const string = { type: 'string' } as const;
  try {
    return parseArgs({ options: { port: string, seed: string, state: string, now: string } }).values;
  } catch (error) {
    throw new BadInput(`${messageOf(error)}\n${USAGE}`);
  }
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/u.test(text) || port > 65_535)
    throw new BadInput(`--port ${text}: not a port, give a number up to 65535`);
  return port;
}

function readInstant(text: string): Temporal.Instant {
  try {
    return Temporal.Instant.from(text);
  } catch {
    throw new BadInput(`--now ${text}: not an instant, write it as 2026-03-01T10:00:00Z`);
  }
}

function readSeed(path: string): Seed {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new BadInput(`--seed ${path}: ${messageOf(error)}`);
  }
  demandSeed(path, value);
  return value;
}

/** Only a check: the server fills in what is left out. */
function demandSeed(path: string, value: unknown): asserts value is Seed {
  const result = seedSchema.safeParse(value);
  if (!result.success) throw new BadInput(`--seed ${path}:\n${z.prettifyError(result.error)}`);
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

try {
  await main();
} catch (error) {
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  const expected = error instanceof BadInput || error instanceof RangeError || taken;
  console.error(expected ? `local-github: ${messageOf(error)}` : error);
  process.exitCode = 1;
}
