/**
 * What stands after a close (X1, X2, X3): scribe comment, communications comment, the issues that either overflows into, and the postmortem.
 */
import { renderCommunications } from './communications.ts';
import type { DesiredDocument, DocumentKey } from './document.ts';
import { inertText, shorten } from './inert.ts';
import { needsPostmortem } from './needs-postmortem.ts';
import { POSTMORTEM_REGIONS, postmortemTitle, renderPostmortem } from './postmortem.ts';
import { renderScribe } from './scribe.ts';
import type { View } from './view.ts';

const TITLE_LENGTH = 180;

function comment(key: DocumentKey, text: string, on: DocumentKey = 'incident'): DesiredDocument {
  return { kind: 'comment', key, on, text, payload: {}, once: null };
}

/** An issue with pages: its body, then comments counted from 2. */
function pagedIssue(
  view: View,
  key: DocumentKey,
  title: string,
  pages: readonly string[] | null,
): readonly DesiredDocument[] {
  if (pages === null) return [];
  const drill = view.incident.isDrill ? 'DRILL · ' : '';
  const about = shorten(view.incident.title, TITLE_LENGTH).replaceAll('\n', ' ');
  const [body = '', ...rest] = pages;
  return [
    {
      kind: 'issue',
      key,
      title: inertText(`${drill}${title}: ${about}`),
      labels: [],
      text: body,
      payload: {},
      regions: null,
      isSubIssue: false,
    },
    ...rest.map((page, index) => comment(`${key}:${index + 2}`, page, key)),
  ];
}

/** Once open it is the people's, and its facts are kept: a severity that changed afterwards, or a merge, does not orphan it. */
function postmortem(view: View, isNeeded: boolean): readonly DesiredDocument[] {
  if (!view.links.has('postmortem') && !isNeeded) return [];
  return [
    {
      kind: 'issue',
      key: 'postmortem',
      title: postmortemTitle(view),
      labels: [view.policy.labels.postmortem],
      text: renderPostmortem(view),
      payload: {},
      regions: POSTMORTEM_REGIONS,
      isSubIssue: true,
    },
  ];
}

/** Of a part (D6): its own record, and what was told before. The postmortem is the other one's (X3), but for one that stands. */
export function mergedDocuments(view: View): readonly DesiredDocument[] {
  const scribe = renderScribe(view);
  // once it stands it follows, also when all that was told is taken back
  const isTold = view.incident.communications.length > 0 || view.links.has('communications');
  const communications = isTold ? renderCommunications(view) : null;
  return [
    comment('scribe', scribe.text),
    ...postmortem(view, false),
    ...(communications === null ? [] : [comment('communications', communications.text)]),
    ...pagedIssue(view, 'communications-issue', 'Communications', communications?.pages ?? null),
    ...pagedIssue(view, 'timeline-issue', 'Full timeline', scribe.timelinePages),
  ];
}

/** In the order in which missing ones are created. */
export function closingDocuments(view: View): readonly DesiredDocument[] {
  const scribe = renderScribe(view);
  const communications = renderCommunications(view);
  return [
    comment('scribe', scribe.text),
    comment('communications', communications.text),
    ...pagedIssue(view, 'communications-issue', 'Communications', communications.pages),
    ...pagedIssue(view, 'timeline-issue', 'Full timeline', scribe.timelinePages),
    ...postmortem(view, needsPostmortem(view.incident, view.policy)),
  ];
}
