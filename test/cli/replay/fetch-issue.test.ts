/** An issue's page instead of a file: read from the local GitHub through real HTTP. */
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readIssueUrl } from '../../../src/cli/replay/issue-url.ts';
import { runReplay } from '../../../src/cli/replay/run-replay.ts';
import { type LocalGitHub, startLocalGitHub } from '../../../src/local-github/local-github.ts';
import { replayText } from '../../support/issue-export.ts';

const TOKEN = { GITHUB_TOKEN: 'user-ana' };
const COMMENTS = 120;

let github: LocalGitHub;
let folder = '';
let page = '';

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'muster-replay-'));
  github = await startLocalGitHub({
    now: Temporal.Instant.from('2026-11-21T14:00:00Z'),
    seed: {
      users: [{ login: 'ana' }, { login: 'ben' }],
      repositories: [
        {
          owner: 'ana',
          name: 'shop',
          private: true,
          labels: ['incident', 'sev2'],
          collaborators: { ben: 'write' },
        },
      ],
    },
  });
  const { number } = await github
    .as('ana')
    .createIssue('ana', 'shop', { title: 'Down', labels: ['incident', 'sev2'] });
  page = `${github.url}/ana/shop/issues/${number}`;
  for (let n = 1; n <= COMMENTS; n += 1) {
    await github.advance({ seconds: 30 });
    await github.as('ben').comment('ana', 'shop', number, `/timeline entry ${n}`);
  }
  await github.as('ana').editIssue('ana', 'shop', number, { state: 'closed' });
  github.clearCalls();
});

afterEach(async () => {
  await github.close();
  rmSync(folder, { recursive: true });
});

test('the whole timeline is read, page by page, and the documents link to the issue’s own pages', async () => {
  const { code, err } = await runReplay([page, '--out', folder], TOKEN);
  expect([code, err]).toEqual([0, '']);
  expect(github.calls.map((call) => call.path)).toEqual([
    '/repos/ana/shop/issues/1',
    '/repos/ana/shop/issues/1/timeline',
    '/repos/ana/shop/issues/1/timeline',
  ]);
  const incident = JSON.parse(readFileSync(path.join(folder, 'incident.json'), 'utf8'));
  expect(incident).toMatchObject({
    severity: 'sev2',
    phase: 'closed',
    url: page,
    statistics: { toResolve: 'PT1H' },
  });
  expect(incident.timeline.filter((entry: { kind: string }) => entry.kind === 'note')).toHaveLength(COMMENTS);
  expect(incident.remarks).toEqual([expect.stringContaining('No permissions were given')]);
  expect(readFileSync(path.join(folder, 'board.md'), 'utf8')).toContain(`](${github.url}/ana)`);
});

test('--save keeps what was read, and it replays the same without a network', async () => {
  const file = path.join(folder, 'issue.json');
  expect(await runReplay([page, '--save', file], TOKEN)).toEqual({
    code: 0,
    out: `Saved as ${file}\n`,
    err: '',
  });
  expect(readdirSync(folder)).toEqual(['issue.json']);
  await runReplay([page, '--out', path.join(folder, 'out')], TOKEN);
  const { names, file: replayed } = replayText(readFileSync(file, 'utf8'));
  for (const name of names) expect(replayed(name)).toBe(readFileSync(path.join(folder, 'out', name), 'utf8'));
});

test('what GitHub refuses is one line, and the token is never in it', async () => {
  const failing = async (address: string, env: Record<string, string>): Promise<string> => {
    const { code, err } = await runReplay([address, '--out', path.join(folder, 'out')], env);
    expect([code, err.split('\n').length]).toEqual([1, 2]);
    return err;
  };
  expect(await failing(page, {})).toContain('set GITHUB_TOKEN');
  expect(await failing(page.replace(/1$/u, '999'), TOKEN)).toContain('404');
  const secret = 'ghp_doesNotExist';
  const refused = await failing(page, { GITHUB_TOKEN: secret });
  expect(refused).toContain('401');
  expect(refused).not.toContain(secret);
  const { url } = github;
  await github.close();
  expect(await failing(`${url}/ana/shop/issues/1`, TOKEN)).toContain('did not answer');
  expect(readdirSync(folder)).toEqual([]);
});

test.each([
  ['https://github.com/acme/shop/issues/41', 'https://api.github.com'],
  ['https://github.com/acme/shop/issues/41#issuecomment-7', 'https://api.github.com'],
  ['https://www.github.com/acme/shop/issues/41/', 'https://api.github.com'],
  ['https://github.example:8443/acme/shop/issues/41?x=1', 'https://github.example:8443/api/v3'],
])('the API of %s is %s', (address, apiUrl) => {
  expect(readIssueUrl(address)).toEqual({ apiUrl, owner: 'acme', repo: 'shop', number: 41 });
});
