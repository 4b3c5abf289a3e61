/** What a judgement of one incident is made with, and how it tells what it found. */
import type { Finding } from '../finding.ts';
import { type PlayedIssue, type Posted } from './journal.ts';
import { mergingSaid } from './merge-deeds.ts';
import type { Page, Row } from './page.ts';

const TEXT_SHOWN = 300;

export interface Judgement {
  readonly issue: PlayedIssue;
  readonly page: Page;
  /** How many times the database was lost in the whole run. */
  readonly losses: number;
  /** Number of the incident that it is part of, as its board says; null for none. */
  readonly whole: number | null;
  readonly found: Finding[];
}

/** What a close leaves. While it is open again or stood down, and no part, they say what they said then, and follow when it is closed as an incident again. */
const OF_THE_CLOSE = /^(?:scribe|communications|communications-issue|timeline-issue|postmortem)(?::|$)/u;

/** What Muster wrote except its answers, which quote what they refuse. */
export function records({ page, issue, whole }: Judgement): string {
  return page.documents
    .filter(({ name }) => !name.startsWith('reply:'))
    .filter(({ name }) => issue.phase === 'closed' || whole !== null || !OF_THE_CLOSE.test(name))
    .map(({ body }) => body)
    .join('\n');
}

export function tell(
  { issue, page, found }: Judgement,
  kind: Finding['kind'],
  what: string,
  posted?: Posted,
): void {
  const where = posted === undefined ? page.url : `${page.url}#issuecomment-${posted.id}`;
  const texts = posted?.versions.map(({ text }) => JSON.stringify(text.slice(0, TEXT_SHOWN))) ?? [];
  const ofComment =
    posted === undefined
      ? []
      : [`by ${posted.author}: ${texts.join(' → ')}${posted.isDeleted ? ' → deleted' : ''}`];
  const ofIssue = [`its issue: ${issue.history.join(' · ')}`, ...mergingSaid(issue)];
  found.push({ kind, where, what, details: [...ofComment, ...ofIssue] });
}

/** Rows that hold a word in one of their parts. */
export const countIn = (rows: readonly Row[], part: keyof Row, word: string): number =>
  rows.filter((row) => row[part].includes(word)).length;
