/**
 * What the YAML library found, in words of somebody who does not know YAML's grammar. Codes without a row keep the library's own sentence.
 */
import type { YAMLError } from 'yaml';
import { oneLine, quoted } from './config-problem.ts';
import type { Complaint } from './config-problem.ts';

type Code = YAMLError['code'];

const TABLE: Partial<Record<Code, (at: string) => Complaint>> = {
  TAB_AS_INDENT: () => ({
    reason: 'A tab indents this line',
    expected: 'spaces',
    cure: 'Replace the tab by two spaces.',
  }),
  MULTIPLE_DOCS: () => ({
    reason: 'A second document begins here',
    expected: 'one document',
    cure: 'Remove the line "---".',
  }),
  BAD_SCALAR_START: (at) => ({
    reason: `A value may not begin with ${quoted(at.slice(0, 1))}`,
    expected: 'plain or quoted text',
    cure: 'Put the value in quotes.',
  }),
  BLOCK_AS_IMPLICIT_KEY: (at) => ({
    reason: `A second key stands on this line, at ${quoted(firstLine(at))}`,
    expected: 'one key and its value',
    cure: 'Put a text that contains ": " in quotes, or give the inner key a line of its own.',
  }),
  MULTILINE_IMPLICIT_KEY: (at) => ({
    reason: `${quoted(firstLine(at))} is neither a key with a value nor the end of one`,
    expected: 'a key, a colon, a space and a value',
    cure: 'Write a space after the colon.',
  }),
  MISSING_CHAR: (at) =>
    at.trim() === ''
      ? {
          reason: 'A quotation mark is opened and not closed',
          expected: 'the closing quotation mark',
          cure: 'Close it on the same line.',
        }
      : {
          reason: `${quoted(firstLine(at))} has no value`,
          expected: 'a key, a colon, a space and a value',
          cure: 'Write a colon and a value after it.',
        },
  BAD_INDENT: () => ({
    reason: 'This line is not indented as the lines before it',
    expected: 'the same number of spaces for the keys of one group',
    cure: 'Align it.',
  }),
  RESOURCE_EXHAUSTION: () => ({
    reason: 'The file is nested too deep to be read',
    expected: 'at most four levels',
    cure: 'Check the indentation and the brackets.',
  }),
  NON_STRING_KEY: () => ({
    reason: 'A list or a group stands where a key should',
    expected: 'a word as key',
    cure: 'Remove the brackets, or put the value in quotes.',
  }),
  TAG_RESOLVE_FAILED: (at) => ({
    reason: `The tag ${quoted(at.split(/\s/u)[0] ?? '')} means nothing here`,
    expected: 'a value without a tag',
    cure: 'Remove it, or put the value in quotes if it begins with "!".',
  }),
};

const OPEN_BRACKET: Complaint = {
  reason: 'A bracket is opened and not closed',
  expected: 'a closing bracket for each opened one',
  cure: 'Close it where the list or group ends.',
};

export function explainSyntax(error: YAMLError, text: string): Complaint {
  const row = error.message.startsWith('Flow') ? () => OPEN_BRACKET : TABLE[error.code];
  if (row !== undefined) return row(text.slice(error.pos[0], error.pos[0] + 200));
  return {
    reason: oneLine(error.message.split('\n')[0] ?? error.code),
    expected: 'well-formed YAML',
    cure: 'Check the quotes, brackets and indentation here.',
  };
}

function firstLine(text: string): string {
  return text.split(/\r?\n/u)[0] ?? '';
}
