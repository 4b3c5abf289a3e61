/**
 * What the rules are given, and how they say whom they blame (`rules.ts`, `entry-rules.ts`).
 */
import type { Policy } from '../core/policy.ts';
import type { Complaint, ConfigProblem } from './config-problem.ts';
import { nearest } from './nearest.ts';
import type { Config } from './schema.ts';
import type { Path, YamlSource } from './yaml-source.ts';

export interface ConfigFile {
  readonly source: YamlSource;
  readonly config: Config;
}

export interface RuleInput {
  readonly policy: Policy;
  /** Most particular first. */
  readonly files: readonly ConfigFile[];
}

export type Rule = (input: RuleInput) => readonly ConfigProblem[];

/** Words that commands and documents use for "nobody" and "myself". */
export const RESERVED: ReadonlySet<string> = new Set(['none', 'me', 'unknown']);

/** A problem in the most particular file that says something at `path`; in the most particular one when none does. */
export function blame(
  files: readonly ConfigFile[],
  path: Path,
  part: 'key' | 'value',
  complaint: Complaint,
): ConfigProblem {
  const guilty = files.find(({ source }) => source.textAt(path) !== null) ?? files[0];
  if (guilty === undefined) throw new Error('The built-in policy breaks a rule of its own');
  return guilty.source.problemAt(path, part, complaint);
}

/** The cure for a word that was probably another one. */
export function meant(word: string, known: readonly string[]): string | null {
  const near = nearest(word, known);
  return near === null ? null : `Did you mean "${near}"?`;
}
