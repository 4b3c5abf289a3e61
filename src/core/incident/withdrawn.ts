/**
 * What was recorded and is gone: a deleted comment, or a command that an edit removed (C4). It stays in the full timeline, struck through, with the
 * first words of what stood there, and counts for nothing.
 */
import type { ParsedCommand } from '../command/command.ts';
import type { Account, Permission } from './account.ts';
import { commandNames } from './command-names.ts';
import type { EventBase } from './event.ts';
import type { GoneComment } from './history.ts';
import type { Source } from './incident.ts';
import { type Judgement, judge } from './judge.ts';
import { type Judged, type Ledger, baseOf, commandsIn, sourceOf, sourceOfGone, write } from './ledger.ts';
import { FORMER_CHARACTERS, type Reading } from './reading.ts';
import type { CommentFacts, Instant } from './record.ts';

interface Removed {
  readonly commands: readonly ParsedCommand[];
  /** What the journal said of each; null or shorter where nobody had judged them: then they are judged now. */
  readonly letters: string | null;
  readonly permission: Permission;
  readonly author: Account;
  readonly createdAt: Instant;
  readonly source: Source;
  readonly withdrawn: NonNullable<EventBase['withdrawn']>;
}

/** The verdict on a text, of which the journal may hold the first words only. */
function lettersOf(ledger: Ledger, text: string, known: readonly Judged[]): string | null {
  const hash = ledger.input.digest(text);
  const judged = known.filter((e) => e.verdict !== 'e');
  const isCut = text.length >= FORMER_CHARACTERS;
  return (judged.findLast((e) => e.hash === hash) ?? (isCut ? judged.at(-1) : undefined))?.verdict ?? null;
}

/** Writes down what the commands had said, as withdrawn. What was refused said nothing. */
function strike(ledger: Ledger, removed: Removed): Judgement {
  const { rights, policy } = ledger.input;
  const result = judge(
    {
      commands: removed.commands,
      author: removed.author,
      recordedAt: removed.createdAt,
      source: removed.source,
      corrected: null,
      by: removed.author,
      permission: removed.permission,
      letters: removed.letters,
      former: null,
      wroteAt: () => null,
      around: ledger.around,
    },
    ledger.state,
    rights,
    policy,
  );
  for (const event of result.events) {
    if (event.kind !== 'acknowledged' || !event.isImplied)
      write(ledger, { ...event, withdrawn: removed.withdrawn });
  }
  return result;
}

/**
 * A comment that is gone. Of plain talk and of what Muster no longer knows, only that it was there; of what was refused, nothing. One that went before
 * anybody judged it is judged now, and the journal keeps that: the right of its author may be another one tomorrow.
 */
export function hearGone(ledger: Ledger, gone: GoneComment): void {
  const known = ledger.judgedBefore.get(gone.id) ?? [];
  const { author, at, by, former, createdAt } = gone.withdrawn;
  if (known.length > 0 && !known.some((e) => e.verdict.includes('a') || e.verdict === '')) return;
  const source = sourceOfGone(ledger.input.record, gone.id);
  const last = known.at(-1);
  // a refused edit had left the text before it standing
  const text = last?.verdict === 'e' ? last.standing : former;
  const commands = text === null ? [] : commandsIn(ledger, text, createdAt);
  const letters = text === null ? null : lettersOf(ledger, text, known);
  const permission = last?.permission ?? ledger.input.rights.permissionOf(author);
  const withdrawn = { at, by };
  const result = strike(ledger, { commands, letters, permission, author, createdAt, source, withdrawn });
  if (last === undefined && text !== null && commands.length > 0) {
    ledger.judged.push({
      kind: 'judged',
      comment: gone.id,
      by: author,
      permission,
      hash: ledger.input.digest(text),
      verdict: /^r+$/u.test(result.letters) ? 'r' : result.letters,
      at: createdAt,
      createdAt,
      former: null,
      standing: null,
      commands: commandNames(commands),
    });
    if (!result.letters.includes('a')) return;
  }
  if (result.events.length > 0) return;
  write(ledger, { ...baseOf(createdAt, author, source), kind: 'forgotten', withdrawn });
}

/** Commands of the former text that the counting text no longer has. Of a long former text only the journal's first words are known. */
export function withdrawRemoved(
  ledger: Ledger,
  comment: CommentFacts,
  counted: Reading,
  commands: readonly ParsedCommand[],
  known: readonly Judged[],
): void {
  if (counted.corrected === null) return;
  const former =
    counted.former ?? known.findLast((e) => e.former !== null && e.verdict !== 'e')?.former ?? null;
  if (former === null) return;
  const before = commandsIn(ledger, former, comment.createdAt);
  const surplus = before.length - commands.length;
  if (surplus <= 0) return;
  const kept = new Set(commands.map((c) => c.read));
  const letters = lettersOf(ledger, former, known);
  const letterOf = (index: number): string => (letters === 'r' ? 'r' : (letters?.[index] ?? '?'));
  const removed = before
    .map((command, index) => ({ command, letter: letterOf(index) }))
    .filter(({ command }) => !kept.has(command.read))
    .slice(-surplus);
  const withdrawn = { at: counted.corrected.at, by: counted.by };
  strike(ledger, {
    commands: removed.map(({ command }) => command),
    letters: removed.map(({ letter }) => letter).join(''),
    permission: counted.permission ?? ledger.input.rights.permissionOf(counted.by),
    author: comment.author,
    createdAt: comment.createdAt,
    source: sourceOf(comment),
    withdrawn,
  });
}
