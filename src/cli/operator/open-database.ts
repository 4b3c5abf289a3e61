/**
 * Muster's database, from outside of a running Muster: the same DATABASE_URL or DATA_DIR. A folder belongs to one process at a time, and none is
 * created here: a wrong DATA_DIR would else look like an empty list.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describeProblems, readStoreSettings } from '../../settings.ts';
import { FolderInUseError } from '../../store/folder-lock.ts';
import { type Store, openStore } from '../../store/store.ts';
import { Stopped, reasonOf } from './stopped.ts';

const WHILE_IT_RUNS =
  'While it runs, nobody else can look into its folder; it tries what was given up again by itself, every 15 minutes.';

/** Throws Stopped. */
export async function openDatabase(env: Readonly<Record<string, string | undefined>>): Promise<Store> {
  const settings = readStoreSettings(env);
  if ('problems' in settings) throw new Stopped(describeProblems(settings.problems));
  const { dataDir, databaseUrl } = settings;
  if (databaseUrl === null && !existsSync(path.join(dataDir, 'state.json'))) {
    throw new Stopped(
      `there is no database in ${dataDir}: set DATA_DIR or DATABASE_URL to what Muster itself uses`,
    );
  }
  try {
    return await openStore(settings);
  } catch (error) {
    if (error instanceof FolderInUseError) throw new Stopped(`${error.message}\n${WHILE_IT_RUNS}`);
    throw new Stopped(`the database cannot be opened: ${reasonOf(error)}`);
  }
}
