import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@jest/globals';

const folder = path.join(import.meta.dirname, '..', 'golden');

/**
 * Compares a whole document with `test/golden/<name>.md`, which reviewers read rendered.
 * `UPDATE_GOLDEN=1` rewrites the file; a missing file fails, so a new case is looked at before it counts.
 */
export function expectGolden(name: string, actual: string): void {
  const file = path.join(folder, `${name}.md`);
  const text = actual.endsWith('\n') ? actual : `${actual}\n`;
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    return;
  }
  if (!existsSync(file)) throw new Error(`${file} is missing: run with UPDATE_GOLDEN=1, then read it`);
  expect(text).toBe(readFileSync(file, 'utf8'));
}
