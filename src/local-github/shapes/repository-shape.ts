/**
 * Repositories and labels as REST and webhooks show them.
 */
import type { Hub } from '../hub.ts';
import type { LabelRecord, RepositoryRecord } from '../records.ts';
import { nodeId } from './node-id.ts';
import { userShape } from './user-shape.ts';

export const DEFAULT_BRANCH = 'main';

export function fullName(hub: Hub, repository: RepositoryRecord): string {
  return `${hub.store.user(repository.ownerId).login}/${repository.name}`;
}

export const repositoryUrl = (hub: Hub, repository: RepositoryRecord) =>
  `${hub.apiUrl}/repos/${fullName(hub, repository)}`;

/** GitHub's `repository`, which webhooks and lists carry. */
export function repositoryShape(hub: Hub, repository: RepositoryRecord) {
  const name = fullName(hub, repository);
  const web = `${hub.webUrl}/${name}`;
  const openIssues = [...hub.store.issues.values()].filter(
    (issue) => issue.repositoryId === repository.id && issue.state === 'open' && !issue.deleted,
  ).length;
  return {
    id: repository.id,
    node_id: nodeId('R', repository.id),
    name: repository.name,
    full_name: name,
    private: repository.private,
    owner: userShape(hub, hub.store.user(repository.ownerId)),
    html_url: web,
    description: repository.description,
    fork: false,
    ...addresses(repositoryUrl(hub, repository)),
    git_url: `git:${web.replace(/^https?:/u, '')}.git`,
    ssh_url: `git@localhost:${name}.git`,
    clone_url: `${web}.git`,
    svn_url: web,
    mirror_url: null,
    homepage: null,
    created_at: repository.createdAt,
    updated_at: repository.updatedAt,
    pushed_at: repository.commits.at(-1)?.at ?? repository.createdAt,
    size: 0,
    stargazers_count: 0,
    watchers_count: 0,
    language: null,
    has_issues: true,
    has_projects: false,
    has_downloads: false,
    has_wiki: false,
    has_pages: false,
    has_discussions: false,
    forks_count: 0,
    archived: repository.archived,
    disabled: false,
    open_issues_count: openIssues,
    license: null,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    topics: [],
    visibility: repository.private ? 'private' : 'public',
    forks: 0,
    open_issues: openIssues,
    watchers: 0,
    default_branch: DEFAULT_BRANCH,
  };
}

/** What `installation` webhooks say of a repository. */
export function repositoryStub(hub: Hub, repository: RepositoryRecord) {
  return {
    id: repository.id,
    node_id: nodeId('R', repository.id),
    name: repository.name,
    full_name: fullName(hub, repository),
    private: repository.private,
  };
}

export function labelShape(hub: Hub, repository: RepositoryRecord, label: LabelRecord) {
  return {
    id: label.id,
    node_id: nodeId('LA', label.id),
    url: `${repositoryUrl(hub, repository)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: false,
    description: label.description,
  };
}

function addresses(url: string) {
  return {
    url,
    archive_url: `${url}/{archive_format}{/ref}`,
    assignees_url: `${url}/assignees{/user}`,
    blobs_url: `${url}/git/blobs{/sha}`,
    branches_url: `${url}/branches{/branch}`,
    collaborators_url: `${url}/collaborators{/collaborator}`,
    comments_url: `${url}/comments{/number}`,
    commits_url: `${url}/commits{/sha}`,
    compare_url: `${url}/compare/{base}...{head}`,
    contents_url: `${url}/contents/{+path}`,
    contributors_url: `${url}/contributors`,
    deployments_url: `${url}/deployments`,
    downloads_url: `${url}/downloads`,
    events_url: `${url}/events`,
    forks_url: `${url}/forks`,
    git_commits_url: `${url}/git/commits{/sha}`,
    git_refs_url: `${url}/git/refs{/sha}`,
    git_tags_url: `${url}/git/tags{/sha}`,
    hooks_url: `${url}/hooks`,
    issue_comment_url: `${url}/issues/comments{/number}`,
    issue_events_url: `${url}/issues/events{/number}`,
    issues_url: `${url}/issues{/number}`,
    keys_url: `${url}/keys{/key_id}`,
    labels_url: `${url}/labels{/name}`,
    languages_url: `${url}/languages`,
    merges_url: `${url}/merges`,
    milestones_url: `${url}/milestones{/number}`,
    notifications_url: `${url}/notifications{?since,all,participating}`,
    pulls_url: `${url}/pulls{/number}`,
    releases_url: `${url}/releases{/id}`,
    stargazers_url: `${url}/stargazers`,
    statuses_url: `${url}/statuses/{sha}`,
    subscribers_url: `${url}/subscribers`,
    subscription_url: `${url}/subscription`,
    tags_url: `${url}/tags`,
    teams_url: `${url}/teams`,
    trees_url: `${url}/git/trees{/sha}`,
  };
}
