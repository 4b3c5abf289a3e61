/**
 * The hidden line at the end of a comment or issue of ours, by which Muster knows its own documents again (A3):
 *   text, empty line, `<!-- muster:1 <key> <base64url of the payload's JSON> <signature> -->`
 * The signature covers the scope (which issue), the key, and the payload; the text has a signature of its own inside the payload's envelope. So an
 * edit of the visible text is told apart from a forgery: the payload of an edited document is still ours, its text is not.
 *
 * A body with two markers counts as having none: it was pasted together, and which one to believe would be a guess. A marker that was copied from
 * an older version of the same document is genuine; freshness is the reader's business.
 */
import type { DocumentKey } from './document.ts';

/** Signs under the operator's secret; verifies under that and the ones before it. */
export interface Signer {
  readonly sign: (message: string) => string;
  readonly verify: (message: string, signature: string) => boolean;
}

interface Marked {
  /** `repositoryId#number` of the incident. */
  readonly scope: string;
  readonly key: DocumentKey;
  /** JSON-able. */
  readonly payload: unknown;
  readonly text: string;
}

export interface ReadMarker {
  readonly key: DocumentKey;
  readonly payload: unknown;
  /** What people see, without the marker; line ends as `\n`. */
  readonly text: string;
  /** False when somebody changed the text since it was signed (X5). */
  readonly isIntact: boolean;
}

/** Reminders of several questions carry all their names, joined by `+`. */
const KEY = String.raw`[\w.:+-]{1,500}`;
const MARKER = new RegExp(
  String.raw`<!-- muster:1 (?<key>${KEY}) (?<payload>[\w-]+) (?<signature>[\w+/=.-]{1,200}) -->`,
  'gu',
);
const WHOLE_KEY = new RegExp(`^${KEY}$`, 'u');
const OPENING = '<!-- muster:1 ';

/** What GitHub and editors change without anybody's wish: line ends, space at the end of lines and of the text. */
function normal(text: string): string {
  return text
    .split(/\r\n?|\n/u)
    .map((line) => line.trimEnd())
    .join('\n')
    .trim();
}

function textMessage(scope: string, key: string, text: string): string {
  return JSON.stringify(['muster:1', 'text', scope, key, normal(text)]);
}

function payloadMessage(scope: string, key: string, payload: string): string {
  return JSON.stringify(['muster:1', 'payload', scope, key, payload]);
}

/** Longest signature that room is kept for. */
const SIGNATURE_BYTES = 100;

/** Bytes that `writeBody` adds to the text, at most. */
export function markerBytes(key: DocumentKey, payload: unknown): number {
  const json = new TextEncoder().encode(JSON.stringify([payload ?? null])).length + SIGNATURE_BYTES;
  return OPENING.length + key.length + Math.ceil((json * 4) / 3) + SIGNATURE_BYTES + 10;
}

/** Throws on a key that could not be read back, and on a text that holds a marker. */
export function writeBody(document: Marked, signer: Signer): string {
  const { scope, key, text } = document;
  if (!WHOLE_KEY.test(key)) throw new Error(`${JSON.stringify(key)} is no name of a document`);
  if (text.includes(OPENING)) throw new Error(`the text of ${key} holds a marker`);
  const envelope = JSON.stringify([signer.sign(textMessage(scope, key, text)), document.payload ?? null]);
  const payload = new TextEncoder().encode(envelope).toBase64({ alphabet: 'base64url', omitPadding: true });
  const signature = signer.sign(payloadMessage(scope, key, payload));
  return `${text.trimEnd()}\n\n${OPENING}${key} ${payload} ${signature} -->`;
}

/** Null when the body carries no marker of ours for this scope. */
export function readBody(body: string, scope: string, signer: Signer): ReadMarker | null {
  const found = [...body.matchAll(MARKER)];
  const [match] = found;
  if (match?.groups === undefined || found.length !== 1) return null;
  const { key = '', payload = '', signature = '' } = match.groups;
  if (!signer.verify(payloadMessage(scope, key, payload), signature)) return null;
  const envelope = parseEnvelope(payload);
  if (envelope === null) return null;
  const after = body.slice(match.index + match[0].length);
  const text = normal(`${body.slice(0, match.index)}${after.trim() === '' ? '' : after}`);
  const isIntact = after.trim() === '' && signer.verify(textMessage(scope, key, text), envelope.signature);
  return { key, payload: envelope.payload, text, isIntact };
}

function parseEnvelope(payload: string): { readonly signature: string; readonly payload: unknown } | null {
  try {
    const bytes = Uint8Array.fromBase64(payload, { alphabet: 'base64url' });
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (!Array.isArray(value) || typeof value[0] !== 'string') return null;
    return { signature: value[0], payload: value[1] };
  } catch {
    // Not base64url, not UTF-8 or not JSON: not written by us.
    return null;
  }
}
