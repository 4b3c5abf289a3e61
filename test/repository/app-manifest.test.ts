/**
 * app.yml asks GitHub for what the code handles, no more and no less.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { HANDLERS } from '../../src/ingress/deliver.ts';
import { WEBHOOK_PATH } from '../../src/ingress/ingress.ts';

const text = readFileSync(path.join(import.meta.dirname, '../../app.yml'), 'utf8');
const manifest = z
  .strictObject({
    name: z.string(),
    description: z.string(),
    url: z.url(),
    public: z.literal(false),
    hook_attributes: z.strictObject({ url: z.url() }),
    default_permissions: z.record(z.string(), z.enum(['read', 'write'])),
    default_events: z.array(z.string()),
  })
  .parse(parse(text));

/** GitHub sends these to every App; asking for them makes it refuse the manifest. */
const UNASKED = ['installation', 'installation_repositories', 'installation_target'];

/** Asked for already, because events of an App that is registered have to be ticked by hand later. */
const NOT_HANDLED_YET = ['pull_request'];

/** What a subscription needs, as GitHub's pages on webhooks say. */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  issue_comment: ['issues'],
  issues: ['issues'],
  label: ['metadata'],
  repository: ['metadata'],
  member: ['members'],
  membership: ['members'],
  organization: ['members'],
  team: ['members'],
  team_add: ['members'],
  push: ['contents'],
  pull_request: ['pull_requests'],
};

function apostrophes(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.includes("'") ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(apostrophes) : [];
}

test('the events are those that are handled', () => {
  const handled = [...HANDLERS.keys()].filter((event) => !UNASKED.includes(event));
  expect(manifest.default_events.toSorted()).toEqual([...handled, ...NOT_HANDLED_YET].toSorted());
  expect([...HANDLERS.keys()]).toEqual(expect.arrayContaining(UNASKED));
});

test('the permissions are enough for the events, and only issues and checks are written', () => {
  const needed = manifest.default_events.flatMap((event) => NEEDS[event] ?? [`nobody knows about ${event}`]);
  expect(Object.keys(manifest.default_permissions)).toEqual(expect.arrayContaining(needed));
  expect(manifest.default_permissions).toEqual({
    issues: 'write',
    checks: 'write',
    contents: 'read',
    pull_requests: 'read',
    members: 'read',
    metadata: 'read',
  });
});

test('webhooks go where they are taken', () => {
  expect(new URL(manifest.hook_attributes.url).pathname).toBe(WEBHOOK_PATH);
});

test('no value breaks the set-up page', () => {
  expect(apostrophes(parse(text))).toEqual([]);
  expect(apostrophes({ a: ["it's"] })).toEqual(["it's"]);
});
