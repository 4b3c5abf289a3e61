/**
 * What Muster writes on GitHub, as data. A document is named by its key, never by its heading, and exists exactly once (E2).
 *
 *   board · scribe · communications                 comments on the incident
 *   merged:<number>:<epoch seconds>                on a part: sends people to the incident with that number
 *   reply:<comment id> · reminder:<name> · journal:<n> (n from 2)
 *   postmortem · communications-issue · timeline-issue     issues
 *   communications-issue:<n> · timeline-issue:<n>   comments on those, n from 2
 */
export type DocumentKey = string;

/** Where documents that already exist can be found: a page for links, by key. */
export type DocumentLinks = ReadonlyMap<
  DocumentKey,
  { readonly url: string; readonly number: number | null }
>;

export type DesiredDocument =
  | {
      readonly kind: 'comment';
      readonly key: DocumentKey;
      /** The issue it stands on: `incident`, or the key of an issue of ours. */
      readonly on: DocumentKey;
      /** Markdown that people see. At most 60,000 bytes with its marker. */
      readonly text: string;
      /** Hidden payload, signed when written; JSON-able. */
      readonly payload: unknown;
      /** Written once and then left alone while this token stays the same (answers are not rewritten as time goes on). */
      readonly once: string | null;
    }
  | {
      readonly kind: 'issue';
      readonly key: DocumentKey;
      readonly title: string;
      readonly labels: readonly string[];
      readonly text: string;
      readonly payload: unknown;
      /** Issues that people write in: only the marked regions are kept up to date once it exists (X3). */
      readonly regions: readonly string[] | null;
      /** Made a sub-issue of the incident where GitHub allows (X3). */
      readonly isSubIssue: boolean;
    };
