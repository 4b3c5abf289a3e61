/**
 * One replay, pure: a record in, the files out. The documents are those that Muster would have left; of an incident that is not closed, those it would
 * leave now, marked DRAFT. They link to each other as files in one folder, and to the real issue.
 */
import { renderBoard } from '../../core/documents/board.ts';
import { closingDocuments } from '../../core/documents/closing.ts';
import { needsPostmortem } from '../../core/documents/needs-postmortem.ts';
import type { DocumentKey, DocumentLinks } from '../../core/documents/document.ts';
import { headlineTitle } from '../../core/documents/headline.ts';
import { heading, link, paragraph, strong, toMarkdown } from '../../core/documents/markdown.ts';
import { POSTMORTEM_REGIONS } from '../../core/documents/postmortem.ts';
import type { View } from '../../core/documents/view.ts';
import { type Considered, consider } from '../../core/incident/consider.ts';
import type { Instant } from '../../core/incident/record.ts';
import { digest } from '../../signer.ts';
import { describeIncident } from './describe-incident.ts';
import type { Retelling } from './export-record.ts';
import type { IncidentJson } from './incident-json.ts';
import { renderReplies } from './replies-page.ts';

export interface Retold {
  readonly files: readonly { readonly name: string; readonly text: string }[];
  readonly incident: IncidentJson;
}

const STEMS: Readonly<Record<string, string>> = { 'timeline-issue': 'timeline' };

/** `timeline-issue:2` is `timeline-2.md`. */
function fileName(key: DocumentKey): string {
  const [stem = '', page] = key.split(':');
  return `${STEMS[stem] ?? stem}${page === undefined ? '' : `-${page}`}.md`;
}

function linksOf(hasPostmortem: boolean): DocumentLinks {
  const keys = ['board', 'scribe', 'communications', 'communications-issue', 'timeline-issue'];
  return new Map(
    [...keys, ...(hasPostmortem ? ['postmortem'] : [])].map((key) => [
      key,
      { url: fileName(key), number: null },
    ]),
  );
}

const REGION = new RegExp(String.raw`^<!-- /?muster:(?:${POSTMORTEM_REGIONS.join('|')}) -->\n\n?`, 'gmu');

/** Without the marks of the regions, which mean something on GitHub only. */
function openedPostmortem(text: string, { incident }: View): string {
  const shown = `${text}\n`.replaceAll(REGION, '').trimEnd();
  if (incident.phase === 'closed') return shown;
  const draft = toMarkdown([
    paragraph(strong('DRAFT.'), ' The incident is not closed; this is how its postmortem would open now.'),
  ]);
  const [first = '', ...rest] = shown.split('\n');
  return first.startsWith('# ') ? [first, '', draft, ...rest].join('\n') : `${draft}\n\n${shown}`;
}

/** What `postmortem.md` says when none would open (X3). */
function noPostmortem(view: View): string {
  const { incident, policy } = view;
  const why = incident.isFalseAlarm
    ? 'it was closed as not planned, a false alarm'
    : incident.isDrill && !policy.postmortem.forDrills
      ? 'it was a drill, and drills have one only when the configuration asks for it'
      : `its severity is below ${policy.postmortem.fromSeverity}, from which on one opens`;
  return toMarkdown([
    heading(1, headlineTitle(view, 'No postmortem')),
    paragraph('Incident ', link(incident.url, `#${incident.number}`), ` opens no postmortem: ${why}.`),
  ]);
}

function documents(view: View): readonly { readonly name: string; readonly text: string }[] {
  const found = closingDocuments(view).map(({ key, text }) => ({
    name: fileName(key),
    text: key === 'postmortem' ? openedPostmortem(text, view) : text,
  }));
  return view.links.has('postmortem')
    ? found
    : [...found, { name: 'postmortem.md', text: noPostmortem(view) }];
}

function later(a: Instant, b: Instant): Instant {
  return Temporal.Instant.compare(a, b) > 0 ? a : b;
}

/** The incident with what the export made us assume said first. */
function withRemarks(considered: Considered, remarks: readonly string[]): Considered {
  const { incident } = considered;
  return { ...considered, incident: { ...incident, remarks: [...remarks, ...incident.remarks] } };
}

export function retell({ record, policy, remarks, serverUrl, now }: Retelling): Retold {
  const considered = withRemarks(consider({ record, policy, digest, isReplay: true }), remarks);
  const { incident } = considered;
  const asOf = later(now, considered.asOf);
  const links = linksOf(needsPostmortem(incident, policy));
  const view: View = { incident, policy, links, asOf, serverUrl };
  const described = describeIncident(considered, asOf);
  const texts = [
    { name: 'board.md', text: renderBoard(view) },
    ...documents(view),
    { name: 'replies.md', text: renderReplies(view, considered, record.comments) },
    { name: 'incident.json', text: JSON.stringify(described, null, 2) },
  ];
  return { files: texts.map(({ name, text }) => ({ name, text: `${text}\n` })), incident: described };
}
