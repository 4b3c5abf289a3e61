/** What a process and its children used, as Linux tells it; PostgreSQL has a process for each connection. */
import { readFileSync, readdirSync } from 'node:fs';

/** Linux counts in hundredths of a second. */
const TICK_MS = 10;

interface Stat {
  readonly parent: number;
  /** Of ended children as well. */
  readonly ticks: number;
}

function statOf(pid: number): Stat | null {
  try {
    // the name in parentheses may hold anything
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const [user = 0, system = 0, childUser = 0, childSystem = 0] = fields.slice(11, 15).map(Number);
    return { parent: Number(fields[1]), ticks: user + system + childUser + childSystem };
  } catch {
    return null; // ended meanwhile, or no Linux
  }
}

/** CPU time so far of a process and those that it started itself; null where `/proc` is not there. */
export function treeCpuMs(root: number): number | null {
  const own = statOf(root);
  if (own === null) return null;
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  const children = pids.map(statOf).filter((stat) => stat?.parent === root);
  return TICK_MS * children.reduce((sum, stat) => sum + (stat?.ticks ?? 0), own.ticks);
}
