/**
 * Reads an issue and its whole timeline from GitHub, as an export that can be saved and replayed again. Comments are the timeline's own: whole
 * objects, in one pass over it.
 */
import type { IssueAddress } from './issue-url.ts';

/** As GitHub answered. */
export interface RawExport {
  readonly issue: unknown;
  readonly comments: readonly unknown[];
  readonly events: readonly unknown[];
}

/** GitHub's largest page. */
const PAGE = 100;
/** Seconds after which an answer is not waited for any more; GitHub itself gives up at 10. */
const REQUEST_SECONDS = 20;

const SILENT = { debug: quiet, info: quiet, warn: quiet, error: quiet };

function quiet(): void {
  // what fails is told once, below
}

function isComment(item: object): boolean {
  return 'event' in item && item.event === 'commented';
}

function explain(error: unknown, address: IssueAddress, hasToken: boolean): string {
  const what = `${address.owner}/${address.repo}#${address.number}`;
  const status =
    typeof error === 'object' && error !== null && 'status' in error ? Number(error.status) : null;
  const response =
    typeof error === 'object' && error !== null && 'response' in error ? error.response : undefined;
  const token = hasToken ? 'GITHUB_TOKEN may not see it' : 'it is private: set GITHUB_TOKEN';
  if (status === null || response === undefined) {
    const { host } = new URL(address.apiUrl);
    return `${what}: ${host} did not answer (${error instanceof Error ? error.message : String(error)})`;
  }
  if (status === 401) return `${what}: GitHub does not take GITHUB_TOKEN (401)`;
  if (status === 404 || status === 410) return `${what}: GitHub shows no such issue (${status}), or ${token}`;
  if (status === 403 || status === 429) {
    const more = hasToken ? 'try again later' : 'set GITHUB_TOKEN for a higher limit, or try again later';
    return `${what}: GitHub refuses (${status}), a limit or a missing right: ${more}`;
  }
  return `${what}: GitHub answered ${status}`;
}

/** The export, or one line that says why there is none. */
export async function fetchIssue(
  address: IssueAddress,
  token: string | undefined,
): Promise<{ readonly raw: RawExport } | { readonly problem: string }> {
  // Loaded only here: a replay of a file starts without it.
  const { Octokit } = await import('@octokit/rest');
  const octokit = new Octokit({
    baseUrl: address.apiUrl,
    userAgent: 'muster-replay',
    log: SILENT,
    request: {
      fetch: (url: string, init: RequestInit) =>
        fetch(url, { ...init, signal: AbortSignal.timeout(REQUEST_SECONDS * 1000) }),
    },
    ...(token === undefined ? {} : { auth: token }),
  });
  const at = { owner: address.owner, repo: address.repo, issue_number: address.number };
  try {
    const { data: issue } = await octokit.rest.issues.get(at);
    const items = await octokit.paginate(octokit.rest.issues.listEventsForTimeline, {
      ...at,
      per_page: PAGE,
    });
    return {
      raw: {
        issue,
        comments: items.filter(isComment),
        events: items.filter((item) => !isComment(item)),
      },
    };
  } catch (error) {
    return { problem: explain(error, address, token !== undefined) };
  }
}
