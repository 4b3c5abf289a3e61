/** Runs once before everything, in the process that starts the workers: they, and whatever they start, inherit its environment. */
import { existsSync, mkdirSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import path from 'node:path';

const MEMORY = '/dev/shm';
/** Many times what the tests of a busy machine hold at once; containers often get 64 MB. */
const ROOM = 4 * 2 ** 30;
const PREFIX = 'muster-tests-';

// jest takes a default export
// oxlint-disable-next-line import/no-default-export
export default function prepareRun({ collectCoverage }: { readonly collectCoverage: boolean }): void {
  if (collectCoverage) process.env['MUSTER_TESTS_COVERAGE'] = 'on';
  // half of what a short process costs is reading our sources and packages
  process.env['NODE_COMPILE_CACHE'] ??= path.join(import.meta.dirname, '../../node_modules/.cache/compiled');
  scratchInMemory();
}

/**
 * Temporary folders lie in memory where Linux offers it, in a folder of this run that goes with it. A database is 40 MB in 1,000 files; on a disk
 * each copy costs a second, and closing one forces it out. Elsewhere, and where there is little room, they lie where they always did.
 */
function scratchInMemory(): void {
  if (!existsSync(MEMORY)) return;
  removeLeftovers();
  const { bavail, bsize } = statfsSync(MEMORY);
  if (bavail * bsize < ROOM) return;
  const folder = path.join(MEMORY, `${PREFIX}${process.pid}`);
  mkdirSync(folder, { mode: 0o711 }); // PostgreSQL runs as somebody else, in a folder of its own below this one
  process.env['TMPDIR'] = folder;
  process.once('exit', () =>
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 20 }),
  );
}

/** What runs left that were killed. */
function removeLeftovers(): void {
  for (const name of readdirSync(MEMORY)) {
    const pid = name.startsWith(PREFIX) ? Number(name.slice(PREFIX.length)) : Number.NaN;
    if (Number.isInteger(pid) && !isAlive(pid))
      rmSync(path.join(MEMORY, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'; // another user's
  }
}
