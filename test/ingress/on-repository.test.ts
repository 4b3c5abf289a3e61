/** Deliveries that concern a whole repository or installation: labels, names, rights, configuration. */
import { describe, expect, test } from '@jest/globals';
import { DEFAULT_POLICY } from '../../src/config/default-policy.ts';
import { loadPermissions, savePermission } from '../../src/store/permissions.ts';
import { loadPolicy, savePolicy } from '../../src/store/policies.ts';
import { loadRepository } from '../../src/store/repositories.ts';
import { at } from '../support/facts.ts';
import { IngressHarness } from '../support/ingress-harness.ts';
import { common, push } from '../support/webhooks.ts';

const ingress = IngressHarness.use();

async function knowBen(): Promise<void> {
  await savePermission(ingress.store.db, 1, 'ben', { permission: 'write', checkedAt: at('14:00') });
}

async function knownBen(): Promise<number> {
  return (await loadPermissions(ingress.store.db, 1, ['ben'])).size;
}

describe('what changes a whole repository', () => {
  test.each([
    [
      'a renamed label',
      'label',
      { action: 'edited', label: { name: 'sev-1' }, changes: { name: { from: 'sev1' } }, ...common() },
    ],
    ['a deleted label', 'label', { action: 'deleted', label: { name: 'sev1' }, ...common() }],
    ['a renamed repository', 'repository', { action: 'renamed', ...common() }],
    ['a repository with another owner', 'repository', { action: 'transferred', ...common() }],
    ['an archived repository', 'repository', { action: 'archived', ...common() }],
    ['a changed configuration', 'push', push(['README.md', '.github/muster.yml'])],
    ['a changed template', 'push', push(['ops/board.liquid'])],
    [
      'a repository that came back',
      'installation_repositories',
      {
        action: 'added',
        installation: { id: 77 },
        repositories_added: [{ id: 1, name: 'shop', full_name: 'acme/shop', private: true }],
      },
    ],
  ])('%s wakes its incidents (D8)', async (_name, event, payload) => {
    await ingress.givenIncident();
    expect(await ingress.send(event, payload)).toBe('stored');
    // a changed file also wakes the repository's own run, which tells what is wrong with it
    expect(ingress.woken).toEqual(event === 'push' ? ['1#41', '1#0'] : ['1#41']);
    expect((await ingress.load())?.stale).not.toBeNull();
  });

  test('names and archiving are refreshed', async () => {
    await ingress.givenIncident();
    await ingress.send('repository', { action: 'archived', ...common({ name: 'store', archived: true }) });
    expect(await loadRepository(ingress.store.db, 1)).toMatchObject({ name: 'store', isArchived: true });
  });

  test('a repository that was taken away is removed, one that was added is there', async () => {
    await ingress.givenIncident();
    await ingress.send('installation_repositories', {
      action: 'removed',
      installation: { id: 77 },
      repositories_removed: [{ id: 1 }],
    });
    expect(await loadRepository(ingress.store.db, 1)).toMatchObject({ isRemoved: true });
    await ingress.send('installation', {
      action: 'created',
      installation: { id: 78 },
      repositories: [{ id: 2, name: 'ops', full_name: 'acme/ops', private: false }],
    });
    expect(await loadRepository(ingress.store.db, 2)).toMatchObject({
      owner: 'acme',
      name: 'ops',
      installationId: 78,
      isRemoved: false,
    });
    expect(ingress.installations).toEqual([77, 78]);
    await ingress.send('installation', { action: 'suspend', installation: { id: 78 } });
    expect(await loadRepository(ingress.store.db, 2)).toMatchObject({ isRemoved: true });
  });

  test('a label renamed into the incident label asks for a new look at the repository', async () => {
    await ingress.send('label', {
      action: 'edited',
      label: { name: 'incident' },
      changes: { name: { from: 'outage' } },
      ...common(),
    });
    expect(ingress.woken).toContain('1#0');
  });

  test('a push to the configuration drops the cached policy, of all repositories for the .github repository', async () => {
    await ingress.givenIncident();
    const stored = { version: 'a', policy: DEFAULT_POLICY, loadedAt: at('14:00') };
    await savePolicy(ingress.store.db, 1, stored);
    await ingress.send('push', push(['.github/muster.yml']));
    expect(await loadPolicy(ingress.store.db, 1)).toBeNull();
    await savePolicy(ingress.store.db, 1, stored);
    await ingress.send(
      'push',
      push(['.github/muster.yml'], {
        repository: {
          id: 8,
          name: '.github',
          owner: { login: 'acme' },
          private: true,
          default_branch: 'main',
        },
      }),
    );
    expect(await loadPolicy(ingress.store.db, 1)).toBeNull();
  });

  test('changed rights are asked for again', async () => {
    await ingress.givenIncident();
    await knowBen();
    await ingress.send('member', { action: 'removed', member: { login: 'Ben' }, ...common() });
    expect(await knownBen()).toBe(0);
    await knowBen();
    await ingress.send('organization', {
      action: 'member_removed',
      membership: { user: { login: 'ben' } },
      installation: { id: 77 },
    });
    expect(await knownBen()).toBe(0);
    await knowBen();
    await ingress.send('team', { action: 'removed_from_repository', team: {}, ...common() });
    expect(await knownBen()).toBe(0);
  });
});
