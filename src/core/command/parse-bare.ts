/**
 * Commands without arguments. Words after them are let pass: `/ack on my way` is an acknowledgement at three in the morning, not a mistake.
 */
import type { Parsed } from './command-spec.ts';

export function parseBare(name: 'ack' | 'status' | 'help'): () => Parsed {
  return () => ({ command: { name } });
}
