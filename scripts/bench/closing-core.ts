/** The pure part of a close, by the number of comments: how long, how much memory, and whether both grow in proportion. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { longIssue } from './long-issue.ts';
import { type Row, median, ms, verdict } from './row.ts';
import { trusted } from './trusted.ts';

export interface CoreFigures {
  readonly comments: number;
  /** The first time in a process. */
  readonly coldMs: number;
  /** CPU time of the thread; the median of `runs`. */
  readonly warmMs: number;
  readonly runs: number;
  /** What the record, the incident and its documents hold, in megabytes. */
  readonly heldMb: number;
}

const SIZES = [500, 1_000, 2_000] as const;

async function coreFigures(comments: number): Promise<CoreFigures> {
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      fileURLToPath(new URL('core-program.ts', import.meta.url)),
      String(comments),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  return trusted<CoreFigures>(JSON.parse(await text(child.stdout)));
}

/** Growth from the half to the whole, beside the growth of the whole itself: 2 when it is in proportion. */
function growth(figures: readonly CoreFigures[], pick: (one: CoreFigures) => number): number {
  const [first, second, third] = figures.map(pick);
  if (first === undefined || second === undefined || third === undefined) throw new Error('three sizes');
  return (third - second) / (second - first);
}

export async function coreRows(): Promise<readonly Row[]> {
  const figures: CoreFigures[] = [];
  for (const size of SIZES) figures.push(await coreFigures(size));
  const most = figures.at(-1);
  if (most === undefined) throw new Error('no size');
  const memory = growth(figures, (one) => one.heldMb);
  const listed = (pick: (one: CoreFigures) => string) => figures.map(pick).join(', ');
  return [
    {
      what: `Core, history to documents, ${SIZES[2]} comments`,
      engine: '–',
      bar: '≤ 100 ms',
      measured: `${ms(most.warmMs)} warm, median of ${most.runs} (${listed((one) => `${ms(one.warmMs)} at ${one.comments}`)}); ${ms(most.coldMs)} the first time in a process`,
      verdict: verdict(most.warmMs <= 100),
    },
    {
      what: 'Memory that one incident holds',
      engine: '–',
      bar: 'in proportion',
      measured: `${listed((one) => `${one.heldMb.toFixed(1)} MB at ${one.comments}`)}: from 1,000 to 2,000 it grows ${memory.toFixed(2)} times what it grows from 500 to 1,000 (2 is in proportion)`,
      verdict: verdict(memory <= 2.2),
    },
  ];
}

function elapsed(work: () => unknown): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}

/** A replay of the same issue, as somebody runs it at a prompt. */
export function replayRow(): Row {
  const folder = mkdtempSync(path.join(tmpdir(), 'muster-bench-'));
  try {
    const json = longIssue(SIZES[2]);
    const file = path.join(folder, 'issue.json');
    writeFileSync(file, json);
    const replay = path.join(import.meta.dirname, '../../src/cli/replay.ts');
    const whole = Array.from({ length: 3 }, () =>
      elapsed(() => {
        const out = path.join(folder, 'out');
        const { status, stderr } = spawnSync(process.execPath, [replay, file, '--out', out]);
        if (status !== 0) throw new Error(`the replay failed: ${stderr.toString()}`);
      }),
    );
    const parse = Array.from({ length: 20 }, () => elapsed(() => void JSON.parse(json)));
    return {
      what: `\`npm run replay\` of ${SIZES[2]} comments, the whole process`,
      engine: '–',
      bar: '–',
      measured: `${ms(median(whole))}, ${(median(whole) / median(parse)).toFixed(0)} times \`JSON.parse\` of its ${(json.length / 1_000_000).toFixed(1)} MB`,
      verdict: '–',
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
