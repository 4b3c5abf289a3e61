/**
 * `repository`: renamed, moved, archived, deleted, made public or private. Rows hang on the numeric id, so names are only refreshed; an archived
 * repository takes no writes, a deleted one is gone (D8).
 */
import { saveRepository, setArchived, setRemoved } from '../store/repositories.ts';
import { DROPPED, type HandleDelivery, STORED, wakeRepositories } from './context.ts';
import { firstProblem, repositoryPayload } from './payload.ts';
import { repositoryFactsOf } from './repository-facts.ts';

export const onRepository: HandleDelivery = async (context, delivery) => {
  const parsed = repositoryPayload.safeParse(delivery.payload);
  if (!parsed.success) return { kind: 'malformed', problem: firstProblem(parsed.error) };
  const payload = parsed.data;
  const { id } = payload.repository;
  switch (payload.action) {
    case 'renamed':
    case 'transferred':
    case 'privatized':
    case 'publicized':
    case 'archived':
    case 'unarchived':
      await context.store.transaction(async (db) => {
        await saveRepository(db, repositoryFactsOf(payload));
        if (payload.repository.archived !== undefined) await setArchived(db, id, payload.repository.archived);
      });
      break;
    case 'deleted':
      await setRemoved(context.store.db, [id], true);
      return STORED;
    default:
      return DROPPED;
  }
  await wakeRepositories(context, [id], `repository ${payload.action}`);
  return STORED;
};
