/**
 * Short forms for the tests of the parser: one moment, one zone, and what came out.
 */
import type { Command, Problem } from '../../../src/core/command/command.ts';
import { parseComment, type CommentContext } from '../../../src/core/command/parse-comment.ts';

export const CONTEXT: CommentContext = {
  createdAt: Temporal.Instant.from('2026-11-21T14:30:00Z'),
  zone: 'UTC',
  prefixOnly: false,
};

export const at = (text: string) => Temporal.Instant.from(text);

export function commandsIn(body: string, context: Partial<CommentContext> = {}): readonly Command[] {
  return parseComment(body, { ...CONTEXT, ...context }).flatMap(({ result }) =>
    'command' in result ? [result.command] : [],
  );
}

export function problemsIn(body: string, context: Partial<CommentContext> = {}): readonly Problem[] {
  return parseComment(body, { ...CONTEXT, ...context }).flatMap(({ result }) =>
    'problem' in result ? [result.problem] : [],
  );
}
