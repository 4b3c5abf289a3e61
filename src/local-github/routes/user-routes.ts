/**
 * People, the membership of teams, and the caller's rate limit.
 */
import { notFound, notAccessible, Refusal } from '../refusal.ts';
import { param } from '../request.ts';
import type { Routes } from '../router.ts';
import { publicUserShape } from '../shapes/user-shape.ts';
import type { Hub } from '../hub.ts';
import type { Caller } from '../caller.ts';

export const userRoutes: Routes = {
  'GET /user': (request) => {
    const { caller, hub } = request;
    if (caller.kind === 'anonymous') throw new Refusal(401, 'Requires authentication');
    if (caller.kind !== 'user') throw notAccessible();
    return { status: 200, body: publicUserShape(hub, caller.user) };
  },

  'GET /users/{username}': (request) => {
    const user = request.hub.store.userByLogin(param(request, 'username'));
    if (!user) throw notFound();
    return { status: 200, body: publicUserShape(request.hub, user) };
  },

  'GET /orgs/{org}/teams/{team_slug}/memberships/{username}': (request) => {
    const { hub, caller } = request;
    const organisation = hub.store.organisations.get(hub.store.userByLogin(param(request, 'org'))?.id ?? 0);
    if (!organisation || !seesMembers(caller, organisation.id, organisation.members)) throw notFound();
    const slug = param(request, 'team_slug').toLowerCase();
    const team = organisation.teams.find((row) => row.slug.toLowerCase() === slug);
    const user = hub.store.userByLogin(param(request, 'username'));
    if (!team || !user || !team.members.includes(user.id)) throw notFound();
    const url = `${hub.apiUrl}/orgs/${hub.store.user(organisation.id).login}/teams/${team.slug}/memberships/${user.login}`;
    return { status: 200, body: { state: 'active', role: roleIn(hub, organisation.id, user.id), url } };
  },
};

/** Owners of the organisation are maintainers of every team they are in. */
function roleIn(hub: Hub, organisationId: number, userId: number): 'maintainer' | 'member' {
  return hub.store.organisations.get(organisationId)?.owners.includes(userId) ? 'maintainer' : 'member';
}

function seesMembers(caller: Caller, organisationId: number, members: readonly number[]): boolean {
  if (caller.kind === 'user') return members.includes(caller.user.id);
  if (caller.kind !== 'installation' || caller.installation.accountId !== organisationId) return false;
  if (!('members' in caller.token.permissions)) throw notAccessible();
  return true;
}
