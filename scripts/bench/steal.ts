/**
 * What the host of a virtual machine gave to others while this one had work: Linux's own count (`steal` in /proc/stat). Milliseconds that were measured
 * meanwhile are longer by it, and scattered.
 */
import { readFileSync } from 'node:fs';

interface Ticks {
  readonly worked: number;
  readonly stolen: number;
}

/** Null where the system does not tell. */
function read(): Ticks | null {
  try {
    const [, user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, stolen = 0] =
      readFileSync('/proc/stat', 'utf8').split('\n', 1)[0]?.trim().split(/\s+/u).map(Number) ?? [];
    return { worked: user + nice + system + irq + softirq, stolen };
  } catch {
    return null;
  }
}

/** Begins now; the returned function gives the stolen share of the time that was asked for since then, 0 to 1, or null. */
export function watchSteal(): () => number | null {
  const before = read();
  return () => {
    const now = read();
    if (before === null || now === null) return null;
    const [worked, stolen] = [now.worked - before.worked, now.stolen - before.stolen];
    return stolen === 0 ? 0 : stolen / (worked + stolen);
  };
}

/** Such as `17 %`. */
export function share(part: number | null): string {
  return part === null ? 'unknown' : `${Math.round(part * 100)} %`;
}
