/**
 * The documents at the end, each under the name of its file: board, scribe, communications, postmortem, and all replies in one.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Snapshot } from './snapshot.ts';
import { visibleText } from './written-document.ts';

export interface DocumentFile {
  /** Such as `board.md`. */
  readonly name: string;
  /** What people see, as Markdown. */
  readonly text: string;
}

export function documentFiles({ documents, comments }: Snapshot): DocumentFile[] {
  const replies: string[] = [];
  const files: DocumentFile[] = [];
  for (const { key, body } of documents) {
    const [kind = '', about = ''] = key.split(':');
    const text = visibleText(body);
    if (kind === 'reply') {
      const to = comments.find(({ id }) => String(id) === about);
      replies.push(`*To ${to?.author ?? 'somebody'}, ${to?.createdAt ?? 'earlier'}:*\n\n${text}`);
    } else if (kind === 'reminder') replies.push(`*By itself:*\n\n${text}`);
    else files.push({ name: `${kind}.md`, text });
  }
  return [...files, { name: 'replies.md', text: replies.join('\n---\n\n') }];
}

/** Makes the folder; throws what the file system throws. */
export function writeFiles(folder: string, files: readonly DocumentFile[]): void {
  mkdirSync(folder, { recursive: true });
  for (const { name, text } of files) writeFileSync(path.join(folder, name), text);
}
