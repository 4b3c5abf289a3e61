/**
 * The App and its installations as REST and webhooks show them.
 */
import type { Hub } from '../hub.ts';
import type { AppRecord, InstallationRecord } from '../records.ts';
import { nodeId } from './node-id.ts';
import { userShape } from './user-shape.ts';

/** GitHub's `integration`: `performed_via_github_app` and `GET /app`. */
export function appShape(hub: Hub, app: AppRecord) {
  return {
    id: app.id,
    client_id: clientId(app),
    slug: app.slug,
    node_id: nodeId('A', app.id),
    owner: userShape(hub, hub.store.user(app.ownerId)),
    name: app.name,
    description: '',
    external_url: `${hub.webUrl}/apps/${app.slug}`,
    html_url: `${hub.webUrl}/apps/${app.slug}`,
    created_at: app.createdAt,
    updated_at: app.createdAt,
    permissions: app.permissions,
    events: app.events,
  };
}

/** The App behind a write, null where a person did it. */
export function viaAppShape(hub: Hub, viaApp: boolean) {
  return viaApp && hub.store.app ? appShape(hub, hub.store.app) : null;
}

export function installationShape(hub: Hub, app: AppRecord, installation: InstallationRecord) {
  const account = hub.store.user(installation.accountId);
  const url = `${hub.apiUrl}/app/installations/${installation.id}`;
  return {
    id: installation.id,
    client_id: clientId(app),
    account: userShape(hub, account),
    repository_selection: 'selected',
    access_tokens_url: `${url}/access_tokens`,
    repositories_url: `${hub.apiUrl}/installation/repositories`,
    html_url: `${hub.webUrl}/settings/installations/${installation.id}`,
    app_id: app.id,
    app_slug: app.slug,
    target_id: account.id,
    target_type: account.type,
    permissions: app.permissions,
    events: app.events,
    created_at: installation.createdAt,
    updated_at: installation.suspendedAt ?? installation.createdAt,
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: installation.suspendedAt === null ? null : userShape(hub, hub.store.user(app.ownerId)),
    suspended_at: installation.suspendedAt,
  };
}

const clientId = (app: AppRecord) => `Iv23local${app.id}`;
