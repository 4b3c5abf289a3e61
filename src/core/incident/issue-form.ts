/**
 * Reads what the shipped issue form leaves in an issue's body (D4). GitHub renders a form as `### Heading`, a blank line and the answer, with
 * `_No response_` for what was left out. Any other body reads as nothing, which is fine.
 */
import { compareInstants } from '../compare-instants.ts';
import { parseTime } from '../command/time.ts';
import type { Policy } from '../policy.ts';
import { severityNamed } from './decide/decide-entry.ts';
import type { Happening } from './event.ts';
import type { Instant } from './record.ts';

/** The form's headings, as .github/ISSUE_TEMPLATE/incident.yml labels its fields. */
export const FORM = {
  severity: 'Severity',
  impact: 'Impact',
  services: 'Services',
  started: 'When it started',
} as const;

const NO_ANSWER = /^_no response_$/iu;

/** Heading (lower case) to answer. */
function answers(body: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let heading: string | null = null;
  let lines: string[] = [];
  const keep = (): void => {
    const text = lines.join('\n').trim();
    if (heading !== null && text !== '' && !NO_ANSWER.test(text) && !found.has(heading))
      found.set(heading, text);
  };
  for (const line of body.replaceAll('\r\n', '\n').split('\n')) {
    const match = /^### (?<title>\S.*)$/u.exec(line);
    if (match === null) {
      lines.push(line);
      continue;
    }
    keep();
    heading = (match.groups?.['title'] ?? '').trim().toLowerCase();
    lines = [];
  }
  keep();
  return found;
}

/** What the form says, each as if it had been commanded when the issue was opened. */
export function readIssueForm(
  body: string,
  createdAt: Instant,
  policy: Policy,
): readonly (Happening & { readonly at?: Instant })[] {
  const read = answers(body);
  const answer = (name: string): string | undefined => read.get(name.toLowerCase());
  const happenings: (Happening & { at?: Instant })[] = [];
  const severity = severityNamed(policy, answer(FORM.severity)?.split(/[\s:·–]/u)[0] ?? '');
  if (severity !== undefined) happenings.push({ kind: 'severity', severity: severity.id });
  const impact = answer(FORM.impact);
  if (impact !== undefined) happenings.push({ kind: 'impact', text: impact });
  const services = (answer(FORM.services) ?? '').split(/[\s,]+/u).filter((s) => s !== '');
  if (services.length > 0) happenings.push({ kind: 'service', services });
  const started = answer(FORM.started);
  const time = started === undefined ? null : parseTime(started, { createdAt, zone: policy.zone });
  if (time !== null && 'at' in time && compareInstants(time.at, createdAt) <= 0) {
    happenings.push({ kind: 'stated', instant: 'started', text: null, at: time.at });
  }
  return happenings;
}
