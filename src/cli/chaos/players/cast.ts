/** The people and repositories of a chaos run. */
import type { Seed } from '../../../local-github/seed.ts';

/** What somebody may do: outsiders read only, so none of their commands counts. */
export type Role = 'admin' | 'write' | 'triage' | 'outsider';

export interface Person {
  readonly login: string;
  readonly role: Role;
}

export const OWNER = 'acme';
export const ADMIN = 'ada';
export const INCIDENT = 'incident';
export const DRILL = 'incident-drill';
export const SEVERITIES = ['sev1', 'sev2', 'sev3', 'sev4'] as const;

export const CAST: readonly Person[] = [
  { login: ADMIN, role: 'admin' },
  { login: 'ben', role: 'write' },
  { login: 'cleo', role: 'write' },
  { login: 'dora', role: 'write' },
  { login: 'eli', role: 'write' },
  { login: 'tim', role: 'triage' },
  { login: 'mallory', role: 'outsider' },
  { login: 'oscar', role: 'outsider' },
];

export const RESPONDERS = CAST.filter(({ role }) => role !== 'outsider');
export const OUTSIDERS = CAST.filter(({ role }) => role === 'outsider');
export const REPOSITORIES = ['shop', 'search', 'mail', 'web'] as const;

const LABELS = [INCIDENT, DRILL, ...SEVERITIES, 'postmortem', 'bug'];

export function seed(): Seed {
  const collaborators = Object.fromEntries(
    CAST.flatMap(({ login, role }) => (role === 'outsider' ? [] : [[login, role]])),
  );
  return {
    users: CAST.map(({ login }) => ({ login })),
    organisations: [{ login: OWNER, owners: [ADMIN], members: RESPONDERS.map(({ login }) => login) }],
    repositories: REPOSITORIES.map((name) => ({ owner: OWNER, name, labels: LABELS, collaborators })),
  };
}
