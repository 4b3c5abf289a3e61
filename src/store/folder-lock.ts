/**
 * One process per data folder: PGlite takes no lock of its own, and two processes on one folder corrupt it. The lock is SQLite's exclusive
 * lock on `lock.db`, which the operating system frees when the process dies, however it dies.
 *
 * Nothing else in this process may open `lock.db`: closing any handle of a file drops the POSIX locks that the process has on it.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';

const HOLDER = z.object({ pid: z.number(), since: z.string() });

/** The folder's holder is another process; nothing was touched. */
export class FolderInUseError extends Error {
  override readonly name = 'FolderInUseError';
}

/** Takes the lock or throws FolderInUseError. Returns the way to give it back. */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock = new DatabaseSync(path.join(folder, 'lock.db'), { timeout: 0 });
  try {
    lock.exec('pragma locking_mode = exclusive; begin exclusive');
  } catch (error) {
    lock.close();
    throw new FolderInUseError(
      `the data folder ${folder} is in use by ${holder(folder)}: stop it, or set another DATA_DIR`,
      {
        cause: error,
      },
    );
  }
  const since = Temporal.Now.instant().round('second').toString();
  writeFileSync(path.join(folder, 'holder.json'), JSON.stringify({ pid: process.pid, since }));
  return () => {
    lock.close();
  };
}

function holder(folder: string): string {
  try {
    const { pid, since } = HOLDER.parse(JSON.parse(readFileSync(path.join(folder, 'holder.json'), 'utf8')));
    return `process ${pid} since ${since}`;
  } catch {
    return 'another process';
  }
}
