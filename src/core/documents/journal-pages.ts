/**
 * The journal in pages, the board's first. Budgets are bytes in the marker. Entries keep their order and are only added at the end, so a page that is
 * followed by another never changes; an entry larger than a page has one of its own, except on the board, which then stays as it is.
 */
import type { JournalEntry } from '../incident/journal.ts';
import { journalWriter } from './journal-codec.ts';
import { byteLength } from './markdown.ts';

/** Bytes of a JSON text once it stands in a marker. */
function encodedBytes(jsonBytes: number): number {
  return Math.ceil((jsonBytes * 4) / 3);
}

const jsonBytes = (value: unknown): number => byteLength(JSON.stringify(value)) + 1;

/** `{"journal":{"v":1,"a":[],"e":[]}}` with room to spare. */
const FRAME_BYTES = 60;

/** Always one page or more. */
export function pageJournal(
  entries: readonly JournalEntry[],
  boardBudgetBytes: number,
  pageBudgetBytes: number,
): JournalEntry[][] {
  const pages: JournalEntry[][] = [[]];
  let page = journalWriter();
  let bytes = FRAME_BYTES;
  for (const entry of entries) {
    let known = page.people.length;
    page.add(entry);
    let added =
      jsonBytes(page.rows.at(-1)) + page.people.slice(known).reduce((sum, p) => sum + jsonBytes(p), 0);
    const budget = pages.length === 1 ? boardBudgetBytes : pageBudgetBytes;
    const isFirstOfPage = pages.length > 1 && page.rows.length === 1;
    if (encodedBytes(bytes + added) > budget && !isFirstOfPage) {
      page = journalWriter();
      known = 0;
      page.add(entry);
      added = jsonBytes(page.rows.at(-1)) + page.people.reduce((sum, p) => sum + jsonBytes(p), 0);
      bytes = FRAME_BYTES;
      pages.push([]);
    }
    bytes += added;
    pages.at(-1)?.push(entry);
  }
  return pages;
}
