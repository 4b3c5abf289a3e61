/**
 * One API request as the routes see it, and what they answer. Bodies are checked with zod; what does not fit is GitHub's 422.
 */
import type * as z from 'zod';
import type { Caller } from './caller.ts';
import type { Hub } from './hub.ts';
import type { IssueRecord, RepositoryRecord, UserRecord } from './records.ts';
import { demand } from './permissions.ts';
import type { Permission } from './permissions.ts';
import { invalid, notFound, Refusal } from './refusal.ts';
import type { Role } from './records.ts';

export interface Answer {
  readonly status: number;
  /** Sent as JSON; a string is sent as it is, under the `content-type` of `headers`. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Request {
  readonly hub: Hub;
  readonly caller: Caller;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Root of the address under which it came, `/api/v3` included: the next page is found under the same. */
  readonly root: string;
  /** The values in the path, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: unknown;
}

export type Handler = (request: Request) => Answer | Promise<Answer>;

export function param(request: Request, name: string): string {
  const value = request.params[name];
  if (value === undefined) throw new Error(`the route has no {${name}}`);
  return value;
}

/** The body by its schema; a missing body counts as `{}`, as on GitHub. */
export function readBody<T>(request: Request, resource: string, schema: z.ZodType<T>): T {
  const result = schema.safeParse(request.body ?? {});
  if (result.success) return result.data;
  throw invalid(
    ...result.error.issues.map((issue) => ({
      resource,
      field: issue.path.join('.'),
      code: issue.message.includes('undefined') ? ('missing_field' as const) : ('invalid' as const),
      message: issue.message,
    })),
  );
}

/** The repository of the path, if the caller has the role or permission; 404 for what they may not see. */
export function repositoryOf(request: Request, role: Role, permission: Permission): RepositoryRecord {
  const repository = request.hub.store.repositoryByName(param(request, 'owner'), param(request, 'repo'));
  if (!repository) throw notFound();
  demand(request.hub.store, request.caller, repository, role, permission);
  return repository;
}

/** The issue of the path: 404 if there never was one, 410 if it was deleted. */
export function issueOf(request: Request, repository: RepositoryRecord): IssueRecord {
  const issue = request.hub.store.issueByNumber(repository.id, Number(param(request, 'issue_number')));
  if (!issue) throw notFound();
  if (issue.deleted) throw new Refusal(410, 'This issue was deleted');
  return issue;
}

/** The person or bot a write is made by. */
export function writer(request: Request): UserRecord {
  const { caller } = request;
  if (caller.kind === 'user') return caller.user;
  if (caller.kind === 'installation') return caller.bot;
  throw new Refusal(401, 'Requires authentication');
}

/** The writer and whether it is the App. */
export const authorOf = (request: Request) => ({
  user: writer(request),
  viaApp: request.caller.kind === 'installation',
});
