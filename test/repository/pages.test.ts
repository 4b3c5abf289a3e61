/**
 * What README and docs say is there: links, scripts, settings, commands, and the documents they show.
 */
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { toRetelling } from '../../src/cli/replay/export-record.ts';
import { readExport } from '../../src/cli/replay/export-file.ts';
import { readConfig } from '../../src/config/read-config.ts';
import { readSettings } from '../../src/settings.ts';
import { commandsIn } from '../core/command/parsing.ts';

const repository = path.join(import.meta.dirname, '../..');
const textOf = (file: string): string => readFileSync(path.join(repository, file), 'utf8');

const PAGES = [
  'README.md',
  'CHANGELOG.md',
  '.github/pull_request_template.md',
  ...readdirSync(path.join(repository, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => path.join('docs', file)),
].map((file) => [file, textOf(file)] as const);

/** Fenced blocks of one language; '' for those without. */
function blocks(text: string, language: string): readonly string[] {
  return [...text.matchAll(/^```(\w*)\n(.*?)^```$/gmsu)]
    .filter((match) => match[1] === language)
    .map((match) => match[2] ?? '');
}

test.each(PAGES)('the links of %s lead somewhere', (file, text) => {
  const targets = [...text.matchAll(/\]\(([^)\s#]+)[^)]*\)/gu)].map((match) => match[1] ?? '');
  const gone = targets.filter(
    (target) => !/^https?:/u.test(target) && !existsSync(path.join(repository, path.dirname(file), target)),
  );
  expect(gone).toEqual([]);
});

test.each(PAGES)('the scripts that %s names exist', (_file, text) => {
  const { scripts } = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(textOf('package.json')));
  const named = [...text.matchAll(/\bnpm (?:run (?:-s )?([\w:-]+)|(start|test)\b)/gu)];
  const missing = named
    .map((match) => match[1] ?? match[2] ?? '')
    .filter((name) => {
      const file = /(?:^| )((?:src|scripts)\/\S+)/u.exec(scripts[name] ?? '')?.[1];
      return !(name in scripts) || (file !== undefined && !existsSync(path.join(repository, file)));
    });
  expect(missing).toEqual([]);
});

test.each(PAGES)('the commands that %s shows can be given', (_file, text) => {
  const shown = blocks(text, '').filter((block) => block.startsWith('/'));
  for (const block of shown) {
    expect(commandsIn(block)).toHaveLength(block.split('\n').filter((line) => line.startsWith('/')).length);
  }
});

test('the configuration that the README shows can be read', () => {
  const [shown] = blocks(textOf('README.md'), 'yaml');
  expect(Object.keys(z.record(z.string(), z.unknown()).parse(parse(shown ?? ''))).length).toBeGreaterThan(3);
  expect(readConfig([{ name: 'README', text: shown ?? '' }])).toHaveProperty('policy');
});

test('the export that docs/replay.md shows can be replayed', () => {
  const [shown = ''] = blocks(textOf('docs/replay.md'), 'json');
  const read = readExport(shown);
  expect(read).toHaveProperty('found');
  expect('found' in read && toRetelling(read.found)).toHaveProperty('retelling');
});

test('the documents that the README shows are those of the golden files', () => {
  const golden = ['board/mitigated', 'scribe/full'].map((name) => textOf(`test/golden/${name}.md`));
  const lines = new Set(golden.join('\n').split('\n'));
  const shown = textOf('README.md')
    .split('\n')
    .filter((line) => line.startsWith('>'))
    .map((line) => line.slice(2));
  expect(shown.length).toBeGreaterThan(25);
  expect(shown.filter((line) => !lines.has(line))).toEqual([]);
});

test('every variable of the environment that is read is told, and no other', () => {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const values: Record<string, string> = { APP_ID: '1', PRIVATE_KEY: privateKey, WEBHOOK_SECRET: 'a secret' };
  const read = new Set<unknown>();
  const environment = new Proxy(values, {
    get: (target, name, receiver) => {
      read.add(name);
      return Reflect.get(target, name, receiver) as unknown;
    },
  });
  expect(readSettings(environment)).toHaveProperty('settings');
  const rows = textOf('docs/operations.md').matchAll(/^\| `([A-Z_]+)` +\|/gmu);
  expect(new Set([...rows].map((row) => row[1]))).toEqual(read);
});
