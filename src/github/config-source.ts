/** The configuration's files, from default branches, through GitHub's contents API (K1, K2). */
import { z } from 'zod';
import type { ConfigSource } from '../config/config-source.ts';
import type { Octokit } from './client.ts';
import { readFailure, statusOf } from './failure.ts';

const FileContent = z.object({
  type: z.literal('file'),
  encoding: z.literal('base64'),
  content: z.string(),
  sha: z.string(),
});

/** A folder or a submodule of that name counts as no file. */
function textOf(data: unknown): { readonly text: string; readonly sha: string } | null {
  const { success, data: file } = FileContent.safeParse(data);
  return success ? { text: Buffer.from(file.content, 'base64').toString('utf8'), sha: file.sha } : null;
}

/** Null for what is not there; a refusal (403 that is no limit) is thrown with its status. */
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
