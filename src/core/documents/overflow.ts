/**
 * Fits documents into what a comment may hold (E3, X2): a table that is too long for its comment goes, row by row and in order, onto pages of an
 * issue: its body first, then its comments. Nothing is lost and nothing stands twice.
 */
import { byteLength } from './markdown.ts';
import { markerBytes } from './marker.ts';

/** Bytes of UTF-8 that a comment or issue of ours has at most, marker included. GitHub takes more, many tools do not. */
export const DOCUMENT_BYTES = 60_000;

/** Room kept for the marker and a small payload. */
const MARKER_BYTES = 800;

/** What a text may have. */
export const TEXT_BYTES = DOCUMENT_BYTES - MARKER_BYTES;

/** What the text of a page may have: pages carry nothing, so the longest key says how long the marker is. Each byte given away makes more pages. */
export const PAGE_BYTES = DOCUMENT_BYTES - markerBytes('communications-issue:9999', {});

/** Longest piece of a text that people wrote in one row: at its worst (14 bytes a character) it still fits a page with its head. */
const ROW_LENGTH = 3000;

export function fits(text: string): boolean {
  return byteLength(text) <= TEXT_BYTES;
}

/** A text in pieces that each fit a row; one piece nearly always. Never cuts a character in two. */
export function pieces(text: string): readonly string[] {
  if (text.length <= ROW_LENGTH) return [text];
  const found: string[] = [];
  let from = 0;
  while (from < text.length) {
    let to = Math.min(from + ROW_LENGTH, text.length);
    if (
      to < text.length &&
      /[\uD800-\uDBFF]/u.test(text.charAt(to - 1)) &&
      /[\uDC00-\uDFFF]/u.test(text.charAt(to))
    )
      to -= 1;
    found.push(text.slice(from, to));
    from = to;
  }
  return found;
}

/** A page's text around its rows; the page number counts from 1. */
export type Frame = (page: number, table: string) => string;

/**
 * Pages with as many rows as fit, so that a row added at the end moves none before it. A row that is too long for a page has a page of its own. At
 * least one page.
 */
export function paged(head: string, rows: readonly string[], frame: Frame): readonly string[] {
  const pages: string[] = [];
  let lines: string[] = [];
  let bytes = 0;
  const finish = (): void => {
    pages.push(frame(pages.length + 1, [head, ...lines].join('\n')));
    lines = [];
  };
  for (const row of rows) {
    const size = byteLength(row) + 1;
    if (lines.length === 0) bytes = byteLength(frame(pages.length + 1, head));
    if (lines.length > 0 && bytes + size > PAGE_BYTES) {
      finish();
      bytes = byteLength(frame(pages.length + 1, head));
    }
    lines.push(row);
    bytes += size;
  }
  if (lines.length > 0 || pages.length === 0) finish();
  return pages;
}
