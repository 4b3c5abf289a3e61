import { describeProblem } from '../../src/config/config-problem.ts';
import { readConfig } from '../../src/config/read-config.ts';

const NAMES = ['muster.yml', 'org.yml'];

/** A name for the mistake, the texts of the repository's and the organisation's file, and the whole of what their authors read. */
export type Row = [mistake: string, texts: readonly string[], problems: readonly string[]];

export function problemsOf(texts: readonly string[]): readonly string[] {
  const result = readConfig(texts.map((text, index) => ({ name: NAMES[index] ?? '', text })));
  return 'problems' in result ? result.problems.map(describeProblem) : [];
}
