/**
 * Who holds which role since when, with the duty in one line, and how to take what nobody holds (R1).
 */
import { seatTitle } from '../incident/entry.ts';
import type { Table } from 'mdast';
import type { Holding } from '../incident/incident.ts';
import type { RolePolicy } from '../policy.ts';
import { updatePolicy } from '../update-policy.ts';
import { inert } from './inert.ts';
import { type Phrase, emphasis, joined, phrase, table } from './markdown.ts';
import { type TimeFormat, timesOf } from './time-format.ts';
import { type View, audiencesOf, holdersNow, person } from './view.ts';
import { takeCommand } from './command-word.ts';

interface Seat {
  readonly role: RolePolicy;
  readonly audience: string | null;
  readonly duty: string;
}

function seats(view: View): readonly Seat[] {
  const known = view.policy.roles.flatMap((role): Seat[] => {
    if (!role.isPerAudience) return [{ role, audience: null, duty: role.duty }];
    return audiencesOf(view).map(({ id, title }) => ({
      role,
      audience: id,
      duty: dutyTowards(view, role.duty, id, title),
    }));
  });
  return [...known, ...formerSeats(view)];
}

/** The duty with the audience and the minutes between its updates (M2). */
function dutyTowards({ incident, policy }: View, duty: string, audience: string, title: string): string {
  const { soonestMinutes, latestMinutes } = updatePolicy(policy, incident.severity, audience);
  return duty
    .replaceAll('{soonest}', String(soonestMinutes))
    .replaceAll('{latest}', String(latestMinutes))
    .replaceAll('{audience}', () => title);
}

/** Roles that somebody still holds although the policy no longer has them. */
function formerSeats(view: View): readonly Seat[] {
  const known = new Set(view.policy.roles.map((r) => r.id));
  const ids = new Set(
    view.incident.holdings.filter((h) => h.to === null && !known.has(h.role)).map((h) => h.role),
  );
  return [...ids].map((id) => ({
    role: {
      id,
      title: id,
      duty: '',
      aliases: [],
      isTechnical: false,
      isPerAudience: false,
      isShared: true,
      isNeeded: false,
    },
    audience: null,
    duty: '',
  }));
}

function since(holders: readonly Holding[], times: TimeFormat): string {
  return [...new Set(holders.map((h) => times.time(h.from)))].join(', ');
}

function seatRow(view: View, seat: Seat, times: TimeFormat): readonly Phrase[] {
  const { role, audience, duty } = seat;
  const holders = holdersNow(view.incident, role.id, audience);
  const title = inert(seatTitle(view.policy, role.id, audience));
  if (holders.length > 0) {
    return [title, joined(holders.map((h) => person(view, h.holder))), since(holders, times), inert(duty)];
  }
  const take = view.incident.phase === 'open' ? ['. Take it: ', takeCommand(view, role, audience)] : '';
  return [title, emphasis('nobody'), '', phrase(inert(duty), take)];
}

export function roleTable(view: View): Table {
  const times = timesOf(view);
  // Empty places are an invitation; once the work is over they are noise.
  const isOpen = view.incident.phase === 'open';
  return table(
    ['Role', 'Who', 'Since', 'Duty'],
    seats(view)
      .filter((seat) => isOpen || holdersNow(view.incident, seat.role.id, seat.audience).length > 0)
      .map((seat) => seatRow(view, seat, times)),
  );
}
