/** The page that a whole run writes, and what it prints. */
import type { Machine } from './machine.ts';
import type { Group, Row } from './row.ts';
import { share } from './steal.ts';

const INTRODUCTION = `# Benchmarks

What \`npm run bench\` measured, written by the run itself; do not edit it by hand. Every figure stands beside what it is held against, measured in the
same run. Counts hold on any machine. Milliseconds are this machine's; where others were at work they are worse, and ratios of processor time waver by a third. What follows from them for
sizes is in [scale.md](scale.md).`;

/** A load that leaves room for what is measured. */
const QUIET = 0.5;

/** Of the whole run. */
interface Meanwhile {
  readonly tookMs: number;
  readonly stolen: number | null;
}

function aboutMachine(machine: Machine, { tookMs, stolen }: Meanwhile): string {
  const isQuiet = machine.load <= QUIET * machine.cores;
  const facts = [
    ['Measured', `${machine.at}, in ${Math.round(tookMs / 1_000)} s`],
    ['Commit', machine.commit],
    ['Machine', `${machine.cores} cores (${machine.processor}), ${machine.memoryGb} GB, ${machine.system}`],
    ['Node', machine.node],
    ['Databases', `PGlite in a folder; ${machine.postgres ?? 'no PostgreSQL on this machine'}`],
    [
      'Load average at the start',
      `${machine.load.toFixed(2)}${isQuiet ? '' : ': others were at work, so read the milliseconds as an upper bound'}`,
    ],
    ['Stolen by the host of this virtual machine', `${share(stolen)} of the time that it had work`],
  ];
  return ['|     |     |', '| --- | --- |', ...facts.map(([name, value]) => `| ${name} | ${value} |`)].join(
    '\n',
  );
}

function cell(text: string): string {
  return text.replaceAll('|', String.raw`\|`).replaceAll('\n', ' ');
}

function rowLine({ what, engine, bar, measured, verdict }: Row): string {
  return `| ${[what, engine, bar, measured, verdict].map(cell).join(' | ')} |`;
}

function groupPage({ title, how, rows }: Group): string {
  return [
    `## ${title}`,
    '',
    how,
    '',
    '| What | Database | Bar | Measured | |',
    '| --- | --- | --- | --- | --- |',
    ...rows.map(rowLine),
  ].join('\n');
}

/** The rows whose bar is not reached, by name; empty when all are. */
function missed(groups: readonly Group[]): string {
  const rows = groups.flatMap((group) => group.rows.filter((row) => row.verdict === 'missed'));
  if (rows.length === 0) return 'Every bar that could be measured is met.';
  const names = rows.map((row) => `- ${row.what} (${row.engine}): ${row.measured}; the bar is ${row.bar}`);
  return ['Missed:', '', ...names].join('\n');
}

/** Markdown; format it before it is written. */
export function benchmarksPage(machine: Machine, groups: readonly Group[], meanwhile: Meanwhile): string {
  return `${[INTRODUCTION, aboutMachine(machine, meanwhile), missed(groups), ...groups.map(groupPage)].join('\n\n')}\n`;
}

/** For a terminal: one row below the other, the verdict first. */
export function printed({ title, rows }: Group): string {
  const lines = rows.map(({ what, engine, bar, measured, verdict }) => {
    const of = engine === '–' ? '' : ` [${engine}]`;
    return `  ${verdict.padEnd(13)} ${what}${of}${bar === '–' ? '' : `; bar: ${bar}`}\n${' '.repeat(16)}${measured}`;
  });
  return [title, ...lines, ''].join('\n');
}
