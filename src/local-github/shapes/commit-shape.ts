/**
 * Commits as REST shows them and as `push` carries them.
 */
import type { Hub } from '../hub.ts';
import type { CommitRecord, RepositoryRecord } from '../records.ts';
import { nodeId } from './node-id.ts';
import { DEFAULT_BRANCH, fullName, repositoryUrl } from './repository-shape.ts';
import { userShape } from './user-shape.ts';

const NO_COMMIT = '0'.repeat(40);

export function commitShape(hub: Hub, repository: RepositoryRecord, row: CommitRecord) {
  const url = `${repositoryUrl(hub, repository)}/commits/${row.sha}`;
  const web = `${hub.webUrl}/${fullName(hub, repository)}/commit`;
  const author = userShape(hub, hub.store.user(row.authorId));
  const signature = { ...signatureOf(hub, row), date: row.at };
  const parent = parentOf(repository, row);
  return {
    sha: row.sha,
    node_id: nodeId('C', row.sha),
    url,
    html_url: `${web}/${row.sha}`,
    comments_url: `${url}/comments`,
    commit: {
      url: `${repositoryUrl(hub, repository)}/git/commits/${row.sha}`,
      author: signature,
      committer: signature,
      message: row.message,
      comment_count: 0,
      tree: { sha: row.sha, url: `${repositoryUrl(hub, repository)}/git/trees/${row.sha}` },
      verification: {
        verified: false,
        reason: 'unsigned',
        signature: null,
        payload: null,
        verified_at: null,
      },
    },
    author,
    committer: author,
    parents: parent
      ? [{ sha: parent.sha, url: url.replace(row.sha, parent.sha), html_url: `${web}/${parent.sha}` }]
      : [],
  };
}

/** `known` are the paths that were there before: what is not among them was added. */
export function pushPayload(
  hub: Hub,
  repository: RepositoryRecord,
  row: CommitRecord,
  before: CommitRecord | undefined,
  known: ReadonlySet<string>,
): Record<string, unknown> {
  const web = `${hub.webUrl}/${fullName(hub, repository)}`;
  const paths = Object.entries(row.changes);
  const signature = { ...signatureOf(hub, row), username: hub.store.user(row.authorId).login, date: row.at };
  const commit = {
    id: row.sha,
    tree_id: row.sha,
    distinct: true,
    message: row.message,
    timestamp: row.at,
    url: `${web}/commit/${row.sha}`,
    author: signature,
    committer: signature,
    added: paths.flatMap(([path, text]) => (text !== null && !known.has(path) ? [path] : [])),
    removed: paths.flatMap(([path, text]) => (text === null ? [path] : [])),
    modified: paths.flatMap(([path, text]) => (text !== null && known.has(path) ? [path] : [])),
  };
  return {
    ref: `refs/heads/${DEFAULT_BRANCH}`,
    before: before?.sha ?? NO_COMMIT,
    after: row.sha,
    pusher: signatureOf(hub, row),
    created: before === undefined,
    deleted: false,
    forced: false,
    base_ref: null,
    compare: `${web}/compare/${before?.sha.slice(0, 12) ?? NO_COMMIT}...${row.sha.slice(0, 12)}`,
    commits: [commit],
    head_commit: commit,
  };
}

function signatureOf(hub: Hub, row: CommitRecord) {
  const { login, name } = hub.store.user(row.authorId);
  return { name: name ?? login, email: `${login.replaceAll(/[^\w-]/gu, '')}@users.noreply.localhost` };
}

function parentOf(repository: RepositoryRecord, row: CommitRecord): CommitRecord | undefined {
  return repository.commits[repository.commits.indexOf(row) - 1];
}
