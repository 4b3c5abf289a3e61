import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { commandsPage } from '../../../src/core/command/commands-page.ts';
import { COMMANDS } from '../../../src/core/command/commands.ts';
import { helpFor } from '../../../src/core/command/help.ts';
import { commandsIn } from './parsing.ts';

const usages = (context: Parameters<typeof helpFor>[0]) =>
  helpFor(context).flatMap(({ rows }) => rows.map(({ usage }) => usage));

test('C5: help lists every command of the table to who may command', () => {
  const shown = usages({ mayCommand: true, open: [], prefixOnly: false });
  expect(shown.toSorted()).toEqual(
    Object.values(COMMANDS)
      .map(({ usage }) => usage)
      .toSorted(),
  );
});

test('C5: help lists to others only what they may do', () => {
  expect(usages({ mayCommand: false, open: [], prefixOnly: false })).toEqual(['/status', '/help']);
  expect(usages({ mayCommand: false, open: ['ack'], prefixOnly: false })).toEqual([
    '/ack',
    '/status',
    '/help',
  ]);
});

test('C5: help shows the form that works here', () => {
  const rows = helpFor({ mayCommand: true, open: [], prefixOnly: true }).flatMap((group) => group.rows);
  expect(rows.every(({ usage }) => usage.startsWith('/incident '))).toBe(true);
  expect(rows.flatMap(({ example }) => commandsIn(example, { prefixOnly: true }))).toHaveLength(rows.length);
});

test('C5: docs/commands.md is fresh (else run: node scripts/generate-docs.ts)', () => {
  const file = path.join(import.meta.dirname, '../../../docs/commands.md');
  expect(readFileSync(file, 'utf8')).toBe(commandsPage());
});
