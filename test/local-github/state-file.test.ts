import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { LocalGitHub } from '../../src/local-github/local-github.ts';
import { useExtraGitHub, WORLD } from './bench.ts';

const startExtra = useExtraGitHub();
let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'local-github-'));
  file = join(folder, 'state.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

const start = async (): Promise<LocalGitHub> => startExtra({ seed: WORLD, stateFile: file });

test('a restart knows everything and uses no id twice', async () => {
  const before = await start();
  await before.as('will').createIssue('acme', 'shop', { title: 'x', labels: ['incident'] });
  const kept = await before.as('will').comment('acme', 'shop', 1, 'kept');
  const gone = await before.as('will').comment('acme', 'shop', 1, 'gone');
  await before.as('will').deleteComment('acme', 'shop', gone.id);
  const exported = JSON.stringify(before.issueExport('acme', 'shop', 1)).replaceAll(before.url, '');
  await before.close();

  const after = await start();
  expect(JSON.stringify(after.issueExport('acme', 'shop', 1)).replaceAll(after.url, '')).toBe(exported);
  const next = await after.as('will').comment('acme', 'shop', 1, 'next');
  expect(next.id).toBeGreaterThan(gone.id);
  expect((await after.as('will').editComment('acme', 'shop', kept.id, 'edited')).body).toBe('edited');
  expect((await after.as('will').createIssue('acme', 'shop', { title: 'y' })).number).toBe(2);
  await after.close();
});

test('the file is for its owner only: it holds tokens', async () => {
  await (await start()).close();
  expect(statSync(file).mode & 0o077).toBe(0);
  expect(readFileSync(file, 'utf8')).toContain('user-ada');
});

test('a file that is no state is refused by name', async () => {
  writeFileSync(file, '{"version": 99, "state": {}}');
  await expect(start()).rejects.toThrow(`${file} is not a state file of this version`);
});

test('a seed that points at nobody is refused by name', async () => {
  await expect(startExtra({ seed: { repositories: [{ owner: 'zoe', name: 'x' }] } })).rejects.toThrow(
    'nobody is called zoe',
  );
  const twice = { users: [{ login: 'ada' }, { login: 'Ada' }] };
  await expect(startExtra({ seed: twice })).rejects.toThrow('Ada is there twice');
});
