/**
 * The answer to `/recap`: for somebody who comes in. Where we stand and who does what, then what was written down since, the newest at the end.
 */
import { compareInstants } from '../compare-instants.ts';
import type { AnswerBody, TimelineEntry } from '../incident/incident.ts';
import { callRecap, recapList } from './calls-recap.ts';
import { inert } from './inert.ts';
import { type Block, type Phrase, joined, list, paragraph, phrase, strong } from './markdown.ts';
import { counted, timesOf } from './time-format.ts';
import { type View, person } from './view.ts';

const ACTIONS = 8;

/** What says little to somebody who comes in: talk, and people coming and going. */
const PASSED_OVER: ReadonlySet<TimelineEntry['kind']> = new Set([
  'comment',
  'call-joined',
  'call-left',
  'restored',
]);

function whoDoesWhat(view: View): Phrase | null {
  const titles = new Map(view.policy.roles.map((r) => [r.id, r.title]));
  const holdings = view.incident.holdings.filter((h) => h.to === null);
  if (holdings.length === 0) return null;
  return joined(
    holdings.map((h) =>
      phrase(
        inert(titles.get(h.role) ?? h.role),
        h.audience === null ? ' ' : [' (', inert(h.audience), ') '],
        person(view, h.holder),
      ),
    ),
  );
}

function openActions(view: View): readonly Block[] {
  const open = view.incident.actions.filter((a) => !a.isWithdrawn && a.doneAt === null);
  if (open.length === 0) return [];
  const more = open.length - ACTIONS;
  return [
    paragraph(strong('Open action items:')),
    list(
      open
        .slice(0, ACTIONS)
        .map((a) =>
          phrase(`${a.number} · `, inert(a.text), a.owner === null ? '' : [' · ', person(view, a.owner)]),
        ),
    ),
    ...(more > 0 ? [paragraph(`And ${more} more.`)] : []),
  ];
}

/** `standing`: where we stand, as `/status` says it. */
export function recapBlocks(
  view: View,
  { since, isOwn, call }: AnswerBody & { kind: 'recap' },
  standing: readonly Block[],
): readonly Block[] {
  const when = timesOf(view).time(since);
  if (call !== null)
    return [paragraph(strong('The ', inert(call), ` call since ${when}:`)), ...callRecap(view, call, since)];
  const who = whoDoesWhat(view);
  const entries = view.incident.timeline.filter(
    (e) => !PASSED_OVER.has(e.kind) && e.withdrawn === null && compareInstants(e.recordedAt, since) >= 0,
  );
  const title = isOwn ? `Since you last wrote, ${when}` : `Since ${when}`;
  return [
    ...standing,
    ...(who === null ? [] : [paragraph(strong('Who does what:'), ' ', who)]),
    paragraph(
      strong(
        entries.length === 0 ? `${title}:` : `${title}, ${counted(entries.length, 'entry', 'entries')}:`,
      ),
    ),
    ...recapList(view, entries),
    ...openActions(view),
  ];
}
