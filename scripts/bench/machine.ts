/** Where and when a run was made. */
import { execFileSync } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';

export interface Machine {
  readonly at: string;
  readonly cores: number;
  readonly processor: string;
  readonly memoryGb: number;
  readonly system: string;
  readonly node: string;
  /** Short name, and whether the tree differed from it. */
  readonly commit: string;
  /** Of the last minute, when the run began. */
  readonly load: number;
  readonly postgres: string | null;
}

function git(...args: readonly string[]): string | null {
  try {
    const cwd = path.join(import.meta.dirname, '../..');
    return execFileSync('git', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return null;
  }
}

export function describeMachine(postgres: string | null): Machine {
  const [cpu] = os.cpus();
  const changed = git('status', '--porcelain', '--untracked-files=no', '--', ':!docs');
  const commit = git('rev-parse', '--short', 'HEAD') ?? 'unknown';
  return {
    at: Temporal.Now.instant().toString({ smallestUnit: 'minute' }),
    cores: os.availableParallelism(),
    processor: cpu?.model.replaceAll(/\s+/gu, ' ').trim() ?? 'unknown',
    memoryGb: Math.round(os.totalmem() / 1_073_741_824),
    system: `${os.type()} ${os.release().split('-')[0]} ${os.arch()}`,
    node: process.versions.node,
    commit: changed === null || changed === '' ? commit : `${commit} with changes that were not committed`,
    load: os.loadavg()[0] ?? 0,
    postgres,
  };
}
