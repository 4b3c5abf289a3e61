/**
 * What became of the commands of a comment that was edited (C4). Its texts are gone through in the order of writing; a command that counted goes on in
 * the next text as itself, or as the first command of its kind that is new there, which is then its correction, or it is gone and stays as withdrawn,
 * in the place where it stood. A command that was refused takes nobody's place: what it was written over is withdrawn.
 */
import type { ParsedCommand } from '../command/command.ts';
import type { Account } from './account.ts';
import { nameOf } from './command-names.ts';
import type { EventBase } from './event.ts';
import type { Instant } from './record.ts';

/** One text of a comment. */
export interface Version {
  /** Null where nobody knows any more what stood there. */
  readonly commands: readonly ParsedCommand[] | null;
  /** The verdict on them, as in the journal; null where nobody had judged them. */
  readonly verdict: string | null;
  /** Only the first words are known: the last command may be the beginning of one, and others may have followed. */
  readonly isCut: boolean;
  readonly at: Instant;
  readonly by: Account | null;
}

type KnownVersion = Version & { readonly commands: readonly ParsedCommand[] };

/** A command to be judged, one that stands or one that is gone. */
export interface Asked {
  readonly parsed: ParsedCommand;
  readonly corrected: EventBase['corrected'];
  readonly withdrawn: EventBase['withdrawn'];
  /** Its verdict in the text where it last stood. */
  readonly letter: string | undefined;
}

interface Slot extends Asked {
  readonly withdrawn: null;
  /** Its words when it was first recorded. */
  readonly first: string;
  readonly isCut: boolean;
  /** What is gone and stood right behind it. */
  readonly goneAfter: readonly Asked[];
}

/** The verdict on the command at an index; `r` alone means all of them. */
export function letterAt(verdict: string | null, index: number): string | undefined {
  return verdict === 'r' ? 'r' : verdict?.[index];
}

function counts(letter: string | undefined): boolean {
  return letter !== 'r' && letter !== 'q';
}

function wordsOf(command: ParsedCommand): string {
  return command.read.replace(/^\s*\/(?:incident\s+)?\S+\s*/iu, '');
}

function isSame(slot: Slot, now: ParsedCommand): boolean {
  return slot.isCut ? now.read.startsWith(slot.parsed.read) : now.read === slot.parsed.read;
}

/** How many commands of a text counted and lie behind its first words. */
function hiddenIn(version: Version | undefined): number {
  if (version?.commands == null || !version.isCut || version.verdict === null) return 0;
  return version.verdict.slice(version.commands.length).split('').filter(counts).length;
}

interface Standing {
  /** What is gone and stood before all of the others. */
  readonly goneFirst: readonly Asked[];
  readonly slots: readonly Slot[];
}

function slotOf(
  parsed: ParsedCommand,
  index: number,
  before: Slot | null,
  corrected: EventBase['corrected'],
  version: KnownVersion,
): Slot {
  return {
    parsed,
    corrected,
    withdrawn: null,
    letter: letterAt(version.verdict, index),
    first: before?.first ?? wordsOf(parsed),
    isCut: version.isCut && index === version.commands.length - 1,
    goneAfter: [],
  };
}

/** From one text to the next. `isRecorded`: something counted before, so what is new here was added by an edit. */
function step(from: Standing, version: KnownVersion, hidden: number, isRecorded: boolean): Standing {
  const left = [...from.slots];
  const next = new Map<Slot, Slot>();
  const slots: (Slot | null)[] = version.commands.map(() => null);
  const { at } = version;
  const settle = (test: (slot: Slot, now: ParsedCommand) => boolean, isKept: boolean): void => {
    for (const [index, parsed] of version.commands.entries()) {
      if (slots[index] !== null || !counts(letterAt(version.verdict, index))) continue;
      const found = left.find((slot) => test(slot, parsed));
      if (found === undefined) continue;
      left.splice(left.indexOf(found), 1);
      const corrected = isKept ? found.corrected : { at, former: found.first };
      slots[index] = slotOf(parsed, index, found, corrected, version);
      next.set(found, slots[index]);
    }
  };
  settle(isSame, true);
  settle((slot, now) => nameOf(slot.parsed) === nameOf(now), false);
  let unseen = hidden;
  for (const [index, parsed] of version.commands.entries()) {
    if (slots[index] !== null || !counts(letterAt(version.verdict, index))) continue;
    const isAdded = isRecorded && unseen-- <= 0;
    slots[index] = slotOf(parsed, index, null, isAdded ? { at, former: '' } : null, version);
  }
  const goneFirst = [...from.goneFirst];
  const goneAfter = new Map<Slot, Asked[]>();
  let gone = goneFirst;
  for (const slot of from.slots) {
    const to = next.get(slot);
    if (to === undefined) gone.push({ ...slot, withdrawn: { at, by: version.by } });
    else goneAfter.set(to, (gone = []));
    gone.push(...slot.goneAfter);
  }
  const standing = slots.filter((slot) => slot !== null);
  return {
    goneFirst,
    slots: standing.map((slot) => ({ ...slot, goneAfter: goneAfter.get(slot) ?? [] })),
  };
}

/** The commands of the last text in their order, refused ones and questions too, and between them whatever an edit took away. */
export function amend(versions: readonly Version[]): readonly Asked[] {
  let standing: Standing = { goneFirst: [], slots: [] };
  let isRecorded = false;
  for (const [index, version] of versions.entries()) {
    const { commands } = version;
    if (commands !== null)
      standing = step(standing, { ...version, commands }, hiddenIn(versions[index - 1]), isRecorded);
    isRecorded ||= version.verdict?.includes('a') === true;
  }
  const last = versions.at(-1);
  const asked: Asked[] = [...standing.goneFirst];
  let next = 0;
  for (const [index, parsed] of (last?.commands ?? []).entries()) {
    const letter = letterAt(last?.verdict ?? null, index);
    const slot = counts(letter) ? standing.slots[next++] : undefined;
    if (slot === undefined) asked.push({ parsed, letter, corrected: null, withdrawn: null });
    else asked.push(slot, ...slot.goneAfter);
  }
  return asked;
}
