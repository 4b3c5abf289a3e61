/**
 * Files of a repository and the commits that changed them. A file comes as base64 in JSON, or as its text for the raw media type;
 * a folder as a list. Writing makes a commit and sends `push`.
 */
import * as z from 'zod';
import type { Hub } from '../hub.ts';
import { page } from '../paging.ts';
import type { CommitRecord, RepositoryRecord, UserRecord } from '../records.ts';
import { notFound, Refusal } from '../refusal.ts';
import { blobSha, commit, commitsOf, filesAt } from '../repository-files.ts';
import { param, readBody, repositoryOf, writer } from '../request.ts';
import type { Request } from '../request.ts';
import type { Routes } from '../router.ts';
import { commitShape, pushPayload } from '../shapes/commit-shape.ts';
import { fullName, DEFAULT_BRANCH, repositoryUrl } from '../shapes/repository-shape.ts';

const fileChange = z.object({ message: z.string(), content: z.base64(), sha: z.string().optional() });
const fileRemoval = z.object({ message: z.string(), sha: z.string() });

export const contentRoutes: Routes = {
  'GET /repos/{owner}/{repo}/contents/{path}': (request) => {
    const repository = repositoryOf(request, 'read', ['contents', 'read']);
    const files = filesAt(repository, request.query.get('ref'));
    if (!files) throw new Refusal(404, `No commit found for the ref ${request.query.get('ref') ?? ''}`);
    const path = param(request, 'path').replace(/\/$/u, '');
    const text = files.get(path);
    if (text !== undefined) return fileAnswer(request, repository, path, text);
    return { status: 200, body: folderShape(request, repository, path, files) };
  },

  'PUT /repos/{owner}/{repo}/contents/{path}': (request) => {
    const repository = repositoryOf(request, 'write', ['contents', 'write']);
    const fields = readBody(request, 'Content', fileChange);
    const path = param(request, 'path');
    const before = checkSha(repository, path, fields.sha);
    const text = Buffer.from(fields.content, 'base64').toString('utf8');
    const row = push(request.hub, repository, writer(request), fields.message, { [path]: text });
    const shape = commitShape(request.hub, repository, row);
    return {
      status: before === undefined ? 201 : 200,
      body: {
        content: fileShape(request, repository, path, text),
        commit: { ...shape.commit, sha: row.sha, parents: shape.parents },
      },
    };
  },

  'DELETE /repos/{owner}/{repo}/contents/{path}': (request) => {
    const repository = repositoryOf(request, 'write', ['contents', 'write']);
    const fields = readBody(request, 'Content', fileRemoval);
    const path = param(request, 'path');
    if (checkSha(repository, path, fields.sha) === undefined) throw notFound();
    const row = push(request.hub, repository, writer(request), fields.message, { [path]: null });
    const shape = commitShape(request.hub, repository, row);
    return {
      status: 200,
      body: { content: null, commit: { ...shape.commit, sha: row.sha, parents: shape.parents } },
    };
  },

  'GET /repos/{owner}/{repo}/commits': (request) => {
    const repository = repositoryOf(request, 'read', ['contents', 'read']);
    const until = Date.parse(request.query.get('until') ?? '');
    const since = Date.parse(request.query.get('since') ?? '');
    const rows = commitsOf(repository, request.query.get('path')).filter(
      ({ at }) => !(Date.parse(at) > until) && !(Date.parse(at) < since),
    );
    return page(request, rows, (row) => commitShape(request.hub, repository, row));
  },
};

/** Commits the change and sends `push`. */
function push(
  hub: Hub,
  repository: RepositoryRecord,
  author: UserRecord,
  message: string,
  changes: Record<string, string | null>,
): CommitRecord {
  const before = repository.commits.at(-1);
  const known = new Set(filesAt(repository, null)?.keys());
  const row = commit(repository, { message, authorId: author.id, at: hub.clock.stamp(), changes });
  const body = pushPayload(hub, repository, row, before, known);
  hub.announce({ event: 'push', action: null, repository, sender: author, body });
  return row;
}

function checkSha(repository: RepositoryRecord, path: string, sha: string | undefined): string | undefined {
  const text = filesAt(repository, null)?.get(path);
  if (text === undefined) return undefined;
  if (sha === undefined) throw new Refusal(422, `Invalid request.\n\n"sha" wasn't supplied.`);
  if (sha !== blobSha(text)) throw new Refusal(409, `${path} does not match ${sha}`);
  return text;
}

function fileAnswer(request: Request, repository: RepositoryRecord, path: string, text: string) {
  const accept = request.headers['accept'] ?? '';
  if (/application\/vnd\.github(?:\.[\w-]+)?\.raw/u.test(accept)) {
    return {
      status: 200,
      body: text,
      headers: { 'content-type': 'application/vnd.github.raw+json; charset=utf-8' },
    };
  }
  const content = Buffer.from(text).toString('base64').replaceAll(/.{60}/gu, '$&\n');
  return {
    status: 200,
    body: { ...fileShape(request, repository, path, text), content: `${content}\n`, encoding: 'base64' },
  };
}

function fileShape(request: Request, repository: RepositoryRecord, path: string, text: string) {
  const sha = blobSha(text);
  const web = `${request.hub.webUrl}/${fullName(request.hub, repository)}`;
  const git = `${repositoryUrl(request.hub, repository)}/git/blobs/${sha}`;
  const download = `${web}/raw/${DEFAULT_BRANCH}/${path}`;
  return {
    ...entry(request, repository, path, 'file', sha, git, Buffer.byteLength(text)),
    download_url: download,
  };
}

function folderShape(
  request: Request,
  repository: RepositoryRecord,
  path: string,
  files: Map<string, string>,
) {
  const prefix = path === '' ? '' : `${path}/`;
  const inside = [...files].filter(([name]) => name.startsWith(prefix));
  if (inside.length === 0 && path !== '') throw notFound();
  const names = new Set(inside.map(([name]) => name.slice(prefix.length).split('/')[0] ?? ''));
  return [...names].toSorted().map((name) => {
    const text = files.get(prefix + name);
    if (text !== undefined) return fileShape(request, repository, prefix + name, text);
    const sha = blobSha(prefix + name);
    const git = `${repositoryUrl(request.hub, repository)}/git/trees/${sha}`;
    return { ...entry(request, repository, prefix + name, 'dir', sha, git, 0), download_url: null };
  });
}

function entry(
  request: Request,
  repository: RepositoryRecord,
  path: string,
  type: 'file' | 'dir',
  sha: string,
  gitUrl: string,
  size: number,
) {
  const url = `${repositoryUrl(request.hub, repository)}/contents/${path}?ref=${DEFAULT_BRANCH}`;
  const kind = type === 'file' ? 'blob' : 'tree';
  const htmlUrl = `${request.hub.webUrl}/${fullName(request.hub, repository)}/${kind}/${DEFAULT_BRANCH}/${path}`;
  return {
    name: path.split('/').at(-1) ?? path,
    path,
    sha,
    size,
    url,
    html_url: htmlUrl,
    git_url: gitUrl,
    type,
    _links: { self: url, git: gitUrl, html: htmlUrl },
  };
}
