/**
 * The App's way to GitHub: Probot for identity and tokens, one Octokit per installation. Probot's own retries and throttling are switched off, in
 * the function form because the object form is ignored: a retried POST writes twice, and a limit is slept off in memory. The queue retries.
 */
import { Probot, ProbotOctokit } from 'probot';
import type { ApiCall } from '../meter.ts';
import type { TryLater } from '../reconcile/effect.ts';
import type { Settings } from '../settings.ts';
import { readFailure } from './failure.ts';
import { watchCalls } from './watch-calls.ts';

export type Octokit = ProbotOctokit;

interface ClientOptions {
  readonly throttle?: object;
}

/** Seconds after which a request without an answer is in doubt; GitHub itself gives up at 10. */
const REQUEST_SECONDS = 20;

export interface GitHubApp {
  /** A client of one installation; tokens are renewed inside. */
  readonly installation: (installationId: number) => Promise<Octokit>;
  /** A client that signs with the App's own key, for what concerns no single installation. */
  readonly app: () => Promise<Octokit>;
  /** Our own account, asked once: comments by it are documents. Throws TryLater for an outage or a limit. */
  readonly self: () => Promise<{ readonly id: number; readonly login: string; readonly slug: string }>;
}

/** Where the API is; a server of one's own adds `/api/v3`, as Probot does. */
function apiUrl({ host, protocol }: Settings['github']): string | undefined {
  return host === null ? undefined : `${protocol}://${host}/api/v3`;
}

/** A query by `POST` to GraphQL and a new token write nothing. */
function writes(input: Parameters<typeof fetch>[0], { method = 'GET', body }: RequestInit = {}): boolean {
  const url = input instanceof Request ? input.url : String(input);
  if (url.endsWith('/graphql')) return typeof body === 'string' && /"query":"\s*mutation\b/u.test(body);
  return method !== 'GET' && method !== 'HEAD' && !url.endsWith('/access_tokens');
}

function fetchWithin(
  seconds: number,
  { beforeWrite, whileWaiting }: Required<Pick<Watch, 'beforeWrite' | 'whileWaiting'>>,
): typeof fetch {
  return async (input, init) => {
    if (writes(input, init)) beforeWrite();
    const limit = AbortSignal.timeout(seconds * 1000);
    const signal = init?.signal == null ? limit : AbortSignal.any([init.signal, limit]);
    return await whileWaiting(async () => fetch(input, { ...init, signal }));
  };
}

/** Probot and Octokit log by themselves. At `info` they tell every request, which is what `debug` is for here; nothing of theirs is fatal. */
const THEIR_LEVEL = {
  trace: 'debug',
  debug: 'info',
  info: 'warn',
  warn: 'warn',
  error: 'error',
  fatal: 'fatal',
  silent: 'fatal',
} as const;

/** In the shape of our own lines. */
function lineFormat(level: Settings['logLevel']) {
  return {
    logLevel: THEIR_LEVEL[level],
    logFormat: 'json',
    logLevelInString: true,
    logMessageKey: 'message',
  } as const;
}

export interface Watch {
  /** Told of every call with its answer. */
  readonly onCall?: (call: ApiCall) => void;
  /** Told of every answer that is a limit, and of the wait that it asks for. */
  readonly onLimit?: (installationId: number | null, wait: TryLater) => void;
  /** Called when a request that writes goes out; throws to hold it back. */
  readonly beforeWrite?: () => void;
  /** Around the wait for an answer. */
  readonly whileWaiting?: <T>(wait: () => Promise<T>) => Promise<T>;
}

export function openGitHub(
  settings: Settings,
  {
    onCall = () => undefined,
    onLimit = () => undefined,
    beforeWrite = () => undefined,
    whileWaiting = async (wait) => wait(),
  }: Watch = {},
): GitHubApp {
  const probot = new Probot({
    appId: settings.app.id,
    privateKey: settings.app.privateKey,
    secret: settings.webhookSecret,
    ...lineFormat(settings.logLevel),
    baseUrl: apiUrl(settings.github),
    request: { fetch: fetchWithin(REQUEST_SECONDS, { beforeWrite, whileWaiting }) },
    Octokit: ProbotOctokit.defaults((options: ClientOptions) => ({
      ...options,
      throttle: { ...options.throttle, enabled: false },
      retry: { enabled: false },
    })),
  });
  const ready = probot.ready();
  const clients = new Map<number, Promise<Octokit>>();
  let self: ReturnType<GitHubApp['self']> | null = null;

  const client = async (installationId: number | undefined): Promise<Octokit> => {
    await ready;
    const octokit = await probot.auth(installationId);
    watchCalls(octokit, installationId ?? null, { onCall, onLimit });
    return octokit;
  };
  const whoAmI = async (): ReturnType<GitHubApp['self']> => {
    const asApp = await client(undefined);
    const { data: app } = await asApp.rest.apps.getAuthenticated();
    const slug = app?.slug ?? '';
    const login = `${slug}[bot]`;
    // Users can be read with an installation's token only, whichever it is.
    const { data: installations } = await asApp.rest.apps.listInstallations({ per_page: 100 });
    const first = installations.find((one) => one.suspended_at == null) ?? installations[0];
    if (first === undefined) throw new Error('the App is not installed anywhere yet');
    const octokit = await client(first.id);
    const { data: user } = await octokit.rest.users.getByUsername({ username: login });
    return { id: user.id, login, slug };
  };

  return {
    installation: (installationId) => {
      const known = clients.get(installationId);
      if (known !== undefined) return known;
      const opened = client(installationId);
      clients.set(installationId, opened);
      opened.catch(() => clients.delete(installationId));
      return opened;
    },
    app: () => client(undefined),
    self: () => {
      self ??= whoAmI().catch((error: unknown) => {
        self = null;
        throw readFailure(error);
      });
      return self;
    },
  };
}
