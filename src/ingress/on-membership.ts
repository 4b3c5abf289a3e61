/**
 * `member`, `membership`, `organization`, `team`, `team_add`: somebody's rights may have changed. Cached permissions are dropped and asked for
 * again when they matter; nothing is judged anew, because a verdict stands by the right of its time.
 */
import { dropInstallationPermissions, dropPermissions } from '../store/permissions.ts';
import { DROPPED, type HandleDelivery, STORED } from './context.ts';
import { firstProblem, membershipPayload } from './payload.ts';

export const onMembership: HandleDelivery = async ({ store }, delivery) => {
  const parsed = membershipPayload.safeParse(delivery.payload);
  if (!parsed.success) return { kind: 'malformed', problem: firstProblem(parsed.error) };
  const { installation, repository, member, membership } = parsed.data;
  const login = member?.login ?? membership?.user?.login;
  if (repository) await dropPermissions(store.db, repository.id, login);
  else if (installation) await dropInstallationPermissions(store.db, installation.id, login);
  else return DROPPED;
  return STORED;
};
