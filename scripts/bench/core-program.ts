/**
 * Runs in a process of its own (`node core-program.ts <comments>`), so that its memory is that of one incident: takes the incident through the core as the
 * run after its close does, many times, and prints what that took as one line of JSON.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { consider } from '../../src/core/incident/consider.ts';
import { desired } from '../../src/core/desired.ts';
import type { DocumentLinks } from '../../src/core/documents/document.ts';
import { digest } from '../../src/signer.ts';
import type { CoreFigures } from './closing-core.ts';
import { longIssue, retellingOf } from './long-issue.ts';
import { median } from './row.ts';
import { trusted } from './trusted.ts';

setFlagsFromString('--expose-gc');
const collect = trusted<() => void>(runInNewContext('gc'));

function heapMb(): number {
  collect();
  return process.memoryUsage().heapUsed / 1_048_576;
}

/** Of this thread: what others do on the machine does not count. */
function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

const empty = heapMb();
const board = { url: 'https://github.com/acme/shop/issues/41#issuecomment-1', number: null };
const links: DocumentLinks = new Map([['board', board]]);
const comments = Number(process.argv[2]);
const { record: unjudged, policy, serverUrl, now } = retellingOf(longIssue(comments));

/** History to documents: everything that is pure in a run. */
function once(journal: typeof unjudged.journal) {
  const record = { ...unjudged, journal };
  const considered = consider({ record, policy, digest });
  return { record, considered, want: desired({ considered, policy, journal, links, now, serverUrl }) };
}

const cold = cpuMs();
const first = once([]);
const coldMs = cpuMs() - cold;
const heldMb = heapMb() - empty;

// the runs before the close judged every command, and wrote that down
const { journal } = first.want;
const times: number[] = [];
for (const end = performance.now() + 3_000; performance.now() < end || times.length < 9;) {
  const began = cpuMs();
  once(journal);
  times.push(cpuMs() - began);
}
const figures: CoreFigures = { comments, coldMs, warmMs: median(times), runs: times.length, heldMb };
console.log(JSON.stringify(figures));
