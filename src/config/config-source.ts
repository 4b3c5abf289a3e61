/**
 * Where configuration comes from, as the loader sees it: the adapter to GitHub implements it.
 */

/**
 * Files of default branches. What is not there is null. A refusal (a 403 that is no rate limit) is thrown as an error whose `status` is 403;
 * whatever else is thrown passes through, to be tried later.
 */
export interface ConfigSource {
  read(
    owner: string,
    repo: string,
    path: string,
  ): Promise<{ readonly text: string; readonly sha: string } | null>;
  /** Commits of the default branch that touched the path, newest first. */
  commits(
    owner: string,
    repo: string,
    path: string,
    limit: number,
  ): Promise<readonly { readonly sha: string }[]>;
  readAt(owner: string, repo: string, path: string, sha: string): Promise<string | null>;
}

export interface RepositoryName {
  readonly owner: string;
  readonly name: string;
}

/** A file as found, whose `name` is what problems call it. */
export interface FoundFile {
  readonly name: string;
  readonly repository: RepositoryName;
  readonly text: string;
  readonly sha: string;
}
