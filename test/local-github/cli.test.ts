/** `npm run local-github` as a process of its own. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

let folder = '';
let child: ChildProcess | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'local-github-'));
});
afterEach(() => {
  child?.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

function run(...args: string[]): ChildProcess {
  child = spawn(process.execPath, ['src/cli/local-github.ts', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return child;
}

async function failure(...args: string[]): Promise<string> {
  const started = run(...args);
  let text = '';
  started.stderr?.on('data', (chunk) => (text += String(chunk)));
  const [code] = await once(started, 'close');
  return `${String(code)} ${text}`;
}

test('prints its address and answers there until it is told to end', async () => {
  const server = run('--port', '0', '--now', '2026-03-01T10:00:00Z');
  let text = '';
  const url = await new Promise<string>((resolve) => {
    server.stdout?.on('data', (chunk) => {
      text += String(chunk);
      const [address] = /http:\/\/127\.0\.0\.1:\d+/u.exec(text) ?? [];
      if (address) resolve(address);
    });
  });
  const answer = await fetch(`${url}/api/v3/repos/acme/shop/issues`, {
    method: 'POST',
    headers: { authorization: 'token user-ada' },
    body: '{"title": "Checkout fails"}',
  });
  expect(answer.status).toBe(201);
  expect(await answer.json()).toMatchObject({ number: 1, created_at: '2026-03-01T10:00:00Z' });
  server.kill('SIGTERM');
  expect(await once(server, 'close')).toEqual([0, null]);
});

test.each([
  [['--prt', '1'], "Unknown option '--prt'"],
  [['--port', 'http'], 'not a port'],
  [['--now', 'noon'], 'not an instant'],
  [['--seed', 'nowhere.json'], 'no such file'],
])('%j ends with 1 and says why', async (args, reason) => {
  const text = await failure(...args);
  expect(text).toMatch(/^1 local-github: /u);
  expect(text).toContain(reason);
});

test('a seed with mistakes is refused with their places', async () => {
  const seed = join(folder, 'seed.json');
  writeFileSync(seed, '{"users": [{"login": 1}], "repos": []}');
  const text = await failure('--seed', seed);
  expect(text).toContain('Unrecognized key: "repos"');
  expect(text).toContain('users[0].login');
});
