/** Without credentials the process serves Probot's set-up page, which registers the App from our manifest. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type MainProcess, freePort, startMain } from '../support/main-process.ts';

let folder = '';
let main: MainProcess;
beforeEach(() => {
  // a folder of its own: the page writes an .env where it runs
  folder = mkdtempSync(path.join(tmpdir(), 'muster-setup-'));
  for (const file of ['app.yml', 'package.json']) cpSync(file, path.join(folder, file));
});
afterEach(async () => {
  main.kill('SIGKILL');
  await main.ended();
  rmSync(folder, { recursive: true });
});

test('the page offers app.yml, and nothing leaves the machine before somebody sends it', async () => {
  const port = await freePort();
  main = startMain({ PORT: String(port), HOST: '127.0.0.1' }, folder);
  await main.said('no credentials: serving the set-up page');
  const root = await fetch(`http://127.0.0.1:${port}/`, { redirect: 'manual' });
  expect([root.status, root.headers.get('location')]).toEqual([302, '/probot']);
  const page = await (
    await fetch(`http://127.0.0.1:${port}/probot`, { headers: { connection: 'close' } })
  ).text();
  const [, manifest = '{}'] = /id="manifest" value='([^']*)'/u.exec(page) ?? [];
  expect(JSON.parse(manifest)).toMatchObject({
    name: 'Muster',
    public: false,
    hook_attributes: { url: 'https://muster.example.org/api/github/webhooks' },
    default_permissions: { issues: 'write', contents: 'read' },
    redirect_url: `http://127.0.0.1:${port}/probot/setup`,
  });
  expect(page).toContain('action="https://github.com/settings/apps/new"');
  // a public channel for webhooks is what Probot would open
  expect(main.out() + main.err()).not.toMatch(/smee|this machine only/iu);
});

test('in production there is no page that lets whoever comes first set the credentials', async () => {
  main = startMain({ PORT: '0', HOST: '127.0.0.1', NODE_ENV: 'production' }, folder);
  expect(await main.ended()).toBe(1);
  expect(main.err()).toContain('Muster cannot start: App ID is missing');
});
