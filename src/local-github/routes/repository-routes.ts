/**
 * A repository: reading and changing it, its people, and who may do what in it.
 */
import * as z from 'zod';
import type { Hub } from '../hub.ts';
import { atLeast, callerRole, legacyPermission, roleOf } from '../permissions.ts';
import type { RepositoryRecord, Role, UserRecord } from '../records.ts';
import { notFound } from '../refusal.ts';
import { param, readBody, repositoryOf, writer } from '../request.ts';
import type { Request } from '../request.ts';
import type { Routes } from '../router.ts';
import { repositoryShape } from '../shapes/repository-shape.ts';
import { userShape } from '../shapes/user-shape.ts';

const repositoryChange = z.object({
  name: z.string().min(1).optional(),
  description: z.string().nullish(),
  private: z.boolean().optional(),
  archived: z.boolean().optional(),
});

/** What an invitation calls the roles. */
const INVITED = {
  pull: 'read',
  triage: 'triage',
  push: 'write',
  maintain: 'maintain',
  admin: 'admin',
} as const;
const collaboratorBody = z.object({
  permission: z.enum(['pull', 'triage', 'push', 'maintain', 'admin']).default('push'),
});

export const repositoryRoutes: Routes = {
  'GET /repos/{owner}/{repo}': (request) => {
    const repository = repositoryOf(request, 'read', ['metadata', 'read']);
    return { status: 200, body: fullShape(request, repository) };
  },

  'PATCH /repos/{owner}/{repo}': (request) => {
    const fields = readBody(request, 'Repository', repositoryChange);
    // an archived repository takes one change: to be archived no longer
    const level = fields.archived === false ? 'read' : 'write';
    const repository = repositoryOf(request, 'admin', ['administration', level]);
    const sender = writer(request);
    for (const [action, changes] of applyChange(request.hub, repository, fields)) {
      request.hub.announce({
        event: 'repository',
        action,
        repository,
        sender,
        body: changes ? { changes } : {},
      });
    }
    return { status: 200, body: fullShape(request, repository) };
  },

  'GET /repos/{owner}/{repo}/collaborators/{username}/permission': (request) => {
    const { hub } = request;
    const repository = repositoryOf(request, 'read', ['metadata', 'read']);
    const user = hub.store.userByLogin(param(request, 'username'));
    const role = user ? roleOf(hub.store, repository, user) : 'none';
    if (!user || (role === 'none' && repository.private)) throw notFound();
    const shape = { ...userShape(hub, user), permissions: permissionFlags(role), role_name: role };
    return { status: 200, body: { permission: legacyPermission(role), role_name: role, user: shape } };
  },

  'PUT /repos/{owner}/{repo}/collaborators/{username}': (request) => {
    const { hub } = request;
    const repository = repositoryOf(request, 'admin', ['administration', 'write']);
    const { permission } = readBody(request, 'Collaborator', collaboratorBody);
    const user = hub.store.userByLogin(param(request, 'username'));
    if (!user) throw notFound();
    const before = repository.collaborators[user.id];
    const role: Role = INVITED[permission];
    repository.collaborators[user.id] = role;
    const to = legacyPermission(role);
    if (before === undefined) {
      announceMember(hub, repository, user, writer(request), 'added', {
        permission: { to },
        role_name: { to: role },
      });
    } else if (before !== role) {
      const from = legacyPermission(before);
      announceMember(hub, repository, user, writer(request), 'edited', {
        old_permission: { from },
        permission: { from, to },
      });
    }
    return { status: 204 };
  },

  'DELETE /repos/{owner}/{repo}/collaborators/{username}': (request) => {
    const { hub } = request;
    const repository = repositoryOf(request, 'admin', ['administration', 'write']);
    const user = hub.store.userByLogin(param(request, 'username'));
    if (user && repository.collaborators[user.id] !== undefined) {
      Reflect.deleteProperty(repository.collaborators, user.id);
      announceMember(hub, repository, user, writer(request), 'removed');
    }
    return { status: 204 };
  },
};

function announceMember(
  hub: Hub,
  repository: RepositoryRecord,
  user: UserRecord,
  sender: UserRecord,
  action: string,
  changes?: Record<string, unknown>,
): void {
  const body = { member: userShape(hub, user), ...(changes ? { changes } : {}) };
  hub.announce({ event: 'member', action, repository, sender, body });
}

/** Makes the change and says which webhooks it sends, each with its `changes`. */
function applyChange(
  hub: Hub,
  repository: RepositoryRecord,
  fields: z.infer<typeof repositoryChange>,
): [action: string, changes: Record<string, unknown> | null][] {
  const sent: [string, Record<string, unknown> | null][] = [];
  const { name, description, private: hidden, archived } = fields;
  if (name !== undefined && name !== repository.name) {
    sent.push(['renamed', { repository: { name: { from: repository.name } } }]);
    repository.formerNames.push(repository.name);
    repository.name = name;
  }
  if (description !== undefined && description !== repository.description) {
    sent.push(['edited', { description: { from: repository.description } }]);
    repository.description = description;
  }
  if (hidden !== undefined && hidden !== repository.private) {
    sent.push([hidden ? 'privatized' : 'publicized', null]);
    repository.private = hidden;
  }
  if (archived !== undefined && archived !== repository.archived) {
    sent.push([archived ? 'archived' : 'unarchived', null]);
    repository.archived = archived;
  }
  if (sent.length > 0) repository.updatedAt = hub.clock.stamp();
  return sent;
}

function fullShape(request: Request, repository: RepositoryRecord) {
  const { hub } = request;
  const owner = hub.store.user(repository.ownerId);
  return {
    ...repositoryShape(hub, repository),
    network_count: 0,
    subscribers_count: 0,
    ...(owner.type === 'Organization' ? { organization: userShape(hub, owner) } : {}),
    permissions: permissionFlags(callerRole(hub.store, request.caller, repository, 'contents')),
  };
}

function permissionFlags(role: Role) {
  return {
    pull: atLeast(role, 'read'),
    triage: atLeast(role, 'triage'),
    push: atLeast(role, 'write'),
    maintain: atLeast(role, 'maintain'),
    admin: role === 'admin',
  };
}
