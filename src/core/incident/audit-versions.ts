/**
 * The texts of one comment that were judged, one after the other, each taken apart into its commands as far as the journal and the comment still tell
 * (A6, C4). A text is known whole where it stands, or as far as its first 200 characters in the entry that followed it. An edit that nobody saw may
 * lie between two entries, so a text counts only when its hash or, cut, its commands are those of the entry.
 */
import type { Policy } from '../policy.ts';
import { UNKNOWN_NAME, nameOf, readCommandNames } from './command-names.ts';
import type { JournalEntry } from './journal.ts';
import { readCommands } from './read-commands.ts';
import { FORMER_CHARACTERS } from './reading.ts';
import type { CommentFacts } from './record.ts';

type Judged = JournalEntry & { kind: 'judged' };

export interface VersionItem {
  /** `?` for a word that is no command of ours, or not known. */
  readonly name: string;
  /** First line as written; null when not known. */
  readonly read: string | null;
  /** `read` may be the beginning only. */
  readonly isCut: boolean;
  /** As in the journal. */
  readonly letter: string;
  /** In the comment where it stands, from 1; null when the text is gone. */
  readonly line: number | null;
  /** It stands for so many further ones. */
  readonly more: number;
}

export interface Version {
  readonly entry: Judged;
  readonly items: readonly VersionItem[];
}

export interface VersionsInput {
  /** Of one comment, in the order of writing. */
  readonly entries: readonly Judged[];
  /** The comment where it still stands. */
  readonly comment: CommentFacts | null;
  readonly gone: (JournalEntry & { kind: 'withdrawn' }) | null;
  /** The journal's changes of how comments are read. */
  readonly configured: readonly JournalEntry[];
  readonly policy: Policy;
  readonly digest: (text: string) => string;
}

interface Known {
  readonly text: string;
  readonly isWhole: boolean;
}

/** What is known of the text of an entry, given what followed it. */
function textOf(index: number, input: VersionsInput, hash: (text: string) => string): Known | null {
  const { entries, comment, gone } = input;
  const entry = entries[index];
  if (entry === undefined) return null;
  const whole = [comment?.body, ...entries.map((e) => e.standing)].find(
    (text) => typeof text === 'string' && hash(text) === entry.hash,
  );
  if (typeof whole === 'string') return { text: whole, isWhole: true };
  const next = entries[index + 1];
  const former = next === undefined ? gone?.former : next.former;
  if (former === undefined || former === null) return null;
  if (former.length < FORMER_CHARACTERS)
    return hash(former) === entry.hash ? { text: former, isWhole: true } : null;
  return { text: former, isWhole: false };
}

function versionOf(index: number, entry: Judged, input: VersionsInput, hash: (t: string) => string): Version {
  const { configured, policy, comment } = input;
  const known = entry.verdict === '' ? null : textOf(index, input, hash);
  const parsed = known === null ? [] : readCommands(known.text, entry.createdAt, configured, policy);
  const kept = readCommandNames(entry.commands);
  const names = kept?.names ?? parsed.map(nameOf);
  // Where text and names part, the text was not this one, or was cut within a word.
  const parting = parsed.findIndex((one, at) => names[at] !== undefined && names[at] !== nameOf(one));
  const believed = parting < 0 ? parsed : parsed.slice(0, parting);
  const isStanding = comment !== null && known?.isWhole === true && known.text === comment.body;
  const item = (at: number, letter: string, more = 0): VersionItem => {
    const one = believed[at];
    return {
      name: names[at] ?? (one === undefined ? UNKNOWN_NAME : nameOf(one)),
      read: one?.read ?? null,
      isCut: known?.isWhole === false && at === parsed.length - 1,
      letter,
      line: isStanding ? (one?.line ?? null) : null,
      more,
    };
  };
  if (entry.verdict === 'e') return { entry, items: [item(0, 'e')] };
  if (entry.verdict !== 'r')
    return { entry, items: entry.verdict.split('').map((letter, at) => item(at, letter)) };
  // `r` alone: all were refused, and only names or text say how many they were.
  const total = Math.max(1, parsed.length, names.length + (kept?.more ?? 0));
  const told = Math.max(1, parsed.length, names.length);
  return {
    entry,
    items: Array.from({ length: told }, (_, at) => item(at, 'r', at === told - 1 ? total - told : 0)),
  };
}

export function versionsOf(input: VersionsInput): readonly Version[] {
  const known = new Map<string, string>();
  const hash = (text: string): string => {
    const found = known.get(text) ?? input.digest(text);
    known.set(text, found);
    return found;
  };
  return input.entries.map((entry, index) => versionOf(index, entry, input, hash));
}
