import { describe, expect, test } from '@jest/globals';
import { pluck, SHOP, useBench } from './bench.ts';

const bench = useBench();

const ask = async (repository: string, login: string, asker = 'ada') =>
  bench.as(asker).request('GET', `/repos/acme/${repository}/collaborators/${login}/permission`);
const membership = async (credential: string, login: string) =>
  bench.http(credential, 'GET', `/orgs/acme/teams/ops/memberships/${login}`);

describe('the permission of a person', () => {
  test.each([
    ['ada', 'admin', 'admin'],
    ['maud', 'write', 'maintain'],
    ['will', 'write', 'write'],
    ['tria', 'read', 'triage'],
    ['reed', 'read', 'read'],
    ['mel', 'read', 'read'],
    ['stranger', 'read', 'read'],
  ])('%s has %s, by name %s, in a public repository', async (login, permission, role) => {
    const { status, body } = await ask('shop', login);
    expect(status).toBe(200);
    expect(body).toMatchObject({ permission, role_name: role, user: { login, role_name: role } });
  });

  test('is 404 for a stranger to a private repository', async () => {
    expect((await ask('vault', 'stranger')).status).toBe(404);
    expect((await ask('vault', 'will')).body).toMatchObject({ permission: 'write' });
    expect((await ask('vault', 'mel')).body).toMatchObject({ permission: 'read' });
  });

  test('can be read by the App with metadata alone', async () => {
    const token = await bench.token({ metadata: 'read' });
    const answer = await bench.http(`token ${token}`, 'GET', `${SHOP}/collaborators/tria/permission`);
    expect(answer.body).toMatchObject({ role_name: 'triage' });
  });

  test('changes at once, with a webhook for each step', async () => {
    const put = async (permission: string) =>
      bench.as('ada').request('PUT', `${SHOP}/collaborators/stranger`, { permission });
    await put('triage');
    expect((await ask('shop', 'stranger')).body).toMatchObject({ role_name: 'triage' });
    await put('push');
    await put('push');
    await bench.as('ada').request('DELETE', `${SHOP}/collaborators/stranger`);
    expect((await ask('shop', 'stranger')).body).toMatchObject({ role_name: 'read' });
    expect(await bench.events()).toEqual(['member.added', 'member.edited', 'member.removed']);
  });

  test('is the owner’s to give', async () => {
    const answer = await bench
      .as('will')
      .request('PUT', `${SHOP}/collaborators/stranger`, { permission: 'admin' });
    expect(answer.status).toBe(403);
  });
});

describe('a private repository', () => {
  test.each(['', '/issues', '/labels', '/contents/README.md', '/collaborators/will/permission'])(
    'does not exist for a stranger: %j',
    async (path) => {
      expect((await bench.as('stranger').request('GET', `/repos/acme/vault${path}`)).status).toBe(404);
    },
  );

  test('takes no issue from one', async () => {
    expect(
      (await bench.as('stranger').request('POST', '/repos/acme/vault/issues', { title: 'x' })).status,
    ).toBe(404);
  });
});

describe('an archived repository', () => {
  test('is read-only for everybody, and can be brought back', async () => {
    await bench.as('will').createIssue('acme', 'shop', { title: 'x' });
    await bench.as('ada').request('PATCH', SHOP, { archived: true });
    const refused = { status: 403, body: { message: 'Repository was archived so is read-only.' } };
    expect(await bench.as('ada').request('POST', `${SHOP}/issues/1/comments`, { body: 'x' })).toMatchObject(
      refused,
    );
    expect(await bench.asBot('POST', `${SHOP}/issues/1/labels`, { labels: ['incident'] })).toMatchObject(
      refused,
    );
    expect((await bench.as('will').issue('acme', 'shop', 1)).title).toBe('x');
    await bench.as('ada').request('PATCH', SHOP, { archived: false });
    expect((await bench.as('will').comment('acme', 'shop', 1, 'x')).body).toBe('x');
  });
});

describe('teams', () => {
  test('show their active members to the App with members: read', async () => {
    const token = `token ${await bench.token()}`;
    expect((await membership(token, 'mel')).body).toMatchObject({ state: 'active', role: 'member' });
    expect((await membership(token, 'ada')).body).toMatchObject({ role: 'maintainer' });
    expect((await membership(token, 'will')).status).toBe(404);
  });

  test('are hidden from an App without it, and from strangers', async () => {
    expect((await membership(`token ${await bench.token({ issues: 'write' })}`, 'mel')).status).toBe(403);
    expect((await membership('token user-stranger', 'mel')).status).toBe(404);
  });
});

describe('author_association', () => {
  test('tells owners and members from collaborators and strangers', async () => {
    await bench.as('ada').createIssue('acme', 'shop', { title: 'x' });
    for (const login of ['ada', 'mel', 'will', 'stranger'])
      await bench.as(login).comment('acme', 'shop', 1, 'x');
    const { body } = await bench.as('reed').request('GET', `${SHOP}/issues/1/comments`);
    expect(pluck(body, 'author_association')).toEqual(['MEMBER', 'MEMBER', 'COLLABORATOR', 'NONE']);
  });
});
