/** Says the same trouble once a minute and not with each try: while a database is away, every worker of every replica finds out each second. */
import type { Log } from '../log.ts';

const EVERY_MS = 60_000;

/** `log`, but for lines of trouble that were said within the last minute. What pg-boss adds in brackets, which worker it was, makes no other line. */
export function seldom(log: Log): (trouble: Error, level: 'error' | 'warn') => void {
  const said = new Map<string, number>();
  return (trouble, level) => {
    const line = `queue: ${reasonOf(trouble).replace(/ \(Queue: .*\)$/su, '')}`;
    const now = performance.now();
    for (const [other, at] of said) if (now - at >= EVERY_MS) said.delete(other);
    if (said.has(line)) return;
    said.set(line, now);
    log(line, level);
  };
}

/** A connection that was tried at several addresses fails with several errors, and no text of its own. */
function reasonOf(error: Error): string {
  const own = error.message.trim();
  if (error instanceof AggregateError && !/^\w/u.test(own))
    return `${error.errors.map(String).join('; ')} ${own}`.trim();
  return own;
}
