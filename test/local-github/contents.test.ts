import { describe, expect, test } from '@jest/globals';
import { at, pluck, SHOP, useBench } from './bench.ts';

const bench = useBench();
const CONFIG = `${SHOP}/contents/.github/incident.yml`;

const put = async (login: string, sha?: string) =>
  (await bench.as(login).request('PUT', CONFIG, { message: 'x', content: 'eA==', ...(sha ? { sha } : {}) }))
    .status;

describe('a file', () => {
  test('comes as base64 in JSON', async () => {
    const { body } = await bench.asBot('GET', CONFIG);
    expect(body).toMatchObject({ type: 'file', encoding: 'base64', path: '.github/incident.yml', size: 19 });
    expect(Buffer.from(String(at(body, 'content')), 'base64').toString()).toBe('severities: [sev1]\n');
  });

  test('comes as its text for the raw media type, and says that it is text', async () => {
    const accept = 'application/vnd.github.v3.raw';
    const answer = await bench.http(`token ${await bench.token()}`, 'GET', CONFIG, undefined, { accept });
    expect(answer.body).toBe('severities: [sev1]\n');
    expect(answer.headers['content-type']).toBe('application/vnd.github.raw+json; charset=utf-8');
  });

  test('that is not there is 404, a folder is a list', async () => {
    expect((await bench.asBot('GET', `${SHOP}/contents/.github/nothing.yml`)).status).toBe(404);
    expect(pluck((await bench.asBot('GET', `${SHOP}/contents/.github`)).body, 'name')).toEqual([
      'incident.yml',
    ]);
    expect(pluck((await bench.asBot('GET', `${SHOP}/contents/`)).body, 'type')).toEqual(['dir', 'dir']);
  });

  test('needs contents: read where the repository is the App’s', async () => {
    const token = await bench.token({ issues: 'write' });
    expect((await bench.http(`token ${token}`, 'GET', CONFIG)).status).toBe(403);
  });
});

describe('changing a file', () => {
  test('makes a commit and sends push with what was added and changed', async () => {
    await bench
      .as('will')
      .putFile('acme', 'shop', '.github/incident.yml', 'severities: [sev1, sev2]\n', 'Add sev2');
    await bench.as('will').putFile('acme', 'shop', 'docs/new.md', 'new\n');
    await bench.as('will').deleteFile('acme', 'shop', 'docs/new.md');
    expect(await bench.events()).toEqual(['push', 'push', 'push']);
    const [first, second, third] = bench.received.map(({ payload }) => payload);
    expect(first).toMatchObject({
      ref: 'refs/heads/main',
      pusher: { name: 'will' },
      head_commit: { message: 'Add sev2', added: [], modified: ['.github/incident.yml'], removed: [] },
    });
    expect(second).toMatchObject({ commits: [{ added: ['docs/new.md'] }], before: at(first, 'after') });
    expect(third).toMatchObject({ commits: [{ removed: ['docs/new.md'] }] });
  });

  test('keeps what was there before under its commit', async () => {
    await bench.as('will').putFile('acme', 'shop', '.github/incident.yml', 'changed\n');
    const commits = await bench.asBot('GET', `${SHOP}/commits?path=.github/incident.yml`);
    expect(pluck(commits.body, 'commit', 'message')).toEqual([
      'Change .github/incident.yml',
      'Initial commit',
    ]);
    const [now, before] = pluck(commits.body, 'sha').map(String);
    const read = async (ref: string) =>
      Buffer.from(
        String(at((await bench.asBot('GET', `${CONFIG}?ref=${ref}`)).body, 'content')),
        'base64',
      ).toString();
    expect(await read(before ?? '')).toBe('severities: [sev1]\n');
    expect(await read(now ?? '')).toBe('changed\n');
    expect(await read('main')).toBe('changed\n');
    expect((await bench.asBot('GET', `${CONFIG}?ref=elsewhere`)).status).toBe(404);
    expect(pluck((await bench.asBot('GET', `${SHOP}/commits?path=docs`)).body, 'commit', 'message')).toEqual([
      'Initial commit',
    ]);
  });

  test('needs the sha it had, and write', async () => {
    expect(await put('will')).toBe(422);
    expect(await put('will', '0'.repeat(40))).toBe(409);
    expect(await put('tria')).toBe(403);
  });

  test('is not the App’s to do', async () => {
    expect((await bench.asBot('PUT', CONFIG, { message: 'x', content: 'eA==' })).status).toBe(403);
  });
});
