/**
 * The texts of one comment before the one that counts, as far as they are still known (C4). The journal keeps the first words of each, so what the cache
 * knows whole is cut alike: a rebuild must read the same.
 */
import type { Version } from './amend.ts';
import { type Judged, type Ledger, commandsIn } from './ledger.ts';
import { FORMER_CHARACTERS } from './reading.ts';
import type { Instant } from './record.ts';

/** The verdict on a text, of which the first words only may be known: then it is the one on the text that stood in its place. */
function verdictOn(
  ledger: Ledger,
  text: string,
  isCut: boolean,
  known: readonly Judged[],
  own: Judged,
): string | null {
  const hash = ledger.input.digest(text);
  const judged = known.findLast((e) => e.hash === hash && e.verdict !== 'e') ?? (isCut ? own : null);
  return judged?.verdict ?? null;
}

/**
 * `known`: what the journal judged of the comment. `until`: the entry of the text that counts, which is not given back; null where that text is not judged
 * yet, or there is none. `last`: what stood there last, where the cache knows it.
 */
export function formerTexts(
  ledger: Ledger,
  createdAt: Instant,
  known: readonly Judged[],
  until: Judged | null,
  last: string | null,
): readonly Version[] {
  const end = until === null ? known.length : known.indexOf(until);
  return known.slice(0, end).flatMap((entry, index): readonly Version[] => {
    if (entry.verdict === 'e') return [];
    const next = known[index + 1];
    const whole = next?.verdict === 'e' ? next.standing : null;
    const text = whole ?? (next === undefined ? last : next.former)?.slice(0, FORMER_CHARACTERS) ?? null;
    const { at, by } = entry;
    if (text === null) return [{ commands: null, verdict: entry.verdict, isCut: false, at, by }];
    const isCut = whole === null && text.length >= FORMER_CHARACTERS;
    const verdict = verdictOn(ledger, text, isCut, known, entry);
    return [{ commands: commandsIn(ledger, text, createdAt), verdict, isCut, at, by }];
  });
}
