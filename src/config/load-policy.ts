/**
 * The policy in force for a repository: its file over its organisation's over the built-in one (K1). A broken file is replaced by its newest
 * version that parses (K2), together with whatever the other file says today, so that one mistake never switches the rest off.
 *
 * A file that is not there is nothing to speak of; a file that may not be read is a problem, for its settings silently do not count.
 */
import type { Policy } from '../core/policy.ts';
import { describeProblem, START } from './config-problem.ts';
import type { ConfigProblem } from './config-problem.ts';
import type { ConfigSource, FoundFile, RepositoryName } from './config-source.ts';
import { readConfig } from './read-config.ts';
import type { ValidConfig } from './read-config.ts';
import { readTemplates } from './read-templates.ts';

const CONFIG_PATH = '.github/muster.yml';
/** The repository whose file holds for all repositories of its owner. */
const ORGANISATION_REPOSITORY = '.github';
/** K2: the newest of the last ten commits. */
const HISTORY = 10;

export interface LoadedPolicy {
  readonly policy: Policy;
  /** Names what it was read from: `repository@<sha>,organisation@<sha>,board@<sha>`, of blobs, or of a commit for a stand-in; null for the defaults. */
  readonly version: string | null;
  readonly problems: readonly ConfigProblem[];
  /** The broken files, each with the commit whose version holds instead; null when none of the last ten parses and the file counts as absent. */
  readonly standIns: readonly { readonly source: string; readonly commit: string | null }[];
}

export async function loadPolicy(source: ConfigSource, repository: RepositoryName): Promise<LoadedPolicy> {
  const organisation = { owner: repository.owner, name: ORGANISATION_REPOSITORY };
  const isShared = repository.name.toLowerCase() === ORGANISATION_REPOSITORY;
  const own = await find(source, repository);
  const shared = isShared ? NOTHING : await find(source, organisation);
  const refusals = [...own.problems, ...shared.problems];

  const current = readConfig(present(own.file, shared.file));
  if (!('problems' in current)) {
    return finish(source, current, { own: own.file, shared: shared.file, problems: refusals, standIns: [] });
  }
  const goodShared = await lastGood(source, shared.file, []);
  const goodOwn = await lastGood(source, own.file, present(goodShared));
  const config = readConfig(present(goodOwn, goodShared));
  if ('problems' in config) throw new Error('Files that parse one over the other must parse together');

  // with the organisation's file mended, the repository's may show problems that were not looked for before
  const others = readConfig(present(own.file, goodShared));
  const problems = [...current.problems, ...('problems' in others ? others.problems : [])];
  return finish(source, config, {
    own: goodOwn,
    shared: goodShared,
    problems: [...refusals, ...withoutRepeats(problems)],
    standIns: [...standIn(own.file, goodOwn), ...standIn(shared.file, goodShared)],
  });
}

interface Lookup {
  readonly file: FoundFile | null;
  readonly problems: readonly ConfigProblem[];
}

const NOTHING: Lookup = { file: null, problems: [] };

async function find(source: ConfigSource, repository: RepositoryName): Promise<Lookup> {
  const { owner, name: repo } = repository;
  const name = `${owner}/${repo}/${CONFIG_PATH}`;
  try {
    const file = await source.read(owner, repo, CONFIG_PATH);
    return file === null ? NOTHING : { file: { name, repository, ...file }, problems: [] };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { file: null, problems: [refused(name, repository)] };
  }
}

function isRefusal(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'status' in error && error.status === 403;
}

function refused(source: string, { owner, name }: RepositoryName): ConfigProblem {
  return {
    source,
    ...START,
    path: '',
    reason: `GitHub does not let Muster read ${owner}/${name} (403), so a file there does not count`,
    expected: 'read access to its contents',
    cure: `Give the app access to ${owner}/${name}, with the permission "Contents: read".`,
  };
}

/** The file itself if it parses over `below`, else its newest version that does. */
async function lastGood(
  source: ConfigSource,
  file: FoundFile | null,
  below: readonly FoundFile[],
): Promise<FoundFile | null> {
  if (file === null || parses(file, below)) return file;
  const { owner, name: repo } = file.repository;
  for (const { sha } of await source.commits(owner, repo, CONFIG_PATH, HISTORY)) {
    const text = await source.readAt(owner, repo, CONFIG_PATH, sha);
    if (text === null) continue;
    const former = { ...file, text, sha };
    if (parses(former, below)) return former;
  }
  return null;
}

function parses(file: FoundFile, below: readonly FoundFile[]): boolean {
  return !('problems' in readConfig([file, ...below]));
}

function present(...files: readonly (FoundFile | null)[]): readonly FoundFile[] {
  return files.filter((file) => file !== null);
}

function standIn(broken: FoundFile | null, good: FoundFile | null): LoadedPolicy['standIns'] {
  return broken === null || broken === good ? [] : [{ source: broken.name, commit: good?.sha ?? null }];
}

function withoutRepeats(problems: readonly ConfigProblem[]): readonly ConfigProblem[] {
  return [...new Map(problems.map((problem) => [describeProblem(problem), problem])).values()];
}

async function finish(
  source: ConfigSource,
  config: ValidConfig,
  found: Pick<LoadedPolicy, 'problems' | 'standIns'> & Record<'own' | 'shared', FoundFile | null>,
): Promise<LoadedPolicy> {
  const { own, shared } = found;
  const templates = await readTemplates(source, config, present(own, shared));
  const shas = [
    ...(own === null ? [] : [`repository@${own.sha}`]),
    ...(shared === null ? [] : [`organisation@${shared.sha}`]),
    ...templates.versions,
  ];
  return {
    policy: { ...config.policy, templates: templates.texts },
    version: shas.length === 0 ? null : shas.join(','),
    problems: [...found.problems, ...templates.problems],
    standIns: found.standIns,
  };
}
