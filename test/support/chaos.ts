/** `npm run chaos` as people start it, each run with everything real: replicas as processes, a local GitHub with faults, and the judgement at the end. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from '@jest/globals';

const ROOT = path.join(import.meta.dirname, '../..');
/** Milliseconds. */
export const CHAOS_LIMIT = 120_000;

export interface ChaosRan {
  readonly code: number | null;
  readonly out: string;
  /** As the last line says. */
  readonly lost: number;
  readonly doubled: number;
  readonly wrong: number;
}

/** `words`: the command line after `npm run chaos --`. */
export async function chaos(words: string): Promise<ChaosRan> {
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      path.join(ROOT, 'src/cli/chaos.ts'),
      '--no-rebuild',
      ...words.split(' '),
    ],
    {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'] ?? '',
        TMPDIR: tmpdir(),
        NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? '',
        NODE_OPTIONS: `--import=${path.join(ROOT, 'test/support/loopback-only.ts')}`,
      },
    },
  );
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  const last = /^lost (?<lost>\d+), doubled (?<doubled>\d+), wrong (?<wrong>\d+)$/mu.exec(out)?.groups ?? {};
  const count = (name: string): number => Number(last[name] ?? NaN);
  return {
    code: code as number | null,
    out: `${out}${err}`,
    lost: count('lost'),
    doubled: count('doubled'),
    wrong: count('wrong'),
  };
}

export function expectClean({ code, out }: ChaosRan): void {
  expect(out).toContain('lost 0, doubled 0, wrong 0');
  expect(out).not.toContain('unsettled');
  expect(code).toBe(0);
}
