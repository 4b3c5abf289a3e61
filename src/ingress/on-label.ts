/**
 * `label`: one was renamed or deleted. GitHub changes all issues at once and tells nothing about them, so the known incidents of the repository
 * are read anew (D8). A new colour or description means nothing.
 */
import { repositoryKey } from '../store/incident-key.ts';
import { saveRepository } from '../store/repositories.ts';
import { DROPPED, type HandleDelivery, STORED, wakeRepositories } from './context.ts';
import { firstProblem, labelPayload } from './payload.ts';
import { repositoryFactsOf } from './repository-facts.ts';

export const onLabel: HandleDelivery = async (context, delivery) => {
  const parsed = labelPayload.safeParse(delivery.payload);
  if (!parsed.success) return { kind: 'malformed', problem: firstProblem(parsed.error) };
  const { action, label, changes, repository, installation } = parsed.data;
  const isRenamed = action === 'edited' && changes?.name !== undefined && changes.name.from !== label.name;
  if (!isRenamed && action !== 'deleted') return DROPPED;
  // issues that were no incidents become some, without an event of their own
  if (isRenamed && installation && (await context.index.isIncidentLabel(repository.id, [label.name]))) {
    await context.store.transaction(async (db) => {
      await saveRepository(db, repositoryFactsOf({ repository, installation }));
      await context.queue.wake(repositoryKey(repository.id));
    });
  }
  if ((await context.index.known(repository.id)).length === 0) return DROPPED;
  await wakeRepositories(context, [repository.id], `label ${action}`);
  return STORED;
};
