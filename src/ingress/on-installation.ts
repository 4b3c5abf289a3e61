/**
 * `installation`, `installation_repositories`, `installation_target`: where the App may work. Lists in these payloads may be empty although
 * something changed (from "all" to "selected" repositories), so whoever resyncs is told to look for itself.
 */
import { renameOwner, saveRepositories, setInstallationRemoved, setRemoved } from '../store/repositories.ts';
import { DROPPED, type HandleDelivery, STORED, wakeRepositories } from './context.ts';
import { firstProblem, installationPayload } from './payload.ts';
import { listedRepositoryFactsOf } from './repository-facts.ts';

export const onInstallation: HandleDelivery = async (context, delivery) => {
  const parsed = installationPayload.safeParse(delivery.payload);
  if (!parsed.success) return { kind: 'malformed', problem: firstProblem(parsed.error) };
  const { action, installation, account } = parsed.data;
  const present = [...parsed.data.repositories, ...parsed.data.repositories_added];
  const removed = parsed.data.repositories_removed.map(({ id }) => id);
  const { store } = context;

  switch (action) {
    case 'created':
    case 'unsuspend':
    case 'new_permissions_accepted':
    case 'added':
    case 'removed':
    case 'renamed': {
      const back = await store.transaction(async (db) => {
        await saveRepositories(
          db,
          present.map((listed) => listedRepositoryFactsOf(listed, installation.id)),
        );
        const ids = present.map(({ id }) => id);
        await setRemoved(db, ids, false);
        await setRemoved(db, removed, true);
        if (action === 'renamed' && account !== undefined)
          await renameOwner(db, installation.id, account.login);
        return action === 'unsuspend' ? await setInstallationRemoved(db, installation.id, false) : ids;
      });
      await wakeRepositories(context, back, `installation ${action}`);
      await context.onInstallationChange(installation.id);
      return STORED;
    }
    case 'deleted':
    case 'suspend':
      await setInstallationRemoved(store.db, installation.id, true);
      return STORED;
    default:
      return DROPPED;
  }
};
