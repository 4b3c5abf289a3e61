/**
 * The run for a repository itself: reads its configuration, tells what is wrong with it, and takes in open issues that carry the incident label without
 * anybody having told us: the label is one that only the configuration knows, or its webhook came before the configuration was read.
 */
import type { Instant } from '../core/incident/record.ts';
import type { IncidentKey } from '../store/incident-key.ts';
import { knownIncidents, markStale, touchIncident } from '../store/incident-row.ts';
import { saveIssue } from '../store/issues.ts';
import { loadRepository } from '../store/repositories.ts';
import type { Place } from './gateway.ts';
import type { Ports } from './ports.ts';

/** Returns when to look again: never by itself. */
export async function reconcileRepository(
  ports: Ports,
  { repositoryId }: IncidentKey,
): Promise<Instant | null> {
  const { store } = ports;
  const repository = await loadRepository(store.db, repositoryId);
  if (repository === null || repository.installationId === null) return null;
  if (repository.isRemoved || repository.isArchived) return null;
  const { id, owner, name, isPrivate } = repository;
  const facts = { id, owner, name, isPrivate };
  const policy = await ports.policy(repository.installationId, facts);
  const gateway = await ports.gateway(repository.installationId);
  const place: Place = { owner, repo: name, number: 0 };
  const known = new Set(await knownIncidents(store.db, id));
  for (const label of [policy.labels.incident, policy.labels.drill]) {
    for (const { issue, updatedAt } of await gateway.listLabelled(place, label, facts)) {
      if (known.has(issue.number)) continue;
      known.add(issue.number);
      const key = { repositoryId: id, number: issue.number };
      await store.transaction(async (db) => {
        await touchIncident(db, key);
        await saveIssue(db, key, issue, updatedAt);
        await markStale(db, key, 'found by its label');
        await ports.queue().wake(key);
      });
    }
  }
  return null;
}
