/**
 * The App about itself: identity, installations, tokens, and the repositories a token reaches. All but the last need the App's own
 * JSON Web Token.
 */
import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { page } from '../paging.ts';
import type { AppRecord, InstallationRecord } from '../records.ts';
import { invalid, notAccessible, notFound, Refusal } from '../refusal.ts';
import { param, readBody } from '../request.ts';
import type { Request } from '../request.ts';
import type { Routes } from '../router.ts';
import { appShape, installationShape } from '../shapes/app-shape.ts';
import { repositoryShape } from '../shapes/repository-shape.ts';

const TOKEN_LIFETIME = 60 * 60 * 1000;

const tokenRequest = z.object({
  permissions: z.record(z.string(), z.enum(['read', 'write', 'admin'])).optional(),
  repositories: z.array(z.string()).optional(),
  repository_ids: z.array(z.number().int()).optional(),
});

export const appRoutes: Routes = {
  'GET /app': (request) => {
    const app = appOf(request);
    return {
      status: 200,
      body: { ...appShape(request.hub, app), installations_count: app.installations.length },
    };
  },

  'GET /app/installations': (request) => {
    const app = appOf(request);
    return page(request, app.installations, (row) => installationShape(request.hub, app, row));
  },

  'GET /app/installations/{installation_id}': (request) => {
    const app = appOf(request);
    return { status: 200, body: installationShape(request.hub, app, installationOf(request, app)) };
  },

  'POST /app/installations/{installation_id}/access_tokens': (request) => {
    const app = appOf(request);
    const installation = installationOf(request, app);
    if (installation.suspendedAt !== null) throw new Refusal(403, 'This installation has been suspended');
    return { status: 201, body: createToken(request, app, installation) };
  },

  'GET /repos/{owner}/{repo}/installation': (request) => {
    const app = appOf(request);
    const repository = request.hub.store.repositoryByName(param(request, 'owner'), param(request, 'repo'));
    const installation = app.installations.find(
      ({ repositoryIds }) => repository && repositoryIds.includes(repository.id),
    );
    if (!installation) throw notFound();
    return { status: 200, body: installationShape(request.hub, app, installation) };
  },

  'GET /orgs/{org}/installation': (request) => {
    const app = appOf(request);
    const account = request.hub.store.userByLogin(param(request, 'org'));
    const installation = app.installations.find(({ accountId }) => accountId === account?.id);
    if (!installation) throw notFound();
    return { status: 200, body: installationShape(request.hub, app, installation) };
  },

  'GET /installation/repositories': (request) => {
    const { caller, hub } = request;
    if (caller.kind !== 'installation')
      throw caller.kind === 'anonymous' ? new Refusal(401, 'Requires authentication') : notAccessible();
    const repositories = caller.token.repositoryIds.flatMap((id) => hub.store.repositories.get(id) ?? []);
    return page(
      request,
      repositories,
      (repository) => repositoryShape(hub, repository),
      (items) => ({
        total_count: repositories.length,
        repository_selection: 'selected',
        repositories: items,
      }),
    );
  },
};

/** The App that signed the request. */
export function appOf(request: Request): AppRecord {
  if (request.caller.kind === 'app') return request.caller.app;
  throw new Refusal(401, 'A JSON web token could not be decoded');
}

function installationOf(request: Request, app: AppRecord): InstallationRecord {
  const installation = app.installations.find(({ id }) => id === Number(param(request, 'installation_id')));
  if (!installation) throw notFound();
  return installation;
}

function createToken(request: Request, app: AppRecord, installation: InstallationRecord) {
  const { store } = request.hub;
  const wanted = readBody(request, 'InstallationToken', tokenRequest);
  const excess = Object.entries(wanted.permissions ?? {}).filter(
    ([name, level]) => !covers(app.permissions[name], level),
  );
  if (excess.length > 0) {
    throw new Refusal(422, 'The permissions requested are not granted to this installation.');
  }
  const names = wanted.repositories?.map((name) => name.toLowerCase());
  const chosen = installation.repositoryIds.filter(
    (id) =>
      (names?.includes(store.repository(id).name.toLowerCase()) ?? true) &&
      (wanted.repository_ids?.includes(id) ?? true),
  );
  if (chosen.length < (names ?? wanted.repository_ids ?? []).length) {
    const message =
      'There is at least one repository that does not exist or is not accessible to the parent installation.';
    throw invalid({ resource: 'InstallationToken', field: 'repositories', code: 'custom', message });
  }
  const expiresAt = Math.floor((Date.now() + TOKEN_LIFETIME) / 1000) * 1000;
  const token = {
    token: `ghs_${randomBytes(30).toString('base64url').replaceAll(/[-_]/gu, 'x')}`,
    installationId: installation.id,
    permissions: { metadata: 'read', ...(wanted.permissions ?? app.permissions) },
    repositoryIds: chosen,
    expiresAt,
  };
  store.tokens.set(token.token, token);
  const narrowed = names !== undefined || wanted.repository_ids !== undefined;
  return {
    token: token.token,
    expires_at: new Date(expiresAt).toISOString().replace('.000Z', 'Z'),
    permissions: token.permissions,
    repository_selection: 'selected',
    ...(narrowed
      ? { repositories: chosen.map((id) => repositoryShape(request.hub, store.repository(id))) }
      : {}),
  };
}

function covers(granted: string | undefined, wanted: string): boolean {
  const levels = ['read', 'write', 'admin'];
  return granted !== undefined && levels.indexOf(granted) >= levels.indexOf(wanted);
}
