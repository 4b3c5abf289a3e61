/**
 * Opens PGlite in a data folder, with the guards that it lacks:
 *   lock.db, holder.json   one process per folder (folder-lock.ts)
 *   pg/                    the database; the folder has mode 0700, because PGlite creates files that everybody may read
 *   state.json             { boot, clean }: which boot of the machine opened it, and whether it was closed
 *
 * PGlite never calls fsync: a killed process loses nothing, a machine that stopped may have. So a folder that was left open in another boot,
 * or does not open, is set aside and built anew: GitHub is the record (E1), and the set-aside copy stays for whoever wants to look.
 */
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { z } from 'zod';
import { lockFolder } from './folder-lock.ts';

export interface Embedded {
  readonly lite: PGlite;
  /** What was set aside at opening, for the log; null in the usual case. */
  readonly setAside: string | null;
  /** From now on, the care that a database needs is taken by `run`, which waits for its turn: a vacuum inside of somebody's transaction would end that. */
  readonly careBy: (run: (statement: string) => Promise<void>) => void;
  readonly close: () => Promise<void>;
}

/** PGlite has no checkpointer and no autovacuum: its log and its dead rows would grow for ever. */
const CHECKPOINT_MS = 10 * 60_000;
const VACUUM_EVERY = 6;

/** `boot` names the current boot of the machine; tests pass their own. Throws FolderInUseError. */
export async function openEmbedded(folder: string, boot = bootId()): Promise<Embedded> {
  const unlock = lockFolder(folder);
  chmodSync(folder, 0o700);
  const data = path.join(folder, 'pg');
  const stateFile = path.join(folder, 'state.json');
  let setAside: string | null = null;
  let lite: PGlite;
  try {
    const state = readState(stateFile);
    if (state === null)
      rmSync(data, { recursive: true, force: true }); // a first start that died half-way
    else if (!state.clean && state.boot !== boot)
      setAside = moveAside(folder, 'was left open when the machine stopped');
    try {
      lite = await start(data);
    } catch (error) {
      if (!existsSync(data)) throw error;
      setAside = moveAside(
        folder,
        `did not open (${error instanceof Error ? error.message : String(error)})`,
      );
      lite = await start(data);
    }
    writeFileSync(stateFile, JSON.stringify({ boot, clean: false }));
  } catch (error) {
    unlock();
    throw error;
  }

  let timer: NodeJS.Timeout | undefined;
  const careBy: Embedded['careBy'] = (run) => {
    let rounds = 0;
    const care = async () => {
      rounds += 1;
      await run('checkpoint');
      if (rounds % VACUUM_EVERY === 0) await run('vacuum analyze');
    };
    timer = setInterval(() => {
      care().catch(() => undefined); // a round that fails is made good by the next
    }, CHECKPOINT_MS);
    timer.unref();
  };

  return {
    lite,
    setAside,
    careBy,
    close: async () => {
      clearInterval(timer);
      await lite.close();
      syncTree(data);
      writeFileSync(stateFile, JSON.stringify({ boot, clean: true }));
      syncFile(stateFile);
      unlock();
    },
  };
}

async function start(data: string): Promise<PGlite> {
  // the default of 128 MB is kept as resident memory
  return PGlite.create(data, { startParams: [...PGlite.defaultStartParams, '-c', 'shared_buffers=16MB'] });
}

/** Renames the database and returns a sentence for the log. */
function moveAside(folder: string, why: string): string {
  const stamp = Temporal.Now.instant().round('second').toString().replaceAll(':', '-');
  let target = path.join(folder, `pg-set-aside-${stamp}`);
  for (let n = 2; existsSync(target); n += 1) target = path.join(folder, `pg-set-aside-${stamp}-${n}`);
  renameSync(path.join(folder, 'pg'), target);
  return `the database in ${folder} ${why}; it is kept as ${path.basename(target)}, and a new one is built from GitHub`;
}

const STATE = z.object({ boot: z.string(), clean: z.boolean() });

function readState(file: string): z.infer<typeof STATE> | null {
  try {
    return STATE.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

/** The kernel's id of this boot; elsewhere the minute in which the machine started. */
export function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return `started ${Math.round((Date.now() / 1000 - os.uptime()) / 60)}`;
  }
}

function syncTree(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const inner = path.join(folder, entry.name);
    if (entry.isDirectory()) syncTree(inner);
    else syncFile(inner);
  }
}

function syncFile(file: string): void {
  const handle = openSync(file, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
