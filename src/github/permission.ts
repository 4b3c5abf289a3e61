/**
 * What somebody may do on a repository. The endpoint decides, by `role_name` (A1): `author_association` lies for private members. A role of the
 * organisation's own counts as the standard one it builds on.
 */
import { PERMISSIONS, type Permission } from '../core/incident/account.ts';
import type { Octokit } from './client.ts';
import { readFailure, statusOf } from './failure.ts';

interface Repository {
  readonly owner: string;
  readonly name: string;
}

function isPermission(name: string): name is Permission {
  return PERMISSIONS.some((p) => p === name);
}

async function isUser(octokit: Octokit, username: string): Promise<boolean> {
  try {
    await octokit.rest.users.getByUsername({ username });
    return true;
  } catch (error) {
    if (statusOf(error) === 404) return false;
    throw readFailure(error);
  }
}

/** `unknown`: GitHub has no such user. */
export async function readPermission(
  octokit: Octokit,
  { owner, name }: Repository,
  login: string,
): Promise<Permission | 'unknown'> {
  try {
    const { data } = await octokit.rest.repos.getCollaboratorPermissionLevel({
      owner,
      repo: name,
      username: login,
    });
    const role = data.role_name;
    if (isPermission(role)) return role;
    return isPermission(data.permission) ? data.permission : 'none';
  } catch (error) {
    if (statusOf(error) !== 404) throw readFailure(error);
    return (await isUser(octokit, login)) ? 'none' : 'unknown';
  }
}

/** Whether somebody is an active member of one of the teams (`org/slug`). */
export async function isTeamMember(
  octokit: Octokit,
  teams: readonly string[],
  login: string,
): Promise<boolean> {
  for (const team of teams) {
    const [org = '', slug = ''] = team.replace(/^@/u, '').split('/');
    try {
      const { data } = await octokit.rest.teams.getMembershipForUserInOrg({
        org,
        team_slug: slug,
        username: login,
      });
      if (data.state === 'active') return true;
    } catch (error) {
      if (statusOf(error) !== 404 && statusOf(error) !== 403) throw readFailure(error);
    }
  }
  return false;
}
