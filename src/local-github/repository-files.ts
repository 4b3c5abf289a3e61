/**
 * The files of a repository over its commits on the default branch, the only one there is.
 */
import { createHash } from 'node:crypto';
import type { CommitRecord, RepositoryRecord } from './records.ts';
import { DEFAULT_BRANCH } from './shapes/repository-shape.ts';

/** Path → text as of a commit; null when `ref` names nothing we have. */
export function filesAt(repository: RepositoryRecord, ref: string | null): Map<string, string> | null {
  const name = ref?.replace(/^(?:refs\/)?heads\//u, '') ?? DEFAULT_BRANCH;
  const end =
    name === DEFAULT_BRANCH || name === 'HEAD'
      ? repository.commits.length
      : repository.commits.findIndex(({ sha }) => name.length >= 7 && sha.startsWith(name)) + 1;
  if (end === 0 && name !== DEFAULT_BRANCH && name !== 'HEAD') return null;
  const files = new Map<string, string>();
  for (const { changes } of repository.commits.slice(0, end)) {
    for (const [path, text] of Object.entries(changes)) {
      if (text === null) files.delete(path);
      else files.set(path, text);
    }
  }
  return files;
}

/** Newest first, those that touched `path` or something under it. */
export function commitsOf(repository: RepositoryRecord, path: string | null): CommitRecord[] {
  const touches = ({ changes }: CommitRecord) =>
    path === null ||
    Object.keys(changes).some((changed) => changed === path || changed.startsWith(`${path}/`));
  return repository.commits.filter(touches).toReversed();
}

/** git's own name for a text. */
export function blobSha(text: string): string {
  return createHash('sha1')
    .update(`blob ${Buffer.byteLength(text)}\0${text}`)
    .digest('hex');
}

/** Adds a commit; its name follows from content, parent and time, so equal histories have equal names. */
export function commit(
  repository: RepositoryRecord,
  fields: { message: string; authorId: number; at: string; changes: Record<string, string | null> },
): CommitRecord {
  const parent = repository.commits.at(-1)?.sha ?? '';
  const sha = createHash('sha1')
    .update(JSON.stringify([repository.id, parent, fields]))
    .digest('hex');
  const row = { sha, ...fields };
  repository.commits.push(row);
  return row;
}
