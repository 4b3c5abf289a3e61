/**
 * A data folder with an empty database in it, copied from a template that is made once per machine and version: `initdb` takes seconds, a copy does not.
 * Tests of a first start make their own.
 */
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openQueue } from '../../src/store/queue.ts';
import { openStore } from '../../src/store/store.ts';
import { systemClock } from '../../src/clock.ts';
import { oncePerProcess } from './once-per-process.ts';

const root = path.join(import.meta.dirname, '..', '..');

/** Outlives the run, as the temporary folder may not. */
const CACHE = path.join(root, 'node_modules', '.cache', 'muster');

/** Changes with everything that shapes an empty database. */
function version(): string {
  const migrations = path.join(root, 'src', 'store', 'migrations');
  const hash = createHash('sha256').update(readFileSync(path.join(root, 'package-lock.json')));
  for (const file of readdirSync(migrations).toSorted())
    hash.update(readFileSync(path.join(migrations, file)));
  return hash.digest('hex').slice(0, 16);
}

async function template(): Promise<string> {
  const folder = path.join(CACHE, `empty-database-${version()}`);
  if (existsSync(folder)) return folder;
  mkdirSync(CACHE, { recursive: true });
  const draft = mkdtempSync(path.join(CACHE, 'draft-'));
  const store = await openStore({ databaseUrl: null, dataDir: draft });
  const queue = await openQueue(store, systemClock, async () => undefined, { log: () => undefined });
  await queue.stop();
  await store.close();
  try {
    renameSync(draft, folder);
  } catch {
    rmSync(draft, { recursive: true, force: true }); // another worker was first
  }
  return folder;
}

/** Node's types leave it out. */
interface WithWebAssembly {
  readonly WebAssembly: { readonly Module: new (program: Uint8Array) => object };
}

/** The engine takes what is compiled of the same program as long as somebody holds it; else each test file would compile PostgreSQL again. */
function holdProgram(): void {
  oncePerProcess('database program', (ground) => {
    const { WebAssembly } = ground as unknown as WithWebAssembly;
    const folder = path.dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite'));
    return new WebAssembly.Module(readFileSync(path.join(folder, 'pglite.wasm')));
  });
}

/** Removes nothing by itself: whoever asked for it does. */
export async function newDataFolder(): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'muster-test-'));
  await emptyDataFolder(folder);
  return folder;
}

/** Whatever was in it is gone. */
export async function emptyDataFolder(folder: string): Promise<void> {
  holdProgram();
  rmSync(folder, { recursive: true, force: true });
  cpSync(await template(), folder, { recursive: true });
}
