import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { at, jwt, pluck, SHOP, useBench } from './bench.ts';

const bench = useBench();

describe('the App by its own JSON Web Token', () => {
  test('says who it is, with owner and client id', async () => {
    const { status, body } = await bench.http(`Bearer ${jwt()}`, 'GET', '/app');
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: 4711, slug: 'muster', owner: { login: 'ada' }, installations_count: 1 });
    expect(at(body, 'client_id')).toEqual(expect.any(String));
  });

  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
    type: 'pkcs1',
    format: 'pem',
  });
  const now = Math.floor(Date.now() / 1000);
  test.each([
    ['another key', () => jwt({}, other)],
    ['another App', () => jwt({ iss: '1' })],
    ['an expired token', () => jwt({ iat: now - 1200, exp: now - 600 })],
    ['a token for longer than ten minutes', () => jwt({ exp: now + 3600 })],
    ['a token of tomorrow', () => jwt({ iat: now + 86_400, exp: now + 86_460 })],
    ['a token without a signature', () => jwt().replace(/[^.]+$/u, '')],
  ])('%s is refused', async (_name, token) => {
    expect((await bench.http(`Bearer ${token()}`, 'GET', '/app')).status).toBe(401);
  });

  test('an unknown token acts as nobody, not as the first user', async () => {
    const answer = await bench.http('token whatever', 'GET', '/user');
    expect(answer).toMatchObject({ status: 401, body: { message: 'Bad credentials' } });
  });

  test('without a token public repositories can be read and nothing can be written', async () => {
    expect((await bench.http(null, 'GET', SHOP)).status).toBe(200);
    expect((await bench.http(null, 'GET', '/repos/acme/vault')).status).toBe(404);
    expect((await bench.http(null, 'POST', `${SHOP}/issues`, { title: 'x' })).status).toBe(401);
  });

  test('installations carry their account and target, and come in pages', async () => {
    const all = await bench.http(`Bearer ${jwt()}`, 'GET', '/app/installations?per_page=1');
    expect(all.body).toMatchObject([
      { account: { login: 'acme', type: 'Organization' }, target_type: 'Organization' },
    ]);
    expect(at(all.body, 0, 'target_id')).toBe(at(all.body, 0, 'account', 'id'));
    expect((await bench.http(`Bearer ${jwt()}`, 'GET', '/app/installations?per_page=1&page=2')).body).toEqual(
      [],
    );
  });

  test('finds its installation by repository and by organisation', async () => {
    const byRepository = await bench.http(`Bearer ${jwt()}`, 'GET', `${SHOP}/installation`);
    const byOrganisation = await bench.http(`Bearer ${jwt()}`, 'GET', '/orgs/acme/installation');
    expect(at(byRepository.body, 'id')).toBe(at(byOrganisation.body, 'id'));
    expect((await bench.http(`Bearer ${jwt()}`, 'GET', '/repos/acme/nothing/installation')).status).toBe(404);
  });
});

describe('the installation by its token', () => {
  test('writes as the bot, marked with the App', async () => {
    const { body } = await bench.asBot('POST', `${SHOP}/issues`, { title: 'by the bot' });
    expect(body).toMatchObject({
      user: { login: 'muster[bot]', type: 'Bot' },
      performed_via_github_app: { id: 4711, slug: 'muster' },
    });
    expect(at(body, 'user', 'url')).toBe(`${bench.github.url}/users/muster%5Bbot%5D`);
    const user = await bench.http(null, 'GET', '/users/muster%5Bbot%5D');
    expect(at(user.body, 'id')).toBe(at(body, 'user', 'id'));
  });

  test('a person is not marked with the App', async () => {
    expect(
      (await bench.as('will').createIssue('acme', 'shop', { title: 'x' })).performed_via_github_app,
    ).toBeNull();
  });

  test('a read-only token is refused a write with 403', async () => {
    const token = await bench.token({ issues: 'read' });
    expect((await bench.http(`token ${token}`, 'GET', `${SHOP}/issues`)).status).toBe(200);
    expect(await bench.http(`token ${token}`, 'POST', `${SHOP}/issues`, { title: 'x' })).toMatchObject({
      status: 403,
      body: { message: 'Resource not accessible by integration' },
    });
  });

  test('a permission the App does not have cannot be asked for', async () => {
    const installation = await bench.http(`Bearer ${jwt()}`, 'GET', '/orgs/acme/installation');
    const path = `/app/installations/${String(at(installation.body, 'id'))}/access_tokens`;
    const ask = async (permissions: object) =>
      (await bench.http(`Bearer ${jwt()}`, 'POST', path, { permissions })).status;
    expect(await ask({ administration: 'write' })).toBe(422);
    expect(await ask({ contents: 'write' })).toBe(422);
    expect(await ask({ contents: 'read' })).toBe(201);
  });

  test('a token has an hour and says so', async () => {
    const installation = await bench.http(`Bearer ${jwt()}`, 'GET', '/orgs/acme/installation');
    const path = `/app/installations/${String(at(installation.body, 'id'))}/access_tokens`;
    const { body } = await bench.http(`Bearer ${jwt()}`, 'POST', path);
    const left = Date.parse(String(at(body, 'expires_at'))) - Date.now();
    expect(left).toBeGreaterThan(59 * 60_000);
    expect(left).toBeLessThanOrEqual(60 * 60_000);
  });

  test('lists the repositories it reaches, and no others', async () => {
    const token = await bench.token();
    const before = await bench.http(`token ${token}`, 'GET', '/installation/repositories');
    expect(pluck(at(before.body, 'repositories'), 'full_name')).toEqual(['acme/shop', 'acme/vault']);
    await bench.http(null, 'POST', '/_local/installation', { repository: 'acme/vault', action: 'remove' });
    const after = await bench.http(`token ${token}`, 'GET', '/installation/repositories');
    expect(at(after.body, 'total_count')).toBe(1);
    expect((await bench.http(`token ${token}`, 'GET', '/repos/acme/vault')).status).toBe(404);
  });

  test('a suspended installation is refused', async () => {
    const token = await bench.token();
    await bench.http(null, 'POST', '/_local/suspension', { owner: 'acme', suspended: true });
    expect((await bench.http(`token ${token}`, 'GET', SHOP)).status).toBe(403);
    await bench.http(null, 'POST', '/_local/suspension', { owner: 'acme', suspended: false });
    expect((await bench.http(`token ${token}`, 'GET', SHOP)).status).toBe(200);
  });

  test('cannot ask who the user is', async () => {
    expect((await bench.asBot('GET', '/user')).status).toBe(403);
  });
});
