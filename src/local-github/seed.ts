/**
 * What a local GitHub starts with, as JSON: people, organisations, repositories, and the App if it is known beforehand. Checked
 * with zod; names that point nowhere are refused with the name.
 */
import { createPublicKey } from 'node:crypto';
import * as z from 'zod';
import type { LocalClock } from './clock.ts';
import type { RepositoryRecord, Role, UserRecord } from './records.ts';
import { ROLES } from './records.ts';
import { commit } from './repository-files.ts';
import type { Store } from './store.ts';

const login = z.string().regex(/^[\w.-]+$/u, 'a login has letters, digits, "-", "_" and "."');
const role = z.enum(ROLES);

const userFields = z.strictObject({
  login,
  id: z.number().int().positive().optional(),
  name: z.string().optional(),
  type: z.enum(['User', 'Bot']).optional(),
  /** `user-<login>` unless given. */
  token: z.string().min(1).optional(),
});

const organisationFields = z.strictObject({
  login,
  id: z.number().int().positive().optional(),
  owners: z.array(login).default([]),
  members: z.array(login).default([]),
  base_role: role.default('read'),
  teams: z
    .array(z.strictObject({ slug: z.string(), name: z.string().optional(), members: z.array(login) }))
    .default([]),
});

const labelFields = z.union([
  z.string().transform((name) => ({ name, color: 'ededed', description: undefined })),
  z.strictObject({
    name: z.string(),
    color: z.string().default('ededed'),
    description: z.string().optional(),
  }),
]);

const repositoryFields = z.strictObject({
  owner: login,
  name: z.string().regex(/^[\w.-]+$/u),
  id: z.number().int().positive().optional(),
  private: z.boolean().default(false),
  description: z.string().optional(),
  labels: z.array(labelFields).default([]),
  files: z.record(z.string(), z.string()).default({}),
  collaborators: z.record(login, role).default({}),
});

const pem = z.string().transform((text, context) => {
  try {
    return createPublicKey(text).export({ type: 'spki', format: 'pem' });
  } catch {
    context.addIssue({ code: 'custom', message: 'not a public or private key in PEM form' });
    return z.NEVER;
  }
});

/** Everything an installation of Muster needs, and all its events. */
const PERMISSIONS: Record<string, 'read' | 'write'> = {
  issues: 'write',
  checks: 'write',
  contents: 'read',
  pull_requests: 'read',
  members: 'read',
  metadata: 'read',
};
const EVENTS =
  'issues issue_comment label sub_issues repository member membership team organization pull_request check_run check_suite push';

/** The App; either key will do, the private one is not kept. */
export const appFields = z
  .strictObject({
    id: z.number().int().positive(),
    slug: z.string().regex(/^[a-z0-9-]+$/u),
    name: z.string().optional(),
    owner: login.optional(),
    privateKey: pem.optional(),
    publicKey: pem.optional(),
    webhook_url: z.url().optional(),
    webhook_secret: z.string().min(1).optional(),
    permissions: z.record(z.string(), z.enum(['read', 'write'])).default(PERMISSIONS),
    events: z.array(z.string()).default(EVENTS.split(' ')),
    /** `owner/name` of where it is installed; everywhere unless given. */
    repositories: z.array(z.string()).optional(),
  })
  .transform((fields, context) => {
    const publicKey = fields.publicKey ?? fields.privateKey;
    if (publicKey !== undefined) return { ...fields, publicKey };
    context.addIssue({ code: 'custom', path: ['publicKey'], message: 'publicKey or privateKey is needed' });
    return z.NEVER;
  });
export type AppFields = z.output<typeof appFields>;

export const seedSchema = z.strictObject({
  users: z.array(userFields).default([]),
  organisations: z.array(organisationFields).default([]),
  repositories: z.array(repositoryFields).default([]),
  app: appFields.optional(),
});

/** The seed as it is written. */
export type Seed = z.input<typeof seedSchema>;
export type ParsedSeed = z.output<typeof seedSchema>;

/** Plants people, organisations and repositories; the App comes after, it needs them. Throws a RangeError with the name that is wrong. */
export function plant(store: Store, clock: LocalClock, seed: ParsedSeed): void {
  const at = clock.stamp();
  for (const fields of seed.users) {
    const type = fields.type ?? 'User';
    addUser(store, fields, type, type === 'User' ? (fields.token ?? `user-${fields.login}`) : null, at);
  }
  for (const fields of seed.organisations) {
    const { id } = addUser(store, fields, 'Organization', null, at);
    const ids = (logins: readonly string[]) => logins.map((name) => known(store, name).id);
    store.organisations.set(id, {
      id,
      owners: ids(fields.owners),
      members: ids([...fields.owners, ...fields.members]),
      baseRole: fields.base_role,
      teams: fields.teams.map(({ slug, name = slug, members }) => ({ slug, name, members: ids(members) })),
    });
  }
  for (const fields of seed.repositories) plantRepository(store, fields, at);
}

function addUser(
  store: Store,
  fields: { login: string; id?: number | undefined; name?: string | undefined },
  type: UserRecord['type'],
  token: string | null,
  createdAt: string,
): UserRecord {
  if (store.userByLogin(fields.login)) throw new RangeError(`the login ${fields.login} is there twice`);
  const id = fields.id ?? store.nextId('user');
  return store.addUser({ id, login: fields.login, type, name: fields.name ?? null, token, createdAt });
}

function known(store: Store, name: string): UserRecord {
  const user = store.userByLogin(name);
  if (!user) throw new RangeError(`nobody is called ${name}`);
  return user;
}

function plantRepository(store: Store, fields: ParsedSeed['repositories'][number], at: string): void {
  const owner = known(store, fields.owner);
  if (store.repositoryByName(fields.owner, fields.name))
    throw new RangeError(`${fields.owner}/${fields.name} is there twice`);
  const collaborators: Record<string, Role> = {};
  for (const [name, given] of Object.entries(fields.collaborators))
    collaborators[known(store, name).id] = given;
  const repository: RepositoryRecord = {
    id: fields.id ?? store.nextId('repository'),
    ownerId: owner.id,
    name: fields.name,
    formerNames: [],
    private: fields.private,
    archived: false,
    description: fields.description ?? null,
    nextNumber: 1,
    labels: fields.labels.map(({ name, color, description }) => ({
      id: store.nextId('label'),
      name,
      color,
      description: description ?? null,
    })),
    collaborators,
    commits: [],
    createdAt: at,
    updatedAt: at,
  };
  commit(repository, { message: 'Initial commit', authorId: owner.id, at, changes: fields.files });
  store.repositories.set(repository.id, repository);
}
