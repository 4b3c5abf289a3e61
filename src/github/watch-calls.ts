/**
 * Tells the meter of every call that a client makes, its requests for tokens included. Routes are told by class, from a closed list: a path names
 * people and repositories, and each of them would be a series of its own.
 */
import { z } from 'zod';
import type { ApiBudget, ApiCall } from '../meter.ts';
import type { TryLater } from '../reconcile/effect.ts';
import type { Octokit } from './client.ts';
import { waitOf } from './failure.ts';

/** The first that matches. Paths are templates (`/repos/{owner}/…`) or, from the second page of a list on, as GitHub links them (`/repositories/7/…`). */
const CLASSES: readonly (readonly [RegExp, string])[] = [
  [/\/access_tokens$/u, 'tokens'],
  [/^\/app\/hook\b/u, 'deliveries'],
  [/^\/app\b/u, 'app'],
  [/^\/installation\b/u, 'installation'],
  [/^\/graphql$/u, 'graphql'],
  [/^\/users?\b/u, 'users'],
  [/^\/orgs\//u, 'organisations'],
  [/\/permission$/u, 'permission'],
  [/\/(?:contents|commits)\b/u, 'contents'],
  [/\/reactions\b/u, 'reactions'],
  [/\/pin$/u, 'pins'],
  [/\/comments\b/u, 'comments'],
  [/\/(?:timeline|events)\b/u, 'timeline'],
  [/\/labels\b/u, 'labels'],
  [/\/assignees\b/u, 'assignees'],
  [/\/sub_issues?\b/u, 'sub_issues'],
  [/\/issues\b/u, 'issues'],
  [/^\/-/u, 'repositories'],
];

/** `url` is a path, a template or a whole address. */
export function routeClass(url: string): string {
  const [bare = ''] = url.replace(/^https?:\/\/[^/]+/u, '').split(/\?|\{\?/u, 1);
  const path = bare
    .replace(/^\/api\/v3(?=\/)|^\/api(?=\/graphql$)/u, '')
    // a repository may itself be called "comments"
    .replace(/^\/(?:repos\/[^/]+|repositories)\/[^/]+/u, '/-');
  return CLASSES.find(([pattern]) => pattern.test(path))?.[1] ?? 'other';
}

type Headers = Readonly<Record<string, string | number | undefined>>;

function budgetOf(headers: Headers): ApiBudget | null {
  const [limit, remaining, resetsAt] = ['limit', 'remaining', 'reset'].map((name) =>
    Number(headers[`x-ratelimit-${name}`] ?? Number.NaN),
  );
  if (limit === undefined || remaining === undefined || resetsAt === undefined) return null;
  if (![limit, remaining, resetsAt].every(Number.isFinite)) return null;
  return { resource: String(headers['x-ratelimit-resource'] ?? 'core'), limit, remaining, resetsAt };
}

const Answered = z.object({
  status: z.number(),
  response: z.object({ headers: z.record(z.string(), z.union([z.string(), z.number()]).optional()) }),
});

/** Octokit's errors carry the answer; one without it has none, whatever its status says. */
function answerOf(error: unknown): { readonly status: number | null; readonly headers: Headers } {
  const answered = Answered.safeParse(error);
  if (!answered.success) return { status: null, headers: {} };
  return { status: answered.data.status, headers: answered.data.response.headers };
}

const watched = new WeakSet<object>();

interface Watcher {
  readonly onCall: (call: ApiCall) => void;
  /** The answer was a limit. */
  readonly onLimit: (installationId: number | null, wait: TryLater) => void;
}

/** Once per client, however often it is asked for. */
export function watchCalls(
  octokit: Octokit,
  installationId: number | null,
  { onCall, onLimit }: Watcher,
): void {
  if (watched.has(octokit)) return;
  watched.add(octokit);
  octokit.hook.wrap('request', async (request, options) => {
    const tell = (status: number | null, headers: Headers): void => {
      const route = routeClass(options.url);
      onCall({ installationId, method: options.method, route, status, budget: budgetOf(headers) });
    };
    try {
      const response = await request(options);
      tell(response.status, response.headers);
      return response;
    } catch (error) {
      const { status, headers } = answerOf(error);
      tell(status, headers);
      const wait = waitOf(error);
      if (wait !== null) onLimit(installationId, wait);
      throw error;
    }
  });
}
