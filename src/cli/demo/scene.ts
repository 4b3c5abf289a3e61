/**
 * The form of a story: scenes in order, each with its minute, its person and what they do on GitHub. Muster's answers are no part of it: they
 * are what the demo is about.
 */

/** What one person does, as GitHub's own pages let them. */
export type Deed =
  | { readonly kind: 'open'; readonly title: string; readonly body: string }
  | { readonly kind: 'label'; readonly label: string }
  /** `name` is how later scenes call this comment. */
  | { readonly kind: 'comment'; readonly text: string; readonly name?: string }
  /** Takes the draft in Muster's reply to a `/brief` as it is, and logs it with the command that stands below it. */
  | { readonly kind: 'log-draft'; readonly brief: string }
  | { readonly kind: 'edit'; readonly comment: string; readonly text: string }
  | { readonly kind: 'delete'; readonly comment: string }
  | { readonly kind: 'close' }
  | { readonly kind: 'reopen' };

export type Scene =
  /** `at` is wall time on the story's day, UTC, `HH:MM`. */
  | { readonly at: string; readonly who: string; readonly does: Deed }
  /** Nobody does anything; time goes on, and whatever was due comes. */
  | { readonly at: string; readonly pause: string }
  /** Somebody opens the page and reads what the board says by then. */
  | { readonly at: string; readonly who: string; readonly reads: string }
  /** Muster loses its process and its database. `who` and `does` fall into the middle of it: their webhook is taken and then lost. */
  | { readonly at: string; readonly who: string; readonly does: Deed; readonly crash: true };

export interface Person {
  readonly login: string;
  /** What they do there, for the cast list. */
  readonly is: string;
  readonly permission: 'read' | 'triage' | 'write' | 'admin';
}

export interface Story {
  readonly owner: string;
  readonly repository: string;
  readonly day: string;
  readonly cast: readonly Person[];
  readonly scenes: readonly Scene[];
}

/** A comment; `name` is for scenes that change it. */
export function says(text: string, name?: string): Deed {
  return { kind: 'comment', text, ...(name === undefined ? {} : { name }) };
}

/** A comment of several lines. */
export function lines(...all: readonly string[]): Deed {
  return says(all.join('\n'));
}
