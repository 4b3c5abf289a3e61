import type { RepositoryFacts } from '../store/repositories.ts';
import type { ListedRepository, RepositoryPayload } from './payload.ts';

/** From the `repository` that most payloads carry. */
export function repositoryFactsOf(payload: {
  readonly repository: RepositoryPayload;
  readonly installation?: { readonly id: number } | null | undefined;
}): RepositoryFacts {
  const { id, owner, name, private: isPrivate } = payload.repository;
  return { id, owner: owner.login, name, isPrivate, installationId: payload.installation?.id ?? null };
}

/** From the short form in lists of an installation. */
export function listedRepositoryFactsOf(listed: ListedRepository, installationId: number): RepositoryFacts {
  const owner = listed.full_name.slice(0, listed.full_name.indexOf('/'));
  return { id: listed.id, owner, name: listed.name, isPrivate: listed.private, installationId };
}
