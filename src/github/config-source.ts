/** The configuration's files, from default branches, through GitHub's contents API (K1, K2). */
import type { ConfigSource } from '../config/config-source.ts';
import type { Octokit } from './client.ts';
import { readFailure, statusOf } from './failure.ts';

interface FileContent {
  readonly type?: string;
  readonly encoding?: string;
  readonly content?: string;
  readonly sha?: string;
}

/** A folder or a submodule of that name counts as no file. */
function textOf(data: unknown): { readonly text: string; readonly sha: string } | null {
  const { type, encoding, content, sha } = data as FileContent;
  if (type !== 'file' || encoding !== 'base64' || content === undefined) return null;
  return { text: Buffer.from(content, 'base64').toString('utf8'), sha: sha ?? '' };
}

/** Null for what is not there; a refusal (403 that is no limit) passes as it came. */
async function orNull<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw readFailure(error);
  }
}

export function configSource(octokit: Octokit): ConfigSource {
  const { repos } = octokit.rest;
  return {
    read: (owner, repo, path) =>
      orNull(async () => textOf((await repos.getContent({ owner, repo, path })).data)),
    commits: async (owner, repo, path, limit) =>
      (await orNull(async () => (await repos.listCommits({ owner, repo, path, per_page: limit })).data)) ??
      [],
    readAt: (owner, repo, path, ref) =>
      orNull(async () => textOf((await repos.getContent({ owner, repo, path, ref })).data)?.text ?? null),
  };
}
