/**
 * What each audience was told last, and when it should hear again (M1, R6).
 */
import { compareInstants } from '../compare-instants.ts';
import type { Communication, TimelineEntry } from '../incident/incident.ts';
import { reachOf } from '../incident/reach.ts';
import type { AudiencePolicy } from '../policy.ts';
import { inert, shorten } from './inert.ts';
import { type Phrase, joined, phrase, quoted, strong } from './markdown.ts';
import { counted, timesOf } from './time-format.ts';
import { type View, audiencesOf, cut } from './view.ts';
import { cadenceOf } from '../reminders/cadence.ts';

const MESSAGE_LENGTH = 240;
/** Names on one row of the board; a brief gives all. */
const STAKEHOLDERS = 5;

/** What this audience was told last; null when nothing yet. */
export function lastTold(view: View, audience: string): Communication | null {
  return view.incident.communications.findLast((c) => c.audience === audience) ?? null;
}

/** Milestones that an audience cannot know yet (T2, M3): written down after it was told last. */
export function audienceNews(view: View, last: Communication | null): readonly TimelineEntry[] {
  return view.incident.timeline.filter(
    (entry) =>
      entry.milestone &&
      entry.withdrawn === null &&
      !entry.isVoid &&
      entry.kind !== 'communication' &&
      (last === null || compareInstants(entry.recordedAt, last.at) > 0),
  );
}

/** `08:51, status page: “…”`. */
function toldWords(view: View, said: Communication): Phrase {
  const channel = said.channel === null ? '' : [', ', inert(shorten(said.channel, 80)), ':'];
  return phrase(
    timesOf(view).time(said.at),
    channel,
    ' ',
    quoted(inert(cut(view, said.message, MESSAGE_LENGTH))),
  );
}

/** `09:51`; null when nothing is owed to them. */
function due(view: View, audience: string): string | null {
  const cadence = cadenceOf(view, audience);
  return cadence === null ? null : timesOf(view).time(cadence.due);
}

function toldRow(
  view: View,
  audience: Pick<AudiencePolicy, 'id' | 'title'>,
  said: Communication,
): readonly Phrase[] {
  const news = audienceNews(view, said).length;
  const time = due(view, audience.id);
  const next = time === null ? '' : ` · next update due by ${time}`;
  const since = news === 0 || view.incident.phase !== 'open' ? '' : ` · ${counted(news, 'milestone')} since`;
  return [
    strong('Told ', inert(audience.title)),
    phrase(toldWords(view, said), next, since, stakeholderWords(view, audience.id)),
  ];
}

/** ` · for support team`: who of them is told by name. */
function stakeholderWords({ incident }: View, audience: string): Phrase {
  const { stakeholders } = reachOf(incident.reach, audience);
  const more = stakeholders.length - STAKEHOLDERS;
  if (stakeholders.length === 0) return '';
  return [
    ' · for ',
    joined(stakeholders.slice(0, STAKEHOLDERS).map((name) => inert(name))),
    more > 0 ? ` and ${more} more` : '',
  ];
}

/** Rows of the board's facts: one per audience that was told, and one for those that never were. */
export function toldRows(view: View): readonly (readonly Phrase[])[] {
  const audiences = audiencesOf(view);
  const told = audiences.flatMap((audience) => {
    const said = lastTold(view, audience.id);
    return said === null ? [] : [toldRow(view, audience, said)];
  });
  const silent = audiences.filter((audience) => lastTold(view, audience.id) === null);
  if (silent.length === 0) return told;
  const times = new Set(silent.map((audience) => due(view, audience.id)));
  const groups = [...times].map((time) => {
    const names = silent.filter((a) => due(view, a.id) === time).map((a) => inert(a.title));
    return phrase(joined(names, ', ', ' and '), time === null ? '' : `, first update due by ${time}`);
  });
  return [
    ...told,
    [strong(view.incident.phase === 'closed' ? 'Never told' : 'Told nothing yet'), joined(groups, ' · ')],
  ];
}
