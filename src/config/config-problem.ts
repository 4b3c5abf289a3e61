/**
 * One thing wrong with a configuration, with its place and its cure (K1). All texts are plain, never markdown: they may quote the file, so
 * whoever puts them into a document makes them inert.
 */

/** Counted from 1, the end exclusive, as check annotations and editors want it. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface ConfigProblem extends Place {
  /** The file as `readConfig` was told to call it. */
  readonly source: string;
  /** `roles.scribe.title`; empty when the file as a whole is meant. */
  readonly path: string;
  /** What was read and why it will not do: a sentence without its full stop. */
  readonly reason: string;
  /** What would have been right: a noun phrase. */
  readonly expected: string;
  /** What to write instead: a sentence. */
  readonly cure: string;
}

/** What a rule says before anybody knows where it stands in the file. */
export type Complaint = Pick<ConfigProblem, 'reason' | 'expected' | 'cure'>;

export const START: Place = { line: 1, column: 1, endLine: 1, endColumn: 1 };

/** One line: `.github/muster.yml:3:5: roles.scribe: "titel" is not a key here. Expected one of title, duty. Write "title".` */
export function describeProblem(problem: ConfigProblem): string {
  const where = `${problem.source}:${problem.line}:${problem.column}: `;
  const path = problem.path === '' ? '' : `${problem.path}: `;
  return `${where}${path}${problem.reason}. Expected ${problem.expected}. ${problem.cure}`;
}

/** Something read, in double quotes on one line of at most 60 characters. */
export function quoted(text: string): string {
  return `"${oneLine(text)}"`;
}

/** Without line ends, control characters and invisible ones; at most 60 characters. */
export function oneLine(text: string): string {
  const line = text.replaceAll(/[\s\p{C}]+/gu, ' ').trim();
  const characters = Array.from(line);
  return characters.length > 60 ? `${characters.slice(0, 59).join('')}…` : line;
}
