/**
 * The log: one JSON object a line, `{"time", "level", "message"}`, with `incident` and `delivery` where a line is about one. Whoever writes a line keeps secrets and the text of comments out of it.
 */

/** As pino and Probot name them, from everything to nothing. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * One line; `info` unless told.
 *   debug   every webhook that was stored, every write to GitHub
 *   info    where it listens, what it waits for, that an issue is gone
 *   warn    what GitHub refused, did not answer or sent in a strange shape; Muster carries on without
 *   error   what needs a person
 */
export type Log = (line: string, level?: 'debug' | 'info' | 'warn' | 'error', about?: About) => void;

/** To search by. */
export interface About {
  /** `repositoryId#number`, the key of the queue. */
  readonly incident?: string;
  /** `X-GitHub-Delivery`. */
  readonly delivery?: string;
}

/** Lines below `least` are left out. `write` gets whole lines with their line end. */
export function createLog(least: LogLevel, write: (text: string) => void): Log {
  const threshold = LOG_LEVELS.indexOf(least);
  return (line, level = 'info', about = {}) => {
    if (LOG_LEVELS.indexOf(level) < threshold) return;
    write(`${JSON.stringify({ time: new Date().toISOString(), level, ...about, message: line })}\n`);
  };
}
