/**
 * What the raw bytes of a webhook say before anybody parses them. Most webhooks are none of our business, and parsing them is most of what they cost.
 *
 * Rests on JSON alone: inside a string every quote is escaped, so the bytes `"issue":{` can only be a key with its object. Where GitHub's order or spelling is
 * another one, nothing is said and the body is parsed: a wrong guess may cost time, never a webhook.
 */
import type { IncidentKey } from '../store/incident-key.ts';

/**
 * `nothing`: none of our business. `issue`: none of our business unless the index knows this issue or one of its labels; pull requests are issues here.
 * `unknown`: parse it.
 */
export type Glance =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'issue'; readonly key: IncidentKey; readonly labels: readonly string[] }
  | { readonly kind: 'unknown' };

const NOTHING: Glance = { kind: 'nothing' };
const UNKNOWN: Glance = { kind: 'unknown' };

/** Events of an issue that make no incident of it and take none away: whether it is one shows in its labels and in what is known. */
const PLAIN_ACTIONS = new Set([
  'edited',
  'assigned',
  'unassigned',
  'closed',
  'locked',
  'unlocked',
  'pinned',
  'unpinned',
  'milestoned',
  'demilestoned',
  'typed',
  'untyped',
]);

export function glance(event: string, body: Buffer): Glance {
  switch (event) {
    case 'issue_comment':
      return ofIssue(body, () => true);
    case 'issues':
      return ofIssue(body, (action) => PLAIN_ACTIONS.has(action));
    case 'push':
      return ofPush(body);
    default:
      return UNKNOWN;
  }
}

const OPENING = /^\{"action":"(?<action>\w+)",/u;
const ISSUE = Buffer.from('"issue":{"url":"');
const NUMBER = /^[^"\\]*\/issues\/(?<number>\d{1,15})",/u;
const LABELS = Buffer.from('"labels":[');
const REPOSITORY = Buffer.from('"repository":{"id":');
const ID = /^(?<id>\d{1,15}),/u;

/** GitHub's longest address of an issue is far below. */
const NEAR = 512;

function after(body: Buffer, key: Buffer, from: number): number {
  const found = body.indexOf(key, from);
  return found < 0 ? -1 : found + key.length;
}

function match(body: Buffer, at: number, pattern: RegExp, name: string): string | null {
  return pattern.exec(body.toString('latin1', at, at + NEAR))?.groups?.[name] ?? null;
}

function ofIssue(body: Buffer, isPlain: (action: string) => boolean): Glance {
  const action = match(body, 0, OPENING, 'action');
  if (action === null || !isPlain(action)) return UNKNOWN;
  const address = after(body, ISSUE, 0);
  if (address < 0) return UNKNOWN;
  const labelled = after(body, LABELS, address);
  if (labelled < 0) return UNKNOWN;
  const repository = after(body, REPOSITORY, labelled);
  if (repository < 0) return UNKNOWN;
  const number = match(body, address, NUMBER, 'number');
  const id = match(body, repository, ID, 'id');
  const labels = labelsAt(body, labelled - 1);
  if (number === null || id === null || labels === null) return UNKNOWN;
  return { kind: 'issue', key: { repositoryId: Number(id), number: Number(number) }, labels };
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = 0x5b;
const CLOSE = 0x5d;

/** The names in the array that begins at `start`; null where it is no list of labels. */
function labelsAt(body: Buffer, start: number): readonly string[] | null {
  if (body[start + 1] === CLOSE) return [];
  let depth = 0;
  let isText = false;
  for (let at = start; at < body.length; at += 1) {
    const byte = body[at];
    if (byte === BACKSLASH) at += 1;
    else if (byte === QUOTE) isText = !isText;
    else if (isText) continue;
    else if (byte === OPEN) depth += 1;
    else if (byte === CLOSE && --depth === 0) return namesIn(body.toString('utf8', start, at + 1));
  }
  return null;
}

/** Not by the schema: for a webhook that is dropped it would be the dearest step. A label may be null. */
function namesIn(text: string): readonly string[] | null {
  let labels: unknown;
  try {
    labels = JSON.parse(text);
  } catch {
    return null;
  }
  if (!Array.isArray(labels)) return null;
  const names: string[] = [];
  for (const label of labels as readonly unknown[]) {
    if (label === null) continue;
    if (typeof label !== 'object' || !('name' in label) || typeof label.name !== 'string') return null;
    names.push(label.name);
  }
  return names;
}

/** What `on-push.ts` looks for in the paths of its commits; GitHub escapes no letter. */
const OURS = [Buffer.from('muster'), Buffer.from('.liquid')];

/** A list of 2,048 commits may be cut off, and is longer than this: each commit names itself three times, with forty letters each. */
const CUT_OFF_BYTES = 2_048 * 120;

function ofPush(body: Buffer): Glance {
  if (body.length >= CUT_OFF_BYTES) return UNKNOWN;
  return OURS.some((word) => body.includes(word)) ? UNKNOWN : NOTHING;
}
