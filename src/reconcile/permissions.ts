/** Today's permissions, for people whose right the journal does not know yet: from the cache for five minutes, then from GitHub (A1). */
import type { Permission } from '../core/incident/account.ts';
import type { Policy } from '../core/policy.ts';
import { loadPermissions, savePermission } from '../store/permissions.ts';
import type { Performance } from './perform.ts';

const FRESH_MINUTES = 5;

/** By lower-case login. Throws TryLater when GitHub cannot be asked: nobody is refused because of an outage. */
export async function lookUpPermissions(
  { ports, gateway, place, key }: Performance,
  policy: Policy,
  logins: readonly string[],
): Promise<ReadonlyMap<string, Permission | 'unknown'>> {
  const { store, clock } = ports;
  const oldest = clock.now().subtract({ minutes: FRESH_MINUTES });
  const cached = await loadPermissions(store.db, key.repositoryId, logins);
  const found = new Map<string, Permission | 'unknown'>();
  for (const login of logins) {
    const known = cached.get(login.toLowerCase());
    if (known !== undefined && Temporal.Instant.compare(known.checkedAt, oldest) > 0) {
      found.set(login.toLowerCase(), known.permission);
      continue;
    }
    const { teams, permission: level } = policy.commands;
    const permission = await gateway.readPermission(place, login, teams, level);
    found.set(login.toLowerCase(), permission);
    if (permission !== 'unknown') {
      await savePermission(store.db, key.repositoryId, login, { permission, checkedAt: clock.now() });
    }
  }
  return found;
}
