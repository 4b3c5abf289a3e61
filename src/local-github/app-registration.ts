/**
 * Registering the App, also again over a running server with a new key or webhook address, and installing it in repositories.
 * One installation per owner, as on GitHub.
 */
import type { Hub } from './hub.ts';
import type { AppRecord, InstallationRecord, RepositoryRecord } from './records.ts';
import { Refusal } from './refusal.ts';
import type { AppFields } from './seed.ts';
import { installationShape } from './shapes/app-shape.ts';
import { repositoryStub } from './shapes/repository-shape.ts';

/** Keeps the installations of an App that is registered again. Sends `installation.created` for new ones. */
export function registerApp(hub: Hub, fields: AppFields): AppRecord {
  const { store } = hub;
  const before = store.app?.id === fields.id ? store.app : null;
  const login = `${fields.slug}[bot]`;
  const createdAt = before?.createdAt ?? hub.clock.stamp();
  const bot =
    store.userByLogin(login) ??
    store.addUser({ id: store.nextId('user'), login, type: 'Bot', name: null, token: null, createdAt });
  const ownerId = ownerOf(hub, fields);
  const app: AppRecord = {
    id: fields.id,
    slug: fields.slug,
    name: fields.name ?? fields.slug,
    ownerId,
    botId: bot.id,
    publicKey: fields.publicKey,
    webhookUrl: fields.webhook_url ?? null,
    webhookSecret: fields.webhook_secret ?? null,
    permissions: fields.permissions,
    events: fields.events,
    installations: before?.installations ?? [],
    createdAt,
  };
  store.app = app;
  const wanted = fields.repositories?.map((name) => named(hub, name)) ?? [...store.repositories.values()];
  for (const [accountId, repositories] of Map.groupBy(wanted, (repository) => repository.ownerId)) {
    const known = app.installations.some((row) => row.accountId === accountId);
    if (!known) install(hub, app, accountId, repositories);
  }
  return app;
}

/** Adds a repository to its owner's installation or takes it out, with the webhook that goes with it. */
export function changeInstallation(hub: Hub, name: string, action: 'add' | 'remove'): void {
  const { app } = hub.store;
  if (!app) throw new Refusal(422, 'no App is registered');
  const repository = named(hub, name);
  const installation = app.installations.find(({ accountId }) => accountId === repository.ownerId);
  if (!installation) {
    if (action === 'add') install(hub, app, repository.ownerId, [repository]);
    return;
  }
  const listed = installation.repositoryIds.includes(repository.id);
  if (listed === (action === 'add')) return;
  const stub = repositoryStub(hub, repository);
  const others = installation.repositoryIds.filter((id) => id !== repository.id);
  installation.repositoryIds = action === 'add' ? [...others, repository.id] : others;
  for (const token of hub.store.tokens.values()) {
    if (token.installationId !== installation.id) continue;
    const kept = token.repositoryIds.filter((id) => id !== repository.id);
    token.repositoryIds.splice(0, Infinity, ...kept, ...(action === 'add' ? [repository.id] : []));
  }
  announce(hub, app, installation, 'installation_repositories', action === 'add' ? 'added' : 'removed', {
    repository_selection: 'selected',
    repositories_added: action === 'add' ? [stub] : [],
    repositories_removed: action === 'remove' ? [stub] : [],
    requester: null,
  });
}

export function suspendInstallation(hub: Hub, owner: string, suspended: boolean): void {
  const { app } = hub.store;
  const installation = app?.installations.find(
    ({ accountId }) => accountId === hub.store.userByLogin(owner)?.id,
  );
  if (!app || !installation) throw new Refusal(422, `the App is not installed at ${owner}`);
  installation.suspendedAt = suspended ? hub.clock.stamp() : null;
  announce(hub, app, installation, 'installation', suspended ? 'suspend' : 'unsuspend', {});
}

function install(
  hub: Hub,
  app: AppRecord,
  accountId: number,
  repositories: readonly RepositoryRecord[],
): void {
  const installation: InstallationRecord = {
    id: hub.store.nextId('installation'),
    accountId,
    repositoryIds: repositories.map(({ id }) => id),
    suspendedAt: null,
    createdAt: hub.clock.stamp(),
  };
  app.installations.push(installation);
  const stubs = repositories.map((repository) => repositoryStub(hub, repository));
  announce(hub, app, installation, 'installation', 'created', { repositories: stubs, requester: null });
}

function announce(
  hub: Hub,
  app: AppRecord,
  installation: InstallationRecord,
  event: string,
  action: string,
  body: Record<string, unknown>,
): void {
  const { store } = hub;
  const owners = store.organisations.get(installation.accountId)?.owners;
  hub.announce({
    event,
    action,
    repository: null,
    sender: store.user(owners?.[0] ?? installation.accountId),
    installationId: installation.id,
    body: { installation: installationShape(hub, app, installation), ...body },
  });
}

function named(hub: Hub, name: string): RepositoryRecord {
  const [owner = '', repository = ''] = name.split('/');
  const row = hub.store.repositoryByName(owner, repository);
  if (!row) throw new Refusal(422, `there is no repository ${name}`);
  return row;
}

function ownerOf(hub: Hub, fields: AppFields): number {
  const first = [...hub.store.users.values()].find(({ type }) => type !== 'Bot');
  const owner = fields.owner === undefined ? first : hub.store.userByLogin(fields.owner);
  if (!owner)
    throw new Refusal(
      422,
      `the App's owner ${fields.owner ?? ''} is not there: name a user or an organisation`,
    );
  return owner.id;
}
