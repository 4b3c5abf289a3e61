/**
 * An incident on a clock, in the core alone: the clock goes from one `wakeAt` to the next and past what people write, and what would be written is
 * collected. Documents and journal are kept between two looks as GitHub would keep them.
 */
import { type Desired, desired } from '../../src/core/desired.ts';
import type { DocumentLinks } from '../../src/core/documents/document.ts';
import type { JournalEntry } from '../../src/core/incident/journal.ts';
import type { Instant } from '../../src/core/incident/record.ts';
import type { Policy } from '../../src/core/policy.ts';
import { DEFAULT_POLICY } from '../../src/config/default-policy.ts';
import { type Told, at, given, policy as withPolicy } from './given.ts';

export interface Clockwork {
  /** Lets the time pass, looking whenever something is due. */
  until(time: string): void;
  /** Lets the time pass up to then, and adds to the story. */
  tell(time: string, ...told: readonly Told[]): void;
  /** Adds to the story while nobody looks: Muster is down. */
  meanwhile(...told: readonly Told[]): void;
  /** One look at that moment, wherever the clock stood. */
  look(time: string): void;
  /** Somebody deletes a comment of ours. */
  remove(key: string): void;
  /** GitHub is all that is left: the journal from the board, documents by their markers. */
  readonly journal: readonly JournalEntry[];
  /** `09:03 reminder:severity @prima: how bad…`, in the order of sending. */
  readonly sent: readonly { readonly at: string; readonly key: string; readonly text: string }[];
  /** Who was called when: `09:03 @prima`. */
  calls(): readonly string[];
  /** Reminders that are shown folded, with when they became so. */
  readonly minimised: readonly { readonly at: string; readonly key: string }[];
  /** When the board's text became another. */
  readonly boards: readonly { readonly at: string; readonly text: string }[];
  readonly wakeAt: string | null;
}

const clock = (instant: Instant): string => instant.toString().slice(11, 19).replace(/:00$/u, '');

export function clockwork(policy: Policy = DEFAULT_POLICY): Clockwork {
  const story: Told[] = [withPolicy(policy)];
  const links = new Map<string, { url: string; number: null }>();
  const sent: { at: string; key: string; text: string }[] = [];
  const minimised: { at: string; key: string }[] = [];
  const boards: { at: string; text: string }[] = [];
  let journal: readonly JournalEntry[] = [];
  let wakeAt: Instant | null = null;
  let now = at('00:00');

  const want = (): Desired => {
    const known: DocumentLinks = new Map(links);
    const considered = given(...story, (draft) => {
      draft.journal = [...journal];
    });
    return desired({ considered, policy, journal, links: known, now, serverUrl: 'https://github.com' });
  };
  const look = (): void => {
    for (let one = want(); ; one = want()) {
      const missing = one.documents.filter((d) => !links.has(d.key));
      for (const { key, text } of missing) {
        links.set(key, { url: `https://github.com/${key}`, number: null });
        if (key.startsWith('reminder:')) sent.push({ at: clock(now), key, text });
      }
      if (missing.length > 0) continue;
      const board = one.documents.find((d) => d.key === 'board')?.text ?? '';
      if (board !== boards.at(-1)?.text) boards.push({ at: clock(now), text: board });
      for (const key of one.minimise)
        if (!minimised.some((m) => m.key === key)) minimised.push({ at: clock(now), key });
      ({ journal, wakeAt } = one);
      return;
    }
  };
  const until = (time: string): void => {
    const end = at(time);
    for (;;) {
      const due = wakeAt;
      if (due === null || Temporal.Instant.compare(due, end) > 0) break;
      if (Temporal.Instant.compare(due, now) <= 0) throw new Error(`awake at ${clock(now)} for what is past`);
      now = due;
      look();
    }
    now = end;
  };
  return {
    until,
    tell: (time, ...told) => {
      until(time);
      story.push(...told);
      look();
    },
    meanwhile: (...told) => void story.push(...told),
    look: (time) => {
      now = at(time);
      look();
    },
    remove: (key) => void links.delete(key),
    get journal() {
      return journal;
    },
    sent,
    calls: () => sent.map(({ at: time, text }) => [time, ...(text.match(/@[a-z]+/gu) ?? [])].join(' ')),
    minimised,
    boards,
    get wakeAt() {
      return wakeAt === null ? null : clock(wakeAt);
    },
  };
}
