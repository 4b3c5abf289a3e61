/**
 * The published page and schema say what the reader does (K3).
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse, stringify } from 'yaml';
import { CONFIG_EXAMPLE } from '../../src/config/config-example.ts';
import { configurationFiles } from '../../src/config/config-page.ts';
import { DEFAULT_POLICY } from '../../src/config/default-policy.ts';
import { policyAsConfig } from '../../src/config/policy-as-config.ts';
import { readConfig } from '../../src/config/read-config.ts';

const repository = path.join(import.meta.dirname, '../..');

function textOf(file: string): string {
  return configurationFiles().find((candidate) => candidate.path === file)?.text ?? '';
}

function schemaTakes(text: string): boolean {
  return new Ajv2020().compile(JSON.parse(textOf('docs/muster.schema.json')))(parse(text));
}

test.each(configurationFiles().map((file) => [file.path, file.text]))(
  '%s is fresh (else run: node scripts/generate-docs.ts)',
  (file, text) => {
    expect(readFileSync(path.join(repository, file), 'utf8')).toBe(text);
  },
);

test('the example can be read', () => {
  const result = readConfig([{ name: 'example', text: CONFIG_EXAMPLE }]);
  expect(result).toMatchObject({
    policy: {
      zone: 'Europe/Berlin',
      postmortem: { fromSeverity: 'sev2', forDrills: true },
      reminders: { severityAfterMinutes: 15 },
    },
    templatePaths: { board: { path: '.github/muster/board.liquid' } },
  });
});

test('the example shows every key of the page', () => {
  const keys = [...textOf('docs/configuration.md').matchAll(/^(?:## |\| )`(\w+)`/gmu)].map(
    (match) => match[1],
  );
  expect(keys.length).toBeGreaterThan(30);
  expect(keys.filter((key) => !new RegExp(String.raw`^\s*${key}:`, 'mu').test(CONFIG_EXAMPLE))).toEqual([]);
});

test('what the page shows as built in is the built-in policy', () => {
  const result = readConfig([{ name: 'defaults', text: stringify(policyAsConfig(DEFAULT_POLICY)) }]);
  expect(result).toMatchObject({ policy: DEFAULT_POLICY });
  const blocks = [...textOf('docs/configuration.md').matchAll(/Built in:\n\n```yaml\n(.*?)```/gsu)];
  const shown: unknown = parse(blocks.map((block) => block[1]).join(''));
  const { severities, roles, audiences } = policyAsConfig(DEFAULT_POLICY);
  expect(shown).toEqual({ severities, roles, audiences });
});

test("an editor's schema takes the example and the defaults", () => {
  expect(schemaTakes(CONFIG_EXAMPLE)).toBe(true);
  expect(schemaTakes(stringify(policyAsConfig(DEFAULT_POLICY)))).toBe(true);
});

test.each([
  'zome: UTC',
  'roles: {scribe: {titel: Recorder}}',
  'roles: {Data Base: {duty: x}}',
  'commands: {permission: wirte}',
  'commands: {open: [severity]}',
  'templates: {board: ../board.liquid}',
  'reminders: {severity_after: 10}',
])("an editor's schema refuses what the reader refuses: %s", (text) => {
  expect(schemaTakes(text)).toBe(false);
  expect(readConfig([{ name: 'bad', text }])).toHaveProperty('problems');
});
