/**
 * Who may do what in a repository. People have a role, the highest of what the owner, the organisation, the repository's own list
 * and its being public give them; an installation has the permissions of its token in the repositories of its token. What
 * somebody may not even see answers 404, what they see but may not do 403.
 */
import type { Caller } from './caller.ts';
import { ROLES } from './records.ts';
import type { RepositoryRecord, Role, UserRecord } from './records.ts';
import { forbidden, notAccessible, notFound, Refusal } from './refusal.ts';
import type { Store } from './store.ts';

/** `issues: write` and so on, as in an App's manifest. */
export type Permission = readonly [
  name: 'issues' | 'contents' | 'members' | 'metadata' | 'administration',
  level: 'read' | 'write',
];

const rank = (role: Role) => ROLES.indexOf(role);

export function atLeast(role: Role, wanted: Role): boolean {
  return rank(role) >= rank(wanted);
}

/** What a person may do there; `none` is what a stranger has in a private repository. */
export function roleOf(store: Store, repository: RepositoryRecord, user: UserRecord): Role {
  const organisation = store.organisationOf(repository);
  const roles: Role[] = [repository.private ? 'none' : 'read', repository.collaborators[user.id] ?? 'none'];
  if (user.id === repository.ownerId || organisation?.owners.includes(user.id)) roles.push('admin');
  if (organisation?.members.includes(user.id)) roles.push(organisation.baseRole);
  return roles.toSorted((a, b) => rank(b) - rank(a))[0] ?? 'none';
}

/** A person's role, or the one an installation's token amounts to for the given permission. */
export function callerRole(
  store: Store,
  caller: Caller,
  repository: RepositoryRecord,
  permission: Permission[0] = 'issues',
): Role {
  switch (caller.kind) {
    case 'user':
      return roleOf(store, repository, caller.user);
    case 'installation': {
      const { permissions, repositoryIds } = caller.token;
      const open: Role = repository.private ? 'none' : 'read';
      if (!repositoryIds.includes(repository.id)) return open;
      const level = permissions[permission];
      if (level === 'write') return 'write';
      return level === 'read' ? 'read' : open;
    }
    case 'anonymous':
    case 'app':
      return repository.private ? 'none' : 'read';
    default:
      return caller satisfies never;
  }
}

/** May the caller know that the repository exists? */
export function canSee(store: Store, caller: Caller, repository: RepositoryRecord): boolean {
  if (!repository.private) return true;
  if (caller.kind === 'installation') return caller.token.repositoryIds.includes(repository.id);
  return caller.kind === 'user' && roleOf(store, repository, caller.user) !== 'none';
}

/**
 * Refuses with GitHub's status what the caller may not do: a person needs `role`, an installation the permission. Reading a
 * public repository is open to all but an App whose token lacks the permission there.
 */
export function demand(
  store: Store,
  caller: Caller,
  repository: RepositoryRecord,
  role: Role,
  permission: Permission,
): void {
  if (!canSee(store, caller, repository)) throw notFound();
  const writes = permission[1] === 'write';
  if (writes && caller.kind !== 'user' && caller.kind !== 'installation')
    throw new Refusal(401, 'Requires authentication');
  if (writes && repository.archived) throw new Refusal(403, 'Repository was archived so is read-only.');
  if (caller.kind === 'installation') {
    if (
      !grants(
        caller.token.permissions,
        permission,
        caller.token.repositoryIds.includes(repository.id),
        repository.private,
      )
    ) {
      throw notAccessible();
    }
    return;
  }
  if (!atLeast(callerRole(store, caller, repository), role)) throw forbidden();
}

function grants(
  permissions: Record<string, string>,
  [name, level]: Permission,
  listed: boolean,
  isPrivate: boolean,
): boolean {
  if (!listed) return level === 'read' && !isPrivate;
  if (name === 'metadata') return true;
  const granted = permissions[name];
  return granted === 'write' || (level === 'read' && granted === 'read');
}

/** GitHub's older five-step scale: maintain counts as write, triage as read. */
export function legacyPermission(role: Role): 'admin' | 'write' | 'read' | 'none' {
  if (role === 'maintain') return 'write';
  return role === 'triage' ? 'read' : role;
}

export type Association = 'OWNER' | 'MEMBER' | 'COLLABORATOR' | 'NONE';

export function associationOf(store: Store, repository: RepositoryRecord, userId: number): Association {
  const organisation = store.organisationOf(repository);
  if (userId === repository.ownerId) return 'OWNER';
  if (organisation?.owners.includes(userId) || organisation?.members.includes(userId)) return 'MEMBER';
  return repository.collaborators[userId] ? 'COLLABORATOR' : 'NONE';
}

/** Assignable are those who may write and the organisation's members who may read; GitHub adds who has commented, issue by issue. */
export function assignable(store: Store, repository: RepositoryRecord, user: UserRecord): boolean {
  if (user.type !== 'User') return false;
  const role = roleOf(store, repository, user);
  const member = store.organisationOf(repository)?.members.includes(user.id) ?? false;
  return (
    atLeast(role, 'triage') || (member && role !== 'none') || repository.collaborators[user.id] === 'read'
  );
}
