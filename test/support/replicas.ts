/**
 * Several real processes on one real PostgreSQL, behind a balancer, with a local GitHub whose clock stands still until it is moved. Each process has
 * its own gate to GitHub, so a test can tell who is at work and hold it.
 */
import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import { type LocalGitHub, startLocalGitHub } from '../../src/local-github/local-github.ts';
import { WEBHOOK_PATH } from '../../src/ingress/ingress.ts';
import { openBalancer } from './balancer.ts';
import { type Gate, openGate } from './gate.ts';
import { type MainProcess, credentials, freePort, startMain } from './main-process.ts';
import { type Postgres, startPostgres } from './postgres.ts';
import { until } from './until.ts';

export interface Replica {
  readonly main: MainProcess;
  readonly gate: Gate;
  readonly port: number;
}

export interface Replicas {
  readonly github: LocalGitHub;
  readonly postgres: Postgres;
  readonly databaseUrl: string;
  readonly webhookSecret: string;
  /** Starts one more, and resolves when it listens and takes its turn. */
  start(): Promise<Replica>;
  /** Takes no turn for a while. */
  rest(replica: Replica): void;
  rejoin(replica: Replica): void;
  /** SIGTERM, until the process is gone; its exit code. */
  drain(replica: Replica): Promise<number | null>;
  /** Status of `/readyz`. */
  readiness(replica: Replica): Promise<number>;
  /** Time passes for the heartbeats of all runs that are going on. */
  ageHeartbeats(seconds: number): Promise<void>;
  /** Resolves when every webhook is delivered and no work waits or runs. */
  settled(): Promise<void>;
  /** Asks again and again. */
  until(is: () => boolean | Promise<boolean>): Promise<void>;
  close(): Promise<void>;
}

const PAUSE_MS = 20;

export const OWNER = 'acme';
export const REPO = 'shop';

export async function openReplicas(now: string): Promise<Replicas> {
  const keys = credentials();
  const [postgres, balancer, github] = await Promise.all([
    startPostgres(),
    openBalancer(WEBHOOK_PATH),
    startLocalGitHub({
      now: Temporal.Instant.from(now),
      seed: {
        users: [{ login: 'prima' }],
        organisations: [{ login: OWNER, owners: ['prima'] }],
        repositories: [{ owner: OWNER, name: REPO, labels: ['incident'] }],
      },
    }),
  ]);
  const databaseUrl = await postgres.createDatabase();
  const webhookSecret = keys.environment['WEBHOOK_SECRET'] ?? '';
  github.registerApp({
    id: 7,
    slug: 'muster',
    publicKey: keys.publicKey,
    webhook_url: balancer.url,
    webhook_secret: webhookSecret,
  });
  const all: Replica[] = [];

  const query = async <T>(text: string): Promise<readonly T[]> => {
    const client = new Client({ connectionString: databaseUrl });
    await client.connect();
    try {
      return (await client.query(text)).rows as T[];
    } finally {
      await client.end();
    }
  };
  const isIdle = async (): Promise<boolean> => {
    const [row] = await query<{ open: number }>(
      "select count(*)::int as open from pgboss.job where name = 'reconcile' and state in ('created', 'retry', 'active')",
    );
    return row?.open === 0;
  };

  return {
    github,
    postgres,
    databaseUrl,
    webhookSecret,
    until,
    start: async () => {
      const [gate, port] = [await openGate(github.url), await freePort()];
      const main = startMain({
        ...keys.environment,
        PORT: String(port),
        DATABASE_URL: databaseUrl,
        GHE_HOST: gate.host,
        GHE_PROTOCOL: 'http',
        MUSTER_CLOCK: `${github.url}/_local/clock`,
      });
      const replica = { main, gate, port };
      all.push(replica);
      await main.said('listening on');
      balancer.put(port);
      return replica;
    },
    rest: ({ port }) => balancer.take(port),
    rejoin: ({ port }) => balancer.put(port),
    drain: async ({ main, port }) => {
      main.kill('SIGTERM');
      const code = await main.ended();
      balancer.take(port);
      return code;
    },
    readiness: async ({ port }) => {
      const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { headers: { connection: 'close' } });
      await answer.body?.cancel();
      return answer.status;
    },
    ageHeartbeats: async (seconds) => {
      await query(
        `update pgboss.job set heartbeat_on = heartbeat_on - interval '${seconds} s' where name = 'reconcile' and state = 'active'`,
      );
    },
    settled: async () => {
      for (let quiet = 0; quiet < 2;) {
        await github.settled();
        quiet = (await isIdle()) ? quiet + 1 : 0;
        await setTimeout(PAUSE_MS);
      }
    },
    close: async () => {
      for (const { main, gate } of all) {
        main.kill('SIGKILL');
        gate.close();
      }
      await Promise.all(all.map(async ({ main }) => main.ended()));
      balancer.close();
      await github.close();
      await postgres.stop();
    },
  };
}
