/**
 * Names one incident for locks, jobs and caches: the repository's numeric id (names change) and the number. Both are counted from 1, so that 0
 * is free for what else has work of its own:
 *   repository#0    a repository: its configuration, and the incidents that nobody told about
 *   0#installation  an installation: which repositories it holds
 *   0#0             the App: its installations, and webhooks that failed
 */
export interface IncidentKey {
  readonly repositoryId: number;
  readonly number: number;
}

/** `repositoryId#number`, for logs and as the queue's singleton key. */
export function keyText(key: IncidentKey): string {
  return `${key.repositoryId}#${key.number}`;
}

export const APP_KEY: IncidentKey = { repositoryId: 0, number: 0 };

export function repositoryKey(repositoryId: number): IncidentKey {
  return { repositoryId, number: 0 };
}

export function installationKey(installationId: number): IncidentKey {
  return { repositoryId: 0, number: installationId };
}

/** What a key is the key of. */
export function kindOf({
  repositoryId,
  number,
}: IncidentKey): 'app' | 'installation' | 'repository' | 'incident' {
  if (repositoryId === 0) return number === 0 ? 'app' : 'installation';
  return number === 0 ? 'repository' : 'incident';
}
