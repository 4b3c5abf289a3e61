/**
 * Finds where the mail that a comment answers begins. Mail clients bring our own text back, often without a `>`, so nothing below may be a
 * command (C1). A line of prose must not be taken for it, because it would silence what follows: an attribution needs a date or an address.
 */

const ATTRIBUTION_BEGINS = /^(?:on|am|le|el|il|op|em|den)\s/iu;
const ATTRIBUTION_ENDS =
  /(?:\bwrote|\bschrieb\b.{0,200}|\ba écrit|\bescribió|\bha scritto|\bschreef\b.{0,200}|\bescreveu|\bskrev\b.{0,200})\s?:$/iu;
const DATE_OR_ADDRESS =
  /\d|@|<|\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b/iu;
const SEPARATOR =
  /^(?:-{2,}\s?(?:original message|original appointment|forwarded message|forwarded by .{0,100}|ursprüngliche nachricht|message d'origine)\s?-{2,}|begin forwarded message:)$/iu;
const GITHUB_FOOTER =
  /^reply to this email directly\b|\bnotifications@github\.com\b|^you are receiving this because\b|^message id: ?<[^>]+@github\.com>/iu;
const HEADER_FROM = /^[*_]{0,2}(?:from|von|de|da|van|från|fra):[*_]{0,2}\s/iu;
const HEADER_NEXT =
  /^[*_]{0,2}(?:sent|date|to|subject|gesendet|datum|an|betreff|envoyé|objet|enviado|inviato|verzonden):[*_]{0,2}\s/iu;
const OUTLOOK_RULE = /^_{20,}$/u;
const SIGNATURE = /^--[ \t]*$/u;
const CLIENT_SIGNATURE =
  /^(?:sent from my |get outlook for |sent from mail for |von meinem .{1,40} gesendet)/iu;

/** Longer lines are not written by mail clients. */
const LONGEST = 400;

/**
 * The first line, counted from 0, of the quoted mail, or the number of lines when there is none. `isTalk` says whether a line is plain text:
 * not code, not quoted, not a command itself.
 */
export function quotedMailStart(lines: readonly string[], isTalk: (line: number) => boolean): number {
  const talk = (line: number) =>
    line < lines.length && isTalk(line) ? (lines[line] ?? '').slice(0, LONGEST).trim() : '';
  for (let line = 0; line < lines.length; line += 1) {
    const text = talk(line);
    if (text === '') continue;
    if (SEPARATOR.test(text) || GITHUB_FOOTER.test(text) || OUTLOOK_RULE.test(text)) return line;
    // "-- " with its space closes a mail (RFC 3676); without it people also draw lines
    if ((lines[line] ?? '') === '-- ') return line;
    if (ATTRIBUTION_BEGINS.test(text) && isAttribution([text, talk(line + 1), talk(line + 2)])) return line;
    if (HEADER_FROM.test(text) && [1, 2, 3].some((after) => HEADER_NEXT.test(talk(line + after))))
      return line;
  }
  return lines.length;
}

/** "On … wrote:", which clients wrap over two or three lines. */
function isAttribution(lines: readonly string[]): boolean {
  return lines.some((_, last) => {
    const text = lines
      .slice(0, last + 1)
      .join(' ')
      .trim();
    return ATTRIBUTION_ENDS.test(text) && DATE_OR_ADDRESS.test(text);
  });
}

/** A signature's first line: it ends the free text above it. */
export function isSignature(line: string): boolean {
  return SIGNATURE.test(line) || CLIENT_SIGNATURE.test(line);
}
