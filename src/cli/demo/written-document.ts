/** A document of Muster's as it stands on GitHub, and the parts of it that the demo tells about. */
export interface WrittenDocument {
  /** `board`, `reply:3700000004`, …: what its hidden marker says. */
  readonly key: string;
  /** Of an issue of Muster's: its number and title. */
  readonly title: string | null;
  /** With the hidden markers. */
  readonly body: string;
}

/** Anything of Muster's without a marker is `unknown`, which the reader of the demo should see. */
export function documentKey(body: string): string {
  return /<!-- muster:1 (?<key>\S+) /u.exec(body)?.groups?.['key'] ?? 'unknown';
}

/** What people see of a document: HTML comments are for machines. */
export function visibleText(body: string): string {
  return `${body.replaceAll(/<!--[\s\S]*?-->\n?/gu, '').trim()}\n`;
}

/** The first line of a board, without the mark of a heading. */
export function boardHeadline(body: string): string {
  return /^#+ (?<text>.*)$/mu.exec(body)?.groups?.['text'] ?? '';
}

/** What the board says comes next, as Markdown; empty where it says nothing. */
export function boardNext(body: string): string {
  return /^\| \*\*Next\*\* \| (?<text>.*) \|$/mu.exec(body)?.groups?.['text'] ?? '';
}

/** The calls on a board and who leads them, as Markdown; empty where none is open. */
export function boardCalls(body: string): string {
  const rows = /^### Calls\n\n\|.*\n\|.*\n(?<rows>(?:\|.*\n)+)/mu.exec(body)?.groups?.['rows'] ?? '';
  return [...rows.matchAll(/^\| (?<call>.*?) \| (?<lead>.*?) \|/gmu)]
    .map(({ groups }) => `${groups?.['call'] ?? ''}: ${groups?.['lead'] ?? ''}`)
    .join(' · ');
}
