/**
 * The export that a replay reads: an issue, its comments and the items of its timeline as GitHub's REST API gives them, with what GitHub does not
 * give beside them. Strict about what it uses and blind to the rest of GitHub's fields.
 */
import { z } from 'zod';
import { nearest } from '../../config/nearest.ts';
import { PERMISSIONS } from '../../core/incident/account.ts';
import { RestComment, RestIssue, RestTimelineItem, Time } from '../../github/shapes.ts';
import { explainIssue, explainSyntax, fieldOf } from './explain-export.ts';
import { JournalJson } from './journal-json.ts';

/** A comment that was never edited may lack `updated_at`; its page follows from the issue's. */
const ExportComment = RestComment.extend({ updated_at: Time.optional(), html_url: z.string().optional() });

const ExportFile = z.object({
  issue: RestIssue.extend({ comments: z.number().optional() }),
  comments: z.array(ExportComment).nullish(),
  events: z.array(z.unknown()).nullish(),
  permissions: z.record(z.string(), z.enum(PERMISSIONS)).nullish(),
  config: z.string().nullish(),
  self: z.number().int().nullish(),
  now: Time.nullish(),
  journal: z.array(JournalJson).nullish(),
});

const EXPORT_KEYS = Object.keys(ExportFile.shape);

export type ExportComment = z.output<typeof ExportComment>;

export interface IssueExport extends Omit<z.output<typeof ExportFile>, 'comments' | 'events'> {
  /** Each once, those that only the timeline held among them. */
  readonly comments: readonly ExportComment[];
  /** Null when the export brought none. Every item has an id, its place in the list where GitHub gave none. */
  readonly events: readonly RestTimelineItem[] | null;
}

export type ReadExport = { readonly found: IssueExport } | { readonly problems: readonly string[] };

/** Kinds of the timeline that mean something only with their moment. */
const TIMED = new Set([
  'labeled',
  'unlabeled',
  'closed',
  'reopened',
  'renamed',
  'assigned',
  'unassigned',
  'locked',
  'unlocked',
  'comment_deleted',
]);

/** More lines than this help nobody. */
const MOST_PROBLEMS = 20;

/** By id, the one that changed last; GitHub's pages overlap when something is added between two requests. */
function eachOnce(comments: readonly ExportComment[]): readonly ExportComment[] {
  const found = new Map<number, ExportComment>();
  const changed = (c: ExportComment): Temporal.Instant => c.updated_at ?? c.created_at;
  for (const comment of comments) {
    const known = found.get(comment.id);
    if (known === undefined || Temporal.Instant.compare(changed(comment), changed(known)) > 0)
      found.set(comment.id, comment);
  }
  return [...found.values()];
}

interface Items {
  readonly events: readonly RestTimelineItem[];
  readonly comments: readonly ExportComment[];
  readonly problems: readonly string[];
}

function readItems(list: readonly unknown[], file: unknown): Items {
  const events = new Map<string, RestTimelineItem>();
  const comments: ExportComment[] = [];
  const problems: string[] = [];
  const read = <T>(schema: z.ZodType<T>, item: unknown, index: number): T | null => {
    const result = schema.safeParse(item);
    if (result.success) return result.data;
    problems.push(...result.error.issues.map((issue) => explainIssue(issue, file, ['events', index])));
    return null;
  };
  for (const [index, item] of list.entries()) {
    if (fieldOf(item, 'event') === 'commented') {
      const comment = read(ExportComment, item, index);
      if (comment !== null) comments.push(comment);
      continue;
    }
    const event = read(RestTimelineItem, item, index);
    if (event === null) continue;
    if (TIMED.has(event.event) && event.created_at === undefined)
      problems.push(`events[${index}].created_at: read nothing, expected the time of “${event.event}”`);
    const id = event.id ?? event.source?.issue?.id;
    events.set(`${event.event} ${id ?? `at ${index}`}`, { ...event, id: event.id ?? index });
  }
  return { events: [...events.values()], comments, problems };
}

/** Keys that are none of ours and look like a slip: `permision` would silently let everybody command. */
function slips(raw: object): readonly string[] {
  return Object.keys(raw).flatMap((key) => {
    const near = EXPORT_KEYS.includes(key) ? null : nearest(key, EXPORT_KEYS);
    return near === null || near in raw ? [] : [`${key}: is not a key here, expected ${near}`];
  });
}

/** What stands in a parsed file, or everything that is wrong with it: one line each, with its path. */
export function checkExport(raw: unknown): ReadExport {
  const result = ExportFile.safeParse(raw);
  const problems = (result.error?.issues ?? []).map((issue) => explainIssue(issue, raw, []));
  if (typeof raw === 'object' && raw !== null && !Array.isArray(raw)) problems.push(...slips(raw));
  const list = fieldOf(raw, 'events');
  const items = readItems(Array.isArray(list) ? list : [], raw);
  problems.push(...items.problems);
  if (result.success && result.data.comments == null && result.data.events == null)
    problems.push('comments: read nothing, expected a list: the issue’s comments, or events with them');
  if (!result.success || problems.length > 0) return { problems: limited(problems) };
  const { comments, events, ...rest } = result.data;
  const { state, closed_at: closedAt } = rest.issue;
  if (state === 'closed' && closedAt == null && !items.events.some((e) => e.event === 'closed'))
    return { problems: ['issue.closed_at: read nothing, expected the time at which the issue was closed'] };
  const all = [...(comments ?? []), ...items.comments];
  return { found: { ...rest, comments: eachOnce(all), events: events == null ? null : items.events } };
}

function limited(problems: readonly string[]): readonly string[] {
  const more = problems.length - MOST_PROBLEMS;
  return more > 0 ? [...problems.slice(0, MOST_PROBLEMS), `and ${more} more like these`] : problems;
}

/** A file's text, with or without a byte order mark. */
export function readExport(text: string): ReadExport {
  const json = text.replace(/^\uFEFF/u, '');
  let raw: unknown;
  try {
    raw = JSON.parse(json);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { problems: [explainSyntax(json, error)] };
  }
  return checkExport(raw);
}
