/**
 * Reads the environment once, and reports every problem of it at once, each with its cure. Secrets are never part of a problem: what was
 * read is shown for harmless variables only. An empty variable counts as unset, as in an `.env` file.
 *
 * HOST defaults to `localhost`, as Probot's server does; a container needs `HOST=0.0.0.0`.
 */
import { createPrivateKey, hkdfSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { LOG_LEVELS, type LogLevel } from './log.ts';

export interface Settings {
  readonly app: { readonly id: number; readonly privateKey: string };
  readonly webhookSecret: string;
  readonly github: GithubAddress;
  readonly port: number;
  readonly host: string;
  readonly logLevel: LogLevel;
  /** Folder of the embedded database; unused when `databaseUrl` is set. */
  readonly dataDir: string;
  readonly databaseUrl: string | null;
  /** Sign Muster's own documents: the first writes, all of them are believed (rotation). */
  readonly documentSecrets: readonly [string, ...string[]];
  /** A loopback URL that serves the time, or null for the system's clock. */
  readonly clockUrl: string | null;
  /** Where Prometheus asks, a door of its own; null for nowhere. */
  readonly metrics: { readonly host: string; readonly port: number } | null;
  /** Called each minute while all is well; may hold a secret. */
  readonly heartbeatUrl: string | null;
}

interface GithubAddress {
  /** `host` or `host:port` of GitHub Enterprise Server, or null for github.com. */
  readonly host: string | null;
  readonly protocol: 'http' | 'https';
}

/** What the set-up page needs when there are no credentials yet. */
export interface SetupSettings {
  readonly setup: true;
  readonly github: GithubAddress;
  readonly port: number;
  readonly host: string;
  readonly logLevel: LogLevel;
}

export interface SettingsProblem {
  readonly variable: string;
  /** What stood there; `(not shown)` for secrets, `nothing` when unset. */
  readonly read: string;
  readonly expected: string;
  readonly example: string;
}

export type ReadSettings =
  { readonly settings: Settings } | SetupSettings | { readonly problems: readonly SettingsProblem[] };

type Env = Readonly<Record<string, string | undefined>>;

interface Words {
  readonly expected: string;
  readonly example: string;
  readonly isSecret?: boolean;
}

/** Looks variables up and gathers what is wrong with them. */
function readerOf(environment: Env) {
  const env = (name: string) => {
    const value = environment[name]?.trim();
    return value === '' ? undefined : value;
  };
  const problems: SettingsProblem[] = [];
  const report = (variable: string, words: Words) => {
    const value = env(variable);
    const read = value === undefined ? 'nothing' : words.isSecret === true ? '(not shown)' : value;
    problems.push({ variable, read, expected: words.expected, example: words.example });
  };
  const read = <T>(
    variable: string,
    schema: z.ZodType<T, string | undefined>,
    words: Words,
  ): T | undefined => {
    const result = schema.safeParse(env(variable));
    if (result.success) return result.data;
    report(variable, words);
    return undefined;
  };
  return { env, problems, report, read };
}

type Reader = ReturnType<typeof readerOf>;

function storeOf({ env, read }: Reader): Pick<Settings, 'dataDir' | 'databaseUrl'> {
  return {
    dataDir: env('DATA_DIR') ?? './data',
    databaseUrl: read('DATABASE_URL', DATABASE_URL.optional(), WORDS.DATABASE_URL) ?? null,
  };
}

/** Where the database is, for tools that need nothing else. */
export function readStoreSettings(
  environment: Env,
): Pick<Settings, 'dataDir' | 'databaseUrl'> | { readonly problems: readonly SettingsProblem[] } {
  const reader = readerOf(environment);
  const store = storeOf(reader);
  return reader.problems.length > 0 ? { problems: reader.problems } : store;
}

/** `environment` is `process.env`; `readFile` is for PRIVATE_KEY_PATH. Pure but for that one read. */
export function readSettings(
  environment: Env,
  readFile = (path: string) => readFileSync(path, 'utf8'),
): ReadSettings {
  const reader = readerOf(environment);
  const { env, problems, report, read } = reader;
  const github = {
    host: read('GHE_HOST', HOST_NAME.optional(), WORDS.GHE_HOST) ?? null,
    protocol: read('GHE_PROTOCOL', z.enum(['http', 'https']).default('https'), WORDS.GHE_PROTOCOL) ?? 'https',
  } as const;
  const port = read('PORT', PORT.optional(), WORDS.PORT) ?? 3000;
  const host = env('HOST') ?? 'localhost';
  const logLevel = read('LOG_LEVEL', z.enum(LOG_LEVELS).default('info'), WORDS.LOG_LEVEL) ?? 'info';
  const store = storeOf(reader);
  const clockUrl = read('MUSTER_CLOCK', LOOPBACK_URL.optional(), WORDS.MUSTER_CLOCK) ?? null;
  const metricsPort = read('METRICS_PORT', PORT.optional(), WORDS.METRICS_PORT);
  const metricsHost = env('METRICS_HOST') ?? 'localhost';
  const heartbeatUrl = read('HEARTBEAT_URL', HEARTBEAT_URL.optional(), WORDS.HEARTBEAT_URL) ?? null;
  const listed = read('MUSTER_SECRET', SECRET_LIST.optional(), WORDS.MUSTER_SECRET);

  if (CREDENTIALS.every((name) => env(name) === undefined)) {
    return problems.length > 0 ? { problems } : { setup: true, github, port, host, logLevel };
  }

  const id = read('APP_ID', APP_ID, WORDS.APP_ID);
  const webhookSecret = read('WEBHOOK_SECRET', WEBHOOK_SECRET, WORDS.WEBHOOK_SECRET);
  const privateKey = readPrivateKey(env, readFile, report);
  if (problems.length > 0 || id === undefined || webhookSecret === undefined || privateKey === undefined)
    return { problems };

  return {
    settings: {
      app: { id, privateKey },
      webhookSecret,
      github,
      port,
      host,
      logLevel,
      ...store,
      documentSecrets: listed ?? [derivedSecret(webhookSecret)],
      clockUrl,
      metrics: metricsPort === undefined ? null : { host: metricsHost, port: metricsPort },
      heartbeatUrl,
    },
  };
}

/** The secret that signs documents when MUSTER_SECRET names none. A new webhook secret then changes it: name it before you rotate. */
export function derivedSecret(webhookSecret: string): string {
  return Buffer.from(hkdfSync('sha256', webhookSecret, '', 'muster documents 1', 32)).toString('hex');
}

/** One block of text for the terminal, one problem after the other. */
export function describeProblems(problems: readonly SettingsProblem[]): string {
  return problems
    .map((p) => `${p.variable}: read ${p.read}, expected ${p.expected}. Example: ${p.variable}=${p.example}`)
    .join('\n');
}

const CREDENTIALS = ['APP_ID', 'PRIVATE_KEY', 'PRIVATE_KEY_PATH', 'WEBHOOK_SECRET'];

const APP_ID = z
  .string()
  .regex(/^[1-9]\d{0,15}$/u)
  .transform(Number);

const PORT = z
  .string()
  .regex(/^\d{1,5}$/u)
  .transform(Number)
  .refine((port) => port <= 65_535);

// "development" is what Probot falls back to: a secret that everybody knows
const WEBHOOK_SECRET = z.string().refine((secret) => secret !== 'development');

const HOST_NAME = z.string().regex(/^(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::\d{1,5})?$/iu);

const DATABASE_URL = z.string().refine((text) => {
  const url = URL.parse(text);
  return url !== null && /^postgres(?:ql)?:$/u.test(url.protocol);
});

const LOOPBACK_URL = z.string().refine((text) => {
  const url = URL.parse(text);
  return url?.protocol === 'http:' && /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/u.test(url.hostname);
});

const HEARTBEAT_URL = z
  .string()
  .refine((text) => URL.parse(text)?.protocol === 'https:' || LOOPBACK_URL.safeParse(text).success);

const SECRET_LIST = z
  .string()
  .transform((text) => text.split(',').map((secret) => secret.trim()))
  .refine((secrets): secrets is [string, ...string[]] => secrets.every((secret) => secret.length >= 16));

const WORDS = {
  APP_ID: { expected: "the App's numeric id, from its settings page", example: '123456' },
  WEBHOOK_SECRET: {
    expected: 'the webhook secret of the App, a random text that is not "development"',
    example: '$(openssl rand -hex 32)',
    isSecret: true,
  },
  GHE_HOST: { expected: 'a host name without scheme or path', example: 'github.example.com' },
  GHE_PROTOCOL: { expected: 'http or https', example: 'https' },
  PORT: { expected: 'a port from 0 to 65535', example: '3000' },
  LOG_LEVEL: { expected: `one of ${LOG_LEVELS.join(', ')}`, example: 'info' },
  DATABASE_URL: {
    expected: 'a PostgreSQL address; leave it unset for the embedded database',
    example: 'postgres://muster@db.internal/muster',
    isSecret: true,
  },
  MUSTER_CLOCK: {
    expected: 'an http URL on this machine; leave it unset for the real time',
    example: 'http://127.0.0.1:4600/_clock',
  },
  METRICS_PORT: {
    expected: 'a port from 0 to 65535 for Prometheus; leave it unset for no metrics',
    example: '9464',
  },
  HEARTBEAT_URL: {
    expected: 'an https URL, or an http URL on this machine; leave it unset for no heartbeat',
    example: 'https://monitor.example.com/ping/muster',
    isSecret: true,
  },
  MUSTER_SECRET: {
    expected: 'secrets of at least 16 characters, separated by commas, the newest first; or leave it unset',
    example: '$(openssl rand -hex 32)',
    isSecret: true,
  },
  PRIVATE_KEY: {
    expected: 'the RSA private key of the App: PEM, PEM with \\n for line breaks, or its base64',
    example: '"$(cat app.private-key.pem)"',
    isSecret: true,
  },
  PRIVATE_KEY_PATH: {
    expected: 'the path of a readable PEM file with the RSA private key',
    example: './app.private-key.pem',
  },
} satisfies Record<string, Words>;

function readPrivateKey(
  env: (name: string) => string | undefined,
  readFile: (path: string) => string,
  report: (variable: string, words: Words) => void,
): string | undefined {
  const inline = env('PRIVATE_KEY');
  const path = env('PRIVATE_KEY_PATH');
  if (inline !== undefined || path === undefined) {
    const key = inline === undefined ? undefined : rsaKey(inline);
    if (key === undefined) report('PRIVATE_KEY', WORDS.PRIVATE_KEY);
    return key;
  }
  let key: string | undefined;
  try {
    key = rsaKey(readFile(path));
  } catch {
    // a file that cannot be read has the same cure as one without a key
  }
  if (key === undefined) report('PRIVATE_KEY_PATH', WORDS.PRIVATE_KEY_PATH);
  return key;
}

function rsaKey(text: string): string | undefined {
  const decoded = text.includes('-----BEGIN') ? text : Buffer.from(text, 'base64').toString('utf8');
  const pem = `${decoded.replaceAll(String.raw`\n`, '\n').trim()}\n`;
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa' ? pem : undefined;
  } catch {
    return undefined;
  }
}
