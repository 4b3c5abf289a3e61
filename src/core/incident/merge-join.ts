/**
 * An incident with what its parts bring (D6): one timeline in which their entries are marked by origin, the earliest start of all, everybody who responded.
 * Roles, calls, communications, later instants and validation stay the incident's own: there is one lead and one voice.
 */
import { compareInstants } from '../compare-instants.ts';
import { type Account, sameLogin } from './account.ts';
import type { Incident, TimelineEntry } from './incident.ts';
import { type Neighbour, type Story, SHARED_INSTANTS, type SharedInstant } from './neighbour.ts';
import { inOrder } from './summarise.ts';

type Brings = Neighbour & { readonly story: Story };

function entriesOf({ number, url, story }: Brings): readonly TimelineEntry[] {
  // A call of that name here is another one.
  return story.entries.map((entry) => ({ ...entry, call: null, origin: entry.origin ?? { number, url } }));
}

interface Shared {
  readonly instants: Incident['instants'];
  readonly instantsFrom: Incident['instantsFrom'];
}

function withEarlier(shared: Shared, name: SharedInstant, { number, story }: Brings): Shared {
  const [own, theirs] = [shared.instants[name], story.instants[name]];
  if (theirs === null || (own !== null && compareInstants(own, theirs) <= 0)) return shared;
  return {
    instants: { ...shared.instants, [name]: theirs },
    instantsFrom: { ...shared.instantsFrom, [name]: story.instantsFrom[name] ?? number },
  };
}

function sharedInstants(incident: Incident, parts: readonly Brings[]): Shared {
  const { instants, instantsFrom } = incident;
  let shared: Shared = { instants, instantsFrom };
  for (const part of parts) for (const name of SHARED_INSTANTS) shared = withEarlier(shared, name, part);
  return shared;
}

function everybody(incident: Incident, parts: readonly Brings[]): readonly Account[] {
  const all = [...incident.responders, ...parts.flatMap(({ story }) => story.responders)];
  return all.filter((who, index) => all.findIndex(({ login }) => sameLogin(login, who.login)) === index);
}

/** The incidents that are part of this one at first hand. */
export function partsOf(number: number, neighbours: Iterable<Neighbour | null>): readonly Brings[] {
  return [...neighbours]
    .filter((other): other is Brings => other?.mergedInto === number && other.story !== null)
    .toSorted((a, b) => a.number - b.number);
}

/** In a circle that is not broken yet, nothing comes back to where it came from. */
export function joined(incident: Incident, parts: readonly Brings[]): Incident {
  if (parts.length === 0) return incident;
  const isElse = (number: number): boolean => number !== incident.number;
  const entries = parts
    .flatMap(entriesOf)
    .filter(({ origin }) => origin === undefined || isElse(origin.number));
  const listed = parts.flatMap(({ number, title, url, declaredAt, story }) => [
    { number, title, url, declaredAt, within: null },
    ...story.parts.map((part) => ({ ...part, within: part.within ?? number })),
  ]);
  return {
    ...incident,
    ...sharedInstants(incident, parts),
    timeline: inOrder([...incident.timeline, ...entries]),
    responders: everybody(incident, parts),
    parts: listed.filter(({ number }) => isElse(number)),
  };
}
