// Writes the pages of docs/ that are made from the source: `node scripts/generate-docs.ts`. Tests fail when a page is stale.
import { mkdirSync, writeFileSync } from 'node:fs';
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
for (const page of pages) {
  const file = path.join(repository, page.path);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, page.text);
}
