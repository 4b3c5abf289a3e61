/**
 * Turns what happened into the App's webhook: the event's own fields, then repository, organization, sender and installation as
 * every payload has them. Silent where the App is not installed, is suspended or did not subscribe; installation events always come.
 */
import type { Announcement, Hub } from './hub.ts';
import type { AppRecord, InstallationRecord, RepositoryRecord } from './records.ts';
import { nodeId } from './shapes/node-id.ts';
import { repositoryShape } from './shapes/repository-shape.ts';
import { organisationShape, userShape } from './shapes/user-shape.ts';
import type { WebhookSender } from './webhook-sender.ts';

export function announceTo(hub: Hub, sender: WebhookSender, announcement: Announcement): void {
  const { app } = hub.store;
  const installation = app && installationFor(app, announcement);
  if (!installation || !app.webhookUrl) return;
  const always = announcement.event.startsWith('installation');
  if (!always && (installation.suspendedAt !== null || !app.events.includes(announcement.event))) return;
  const { event, action, repository } = announcement;
  sender.send({
    event,
    action,
    installationId: installation.id,
    repositoryId: repository?.id ?? null,
    // a snapshot: the rows go on changing while the parcel waits
    payload: structuredClone(payloadOf(hub, announcement, installation)),
  });
}

function installationFor(
  app: AppRecord,
  { installationId, repository }: Announcement,
): InstallationRecord | undefined {
  return app.installations.find((row) =>
    repository ? row.repositoryIds.includes(repository.id) : row.id === installationId,
  );
}

function payloadOf(
  hub: Hub,
  announcement: Announcement,
  installation: InstallationRecord,
): Record<string, unknown> {
  const { action, repository, body, sender, event } = announcement;
  return {
    ...(action === null ? {} : { action }),
    installation: { id: installation.id, node_id: nodeId('MDI', installation.id) },
    ...body,
    ...(repository ? repositoryFields(hub, repository, event) : {}),
    sender: userShape(hub, sender),
  };
}

function repositoryFields(hub: Hub, repository: RepositoryRecord, event: string): Record<string, unknown> {
  const owner = hub.store.user(repository.ownerId);
  const shape = repositoryShape(hub, repository);
  return {
    repository: event === 'push' ? pushRepository(shape) : shape,
    ...(owner.type === 'Organization' ? { organization: organisationShape(hub, owner) } : {}),
  };
}

const seconds = (at: string) => Math.floor(Date.parse(at) / 1000);

/** `push` is older than the other events: its repository counts times in seconds and names its branch twice. */
function pushRepository(shape: ReturnType<typeof repositoryShape>): Record<string, unknown> {
  return {
    ...shape,
    url: shape.html_url,
    owner: { ...shape.owner, name: shape.owner.login, email: null },
    created_at: seconds(shape.created_at),
    pushed_at: seconds(shape.pushed_at),
    stargazers: 0,
    master_branch: shape.default_branch,
  };
}
