/**
 * What was recorded and is gone with its comment (C4). It stays in the full timeline, struck through, with the first words of what stood there, and
 * counts for nothing.
 */
import { type Version, amend } from './amend.ts';
import { commandNames } from './command-names.ts';
import { formerTexts } from './former-texts.ts';
import type { GoneComment } from './history.ts';
import { judge } from './judge.ts';
import { type Ledger, baseOf, commandsIn, sourceOfGone, write } from './ledger.ts';

/**
 * A comment that is gone. Of plain talk and of what Muster no longer knows, only that it was there; of what was refused, nothing. One that went before
 * anybody judged it is judged now, and the journal keeps that: the right of its author may be another one tomorrow.
 */
export function hearGone(ledger: Ledger, gone: GoneComment): void {
  const { rights, policy, digest } = ledger.input;
  const known = ledger.judgedBefore.get(gone.id) ?? [];
  const { author, at, by, former, createdAt } = gone.withdrawn;
  if (known.length > 0 && !known.some((e) => e.verdict.includes('a') || e.verdict === '')) return;
  const source = sourceOfGone(ledger.input.record, gone.id);
  const commands = former === null ? [] : commandsIn(ledger, former, createdAt);
  const unseen: Version = { commands, verdict: null, isCut: false, at: createdAt, by: author };
  const texts = known.length === 0 ? [unseen] : formerTexts(ledger, createdAt, known, null, former);
  const permission = known.at(-1)?.permission ?? rights.permissionOf(author);
  const { events, goneLetters } = judge(
    {
      asked: amend([...texts, { commands: [], verdict: '', isCut: false, at, by }]),
      author,
      recordedAt: createdAt,
      source,
      by: author,
      permission,
      verdict: null,
      wroteAt: () => null,
      around: ledger.around,
    },
    ledger.state,
    rights,
    policy,
  );
  for (const event of events) {
    if (event.kind !== 'acknowledged' || !event.isImplied) write(ledger, event);
  }
  if (known.length === 0 && former !== null && commands.length > 0) {
    ledger.judged.push({
      kind: 'judged',
      comment: gone.id,
      by: author,
      permission,
      hash: digest(former),
      verdict: /^r+$/u.test(goneLetters) ? 'r' : goneLetters,
      at: createdAt,
      createdAt,
      former: null,
      standing: null,
      commands: commandNames(commands),
    });
    if (!goneLetters.includes('a')) return;
  }
  if (events.length > 0) return;
  write(ledger, { ...baseOf(createdAt, author, source), kind: 'forgotten', withdrawn: { at, by } });
}
