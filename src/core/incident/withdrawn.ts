/**
 * What was recorded and is gone: a deleted comment, or a command that an edit removed (C4). It stays in the full timeline, struck through, with the
 * first words of what stood there, and counts for nothing.
 */
import type { ParsedCommand } from '../command/command.ts';
import type { Account } from './account.ts';
import type { EventBase } from './event.ts';
import type { GoneComment } from './history.ts';
import type { Source } from './incident.ts';
import { judge } from './judge.ts';
import { type Judged, type Ledger, baseOf, commandsIn, sourceOf, sourceOfGone, write } from './ledger.ts';
import type { Reading } from './reading.ts';
import type { CommentFacts, Instant } from './record.ts';

interface Removed {
  readonly commands: readonly ParsedCommand[];
  readonly author: Account;
  readonly createdAt: Instant;
  readonly source: Source;
  readonly withdrawn: NonNullable<EventBase['withdrawn']>;
}

/** Writes down what the commands had said, as withdrawn. */
function strike(ledger: Ledger, removed: Removed): number {
  const { rights, policy } = ledger.input;
  const result = judge(
    {
      commands: removed.commands,
      author: removed.author,
      recordedAt: removed.createdAt,
      source: removed.source,
      corrected: null,
      by: removed.author,
      permission: 'admin',
      letters: 'a'.repeat(removed.commands.length),
      former: null,
      wroteAt: () => null,
    },
    ledger.state,
    rights,
    policy,
  );
  for (const event of result.events) {
    if (event.kind !== 'acknowledged' || !event.isImplied)
      write(ledger, { ...event, withdrawn: removed.withdrawn });
  }
  return result.events.length;
}

/** A comment that is gone. Of plain talk and of what Muster no longer knows, only that it was there. */
export function hearGone(ledger: Ledger, gone: GoneComment): void {
  const known = ledger.judgedBefore.get(gone.id) ?? [];
  const { author, at, by, former, createdAt } = gone.withdrawn;
  if (known.length > 0 && !known.some((e) => e.verdict.includes('a') || e.verdict === '')) return;
  const source = sourceOfGone(ledger.input.record, gone.id);
  const commands = former === null ? [] : commandsIn(ledger, former, createdAt);
  const withdrawn = { at, by };
  if (strike(ledger, { commands, author, createdAt, source, withdrawn }) > 0) return;
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
  const removed = before.filter((c) => !kept.has(c.read)).slice(-surplus);
  const withdrawn = { at: counted.corrected.at, by: counted.by };
  strike(ledger, {
    commands: removed,
    author: comment.author,
    createdAt: comment.createdAt,
    source: sourceOf(comment),
    withdrawn,
  });
}
