/**
 * Writes the pages of docs/ that are made from the source: `npm run docs`. With `--check` it writes nothing, names the stale ones and exits 1.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { incidentSchemaFile } from '../src/cli/replay/incident-json.ts';
import { configurationFiles } from '../src/config/config-page.ts';
import { commandsPage } from '../src/core/command/commands-page.ts';

const repository = path.join(import.meta.dirname, '..');
const pages = [
  { path: 'docs/commands.md', text: commandsPage() },
  ...configurationFiles(),
  incidentSchemaFile(),
];

function isFresh(page: (typeof pages)[number]): boolean {
  const file = path.join(repository, page.path);
  return existsSync(file) && readFileSync(file, 'utf8') === page.text;
}

const stale = pages.filter((page) => !isFresh(page));
if (process.argv.includes('--check')) {
  for (const page of stale) console.error(`${page.path} is stale: npm run docs`);
  if (stale.length > 0) process.exitCode = 1;
} else {
  for (const page of stale) {
    const file = path.join(repository, page.path);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, page.text);
    console.log(`wrote ${page.path}`);
  }
}
