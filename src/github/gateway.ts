/** The gateway over one installation's client. */
import type { Gateway } from '../reconcile/gateway.ts';
import { applyEffect } from './apply.ts';
import type { Octokit } from './client.ts';
import { listOwnIssues, readComment, readComments, readEditors, readIssue, readOwnIssue } from './observe.ts';
import {
  changedComments,
  changedIssues,
  isCommentedBy,
  listLabelled,
  listRepositories,
} from './observe-repository.ts';
import { openIncidents } from './open-incidents.ts';
import { isTeamMember, readPermission } from './permission.ts';
import { reaches } from '../core/incident/account.ts';

/** `ownLogin`: the App's own login, `muster[bot]`. */
export function openGateway(octokit: Octokit, ownLogin: string): Gateway {
  return {
    readIssue: (place, repository) => readIssue(octokit, place, repository),
    readComment: (place, id) => readComment(octokit, place, id),
    readEditors: (nodeIds) => readEditors(octokit, nodeIds),
    readPermission: async ({ owner, repo }, login, teams, teamLevel) => {
      const permission = await readPermission(octokit, { owner, name: repo }, login);
      if (permission === 'unknown' || reaches(permission, teamLevel) || teams.length === 0) return permission;
      return (await isTeamMember(octokit, teams, login)) ? teamLevel : permission;
    },
    readOwnIssue: (place, number) => readOwnIssue(octokit, place, number),
    listOwnIssues: (place, since) => listOwnIssues(octokit, place, ownLogin, since),
    listLabelled: (place, label, repository, closedSince) =>
      listLabelled(octokit, place, label, repository, closedSince),
    changedIssues: (place, since, repository) => changedIssues(octokit, place, since, repository),
    changedComments: (place, since) => changedComments(octokit, place, since),
    isCommentedBy: (place, number, author) => isCommentedBy(octokit, place, number, author),
    listRepositories: () => listRepositories(octokit),
    openIncidents: (nodeIds, labels) => openIncidents(octokit, nodeIds, labels),
    readComments: (place, number) => readComments(octokit, place, number),
    apply: (place, effect) => applyEffect(octokit, place, effect),
  };
}
