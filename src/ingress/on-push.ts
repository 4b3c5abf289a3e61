/**
 * `push`: to the default branch, touching Muster's configuration or a template. The cached policy is dropped and the known incidents are looked at
 * again. A push to the organisation's `.github` repository concerns all of its repositories (K1). Every other push costs nothing.
 */
import { dropInstallationPolicies, dropPolicy } from '../store/policies.ts';
import { repositoryKey } from '../store/incident-key.ts';
import { saveRepository } from '../store/repositories.ts';
import { DROPPED, type HandleDelivery, STORED, wakeRepositories } from './context.ts';
import { firstProblem, pushPayload } from './payload.ts';
import { repositoryFactsOf } from './repository-facts.ts';

/** GitHub lists no more commits than this; a longer push may have touched anything. */
const LISTED_COMMITS = 2_048;

export const onPush: HandleDelivery = async (context, delivery) => {
  const parsed = pushPayload.safeParse(delivery.payload);
  if (!parsed.success) return { kind: 'malformed', problem: firstProblem(parsed.error) };
  const { ref, repository, commits, installation } = parsed.data;
  if (repository.default_branch !== undefined && ref !== `refs/heads/${repository.default_branch}`)
    return DROPPED;
  const touched = commits.flatMap((commit) => [...commit.added, ...commit.modified, ...commit.removed]);
  if (commits.length < LISTED_COMMITS && !touched.some(isOurs)) return DROPPED;

  const { db } = context.store;
  const concerned = [repository.id];
  await dropPolicy(db, repository.id);
  if (repository.name === '.github' && installation)
    concerned.push(...(await dropInstallationPolicies(db, installation.id)));
  await wakeRepositories(context, concerned, 'the configuration changed');
  if (installation) {
    // its own run tells what is wrong with the file, also where no incident ever was
    await context.store.transaction(async (transaction) => {
      await saveRepository(transaction, repositoryFactsOf({ repository, installation }));
      await context.queue.wake(repositoryKey(repository.id));
    });
  }
  return STORED;
};

/** `.github/muster.yml`, what lies in `.github/muster/`, and Liquid templates anywhere. */
function isOurs(path: string): boolean {
  return path.startsWith('.github/muster') || path.endsWith('.liquid');
}
