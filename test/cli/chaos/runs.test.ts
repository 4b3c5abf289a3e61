/**
 * Short chaos runs as people start them, each with everything real: replicas as processes, a local GitHub with faults, and the judgement at the end. Clean
 * ones end with exit code 0; with a defect planted into the replicas the same judgement fails.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { PLANTS, planted } from '../../../src/cli/chaos/plants.ts';
import { type Postgres, describeOnPostgres, startPostgres } from '../../support/postgres.ts';

const ROOT = path.join(import.meta.dirname, '../../..');
const LIMIT = 120_000;

interface Ran {
  readonly code: number | null;
  readonly out: string;
  /** As the last line says. */
  readonly lost: number;
  readonly doubled: number;
  readonly wrong: number;
}

/** `words`: the command line after `npm run chaos --`. */
async function chaos(words: string): Promise<Ran> {
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      path.join(ROOT, 'src/cli/chaos.ts'),
      '--no-rebuild',
      ...words.split(' '),
    ],
    {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'] ?? '',
        NODE_OPTIONS: `--import=${path.join(ROOT, 'test/support/loopback-only.ts')}`,
      },
    },
  );
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  const last = /^lost (?<lost>\d+), doubled (?<doubled>\d+), wrong (?<wrong>\d+)$/mu.exec(out)?.groups ?? {};
  const count = (name: string): number => Number(last[name] ?? NaN);
  return {
    code: code as number | null,
    out: `${out}${err}`,
    lost: count('lost'),
    doubled: count('doubled'),
    wrong: count('wrong'),
  };
}

function expectClean({ code, out }: Ran): void {
  expect(out).toContain('lost 0, doubled 0, wrong 0');
  expect(out).not.toContain('unsettled');
  expect(code).toBe(0);
}

test(
  'E1, E2, E4: nothing is lost, doubled or wrong on the embedded database',
  async () => {
    expectClean(await chaos('--deeds 40 --pace 15 --seed 1 --faults killed=24,database-lost=0'));
  },
  LIMIT,
);

test(
  'E2: a run notices that webhooks are answered before they are stored',
  async () => {
    const ran = await chaos(
      '--deeds 100 --pace 25 --seed 1 --faults none,killed=80 --plant acknowledge-first',
    );
    expect(ran.out).toContain('was answered with 202 and is not stored');
    expect(ran.lost).toBeGreaterThan(0);
    expect(ran.code).toBe(1);
  },
  LIMIT,
);

describeOnPostgres('on PostgreSQL', () => {
  let postgres: Postgres;

  beforeAll(async () => {
    postgres = await startPostgres();
  });

  afterAll(async () => postgres.stop());

  const onDatabase = async (words: string): Promise<Ran> =>
    chaos(`--database-url ${await postgres.createDatabase()} --pace 15 ${words}`);

  test(
    'E2, E4: nothing is lost, doubled or wrong with replicas that die and hang',
    async () => {
      expectClean(
        await onDatabase('--replicas 2 --deeds 40 --seed 2 --faults killed=20,hung=20,database-lost=0'),
      );
    },
    LIMIT,
  );

  test(
    'E2: a run notices that nobody looks before writing again',
    async () => {
      const faults = '--faults none,lost-answer=0.4,webhook-lost=0.5';
      const ran = await onDatabase(`--replicas 1 --deeds 40 --seed 1 ${faults} --plant no-marker-check`);
      expect(ran.out).toContain('was written while another one stood there');
      expect(ran.doubled).toBeGreaterThan(0);
      expect(ran.code).toBe(1);
    },
    LIMIT,
  );

  test(
    'E4: a run notices that several runs work on one incident',
    async () => {
      const ran = await onDatabase('--replicas 2 --deeds 20 --seed 1 --faults none --plant no-lock');
      expect(ran.out).toContain('was written while another one stood there');
      expect(ran.doubled).toBeGreaterThan(0);
      expect(ran.code).toBe(1);
    },
    LIMIT,
  );

  test('a database that Muster lives in is left alone', async () => {
    const url = await postgres.createDatabase();
    const client = new Client({ connectionString: url });
    await client.connect();
    await client.query('create schema muster');
    await client.end();
    const { code, out } = await chaos(`--database-url ${url}`);
    expect(code).toBe(1);
    expect(out).toContain('this database has the schemas muster');
  });
});

describe('a defect', () => {
  test('is planted where its piece of code stands exactly once, and nowhere else', () => {
    const plant = PLANTS['no-lock'];
    expect(planted(plant, `a ${plant.piece} b`)).toBe(`a ${plant.instead} b`);
    for (const source of ['a b', `${plant.piece} ${plant.piece}`])
      expect(() => planted(plant, source)).toThrow('expected once');
  });
});
