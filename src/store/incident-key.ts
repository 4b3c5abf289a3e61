/** Names one incident for locks, jobs and caches: the repository's numeric id (names change) and the number. */
export interface IncidentKey {
  readonly repositoryId: number;
  readonly number: number;
}

/** `repositoryId#number`, for logs and as the queue's singleton key. */
export function keyText(key: IncidentKey): string {
  return `${key.repositoryId}#${key.number}`;
}

/** The repository itself: its configuration, and the incidents that nobody told about. Issues are counted from 1. */
export function repositoryKey(repositoryId: number): IncidentKey {
  return { repositoryId, number: 0 };
}

export function isRepository(key: IncidentKey): boolean {
  return key.number === 0;
}
