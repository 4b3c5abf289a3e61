/**
 * From an export to what the core looks at, with remarks on what the export lacks and what is assumed for it.
 */
import { TEMPLATES, readConfig } from '../../config/read-config.ts';
import { describeProblem } from '../../config/config-problem.ts';
import { counted } from '../../core/documents/time-format.ts';
import type { IncidentRecord, Instant, IssueFacts } from '../../core/incident/record.ts';
import type { Policy } from '../../core/policy.ts';
import { toCommentFacts, toEventFacts, toIssueFacts } from '../../github/shapes.ts';
import type { IssueExport } from './export-file.ts';

export interface Retelling {
  readonly record: IncidentRecord;
  readonly policy: Policy;
  /** Plain sentences. */
  readonly remarks: readonly string[];
  /** Where people and issues have their pages, without a slash at the end. */
  readonly serverUrl: string;
  /** The newest instant of the export, unless it says otherwise. */
  readonly now: Instant;
}

interface Place {
  readonly serverUrl: string;
  readonly repository: IssueFacts['repository'];
}

const PAGE =
  /^(?<server>https?:\/\/[^/?#\s]+(?:\/[^/?#\s]+)*?)\/(?<owner>[^/?#\s]+)\/(?<name>[^/?#\s]+)\/(?:issues|pull)\/\d+$/u;

/** An export does not say whether its repository is private; nothing is lost by taking it for one (A5). */
function placeOf(page: string): Place | null {
  const groups = PAGE.exec(page)?.groups;
  if (groups === undefined || !URL.canParse(page)) return null;
  const { server = '', owner = '', name = '' } = groups;
  return { serverUrl: server, repository: { id: 0, owner, name, isPrivate: true } };
}

function newest(found: IssueExport): Instant {
  const { issue, comments, events, journal } = found;
  const all = [
    issue.created_at,
    issue.updated_at,
    issue.closed_at,
    ...comments.flatMap((c) => [c.created_at, c.updated_at]),
    ...(events ?? []).map((e) => e.created_at),
    ...(journal ?? []).map((e) => e.at),
  ];
  return all.reduce<Instant>(
    (last, at) => (at != null && Temporal.Instant.compare(at, last) > 0 ? at : last),
    issue.created_at,
  );
}

function remarksOn(found: IssueExport): readonly string[] {
  const { issue, comments, events, permissions, journal } = found;
  const remarks: string[] = [];
  if (permissions == null)
    remarks.push('No permissions were given, so everybody named counts as allowed to command.');
  if (events === null)
    remarks.push('No events were given, so the incident counts as declared when the issue was created.');
  const held = comments.length;
  if (issue.comments !== undefined && issue.comments > held)
    remarks.push(
      `The issue counts ${counted(issue.comments, 'comment')} and ${held} were given, so part of the story is missing.`,
    );
  const edited = comments.filter(
    (c) => c.updated_at !== undefined && Temporal.Instant.compare(c.updated_at, c.created_at) > 0,
  );
  if (journal == null && edited.length > 0)
    remarks.push(
      `${counted(edited.length, 'comment was', 'comments were')} edited, and only the last text is known.`,
    );
  return remarks;
}

export function toRetelling(
  found: IssueExport,
): { readonly retelling: Retelling } | { readonly problems: readonly string[] } {
  const { issue, permissions } = found;
  const place = placeOf(issue.html_url);
  const problems: string[] = [];
  if (place === null)
    problems.push(
      `issue.html_url: read ${JSON.stringify(issue.html_url).slice(0, 80)}, expected an issue’s page like https://github.com/acme/shop/issues/41`,
    );
  if (issue.pull_request !== undefined)
    problems.push('issue.pull_request: this is a pull request, expected an issue: only issues are incidents');
  const read = readConfig(found.config == null ? [] : [{ name: 'config', text: found.config }]);
  if ('problems' in read) problems.push(...read.problems.map(describeProblem));
  if (place === null || 'problems' in read || problems.length > 0) return { problems };

  const unread = TEMPLATES.filter((name) => read.templatePaths[name] !== null);
  const remarks = [
    ...remarksOn(found),
    ...(permissions != null && read.policy.commands.teams.length > 0
      ? ['The configuration lets teams command, and an export does not say who is in them.']
      : []),
    ...unread.map((name) => `The ${name} template is a file of the repository, so the built-in one is used.`),
  ];
  const record: IncidentRecord = {
    issue: toIssueFacts(issue, place.repository),
    comments: found.comments.map((c) =>
      toCommentFacts({
        ...c,
        updated_at: c.updated_at ?? c.created_at,
        html_url: c.html_url ?? `${issue.html_url}#issuecomment-${c.id}`,
      }),
    ),
    events: found.events?.map(toEventFacts).filter((event) => event !== null) ?? null,
    journal: found.journal ?? [],
    self: found.self ?? null,
    permissions:
      permissions == null
        ? null
        : {
            byLogin: new Map(Object.entries(permissions).map(([login, p]) => [login.toLowerCase(), p])),
            others: 'read',
          },
  };
  const now = found.now ?? newest(found);
  return { retelling: { record, policy: read.policy, remarks, serverUrl: place.serverUrl, now } };
}
