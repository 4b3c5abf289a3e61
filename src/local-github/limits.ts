/**
 * The limits of GitHub that an App can run into. Bytes are UTF-8; GitHub's own message says 65,536 characters, what it enforces
 * is this many bytes.
 */
import { invalid } from './refusal.ts';
import type { Refusal } from './refusal.ts';

export const BODY_LIMIT = 262_144;

/** Ever written to one issue. */
export const COMMENT_LIMIT = 2_500;

export const byteLength = (text: string | null | undefined) => Buffer.byteLength(text ?? '');

export function tooLong(resource: 'Issue' | 'IssueComment'): Refusal {
  return invalid({
    resource,
    field: 'body',
    code: 'custom',
    message: 'body is too long (maximum is 65536 characters)',
  });
}
