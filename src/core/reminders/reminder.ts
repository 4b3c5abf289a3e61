/**
 * What is waited for, as values. A silence is something that has not happened: no update to an audience, no severity. It has one or more reminders, each
 * sent at most once, ever; what is listed is owed, and what is no longer listed was answered or outlived (Q1). Who lists them knows no clock.
 *
 *   key := "reminder:" name ":" silence        e.g. reminder:update:external:1003
 *
 * The silence is named by the record (the comment or the second in which it began), so that a rebuild finds the same key (E1). A later stage of the
 * same silence has a key of its own. Keys hold no "+": it joins those that one comment speaks of.
 */
import type { DocumentKey } from '../documents/document.ts';
import type { Block } from '../documents/markdown.ts';
import type { View } from '../documents/view.ts';
import type { Account } from '../incident/account.ts';
import type { Instant } from '../incident/record.ts';

export interface Reminder {
  readonly key: DocumentKey;
  readonly due: Instant;
  /** Whom it calls by a live mention, beside those whom `say` mentions for itself. */
  readonly calls: readonly Account[];
  /** Its paragraphs. `calls`: its own, behind those of earlier reminders of the same silence that it stands for. No line begins with a command. */
  readonly say: (calls: readonly Account[]) => readonly Block[];
}

export interface Silence {
  /** Those owed while it lasts, sent or not, by `due`. */
  readonly reminders: readonly Reminder[];
  /** Never in one comment with others that are due in the same moment: somebody asked for it. */
  readonly isAlone?: true;
}

/** The silences of one kind that last at the moment. */
export type FindSilences = (view: View) => readonly Silence[];
