/** What an incident shows to the others of its repository (D6). */
import type { Incident } from './incident.ts';
import { type Claim, type Main, type Neighbour, SHARED_INSTANTS, type Story } from './neighbour.ts';

function mainOf({ number, title, url, channel, merge }: Incident): Main {
  if (merge === null) return { number, title, url, channel };
  return merge.main ?? { number: merge.into, title: `#${merge.into}`, url: merge.url, channel: null };
}

function storyOf({ timeline, instants, instantsFrom, responders, parts }: Incident): Story {
  const from = SHARED_INSTANTS.flatMap((name) => {
    const number = instantsFrom[name];
    return number === undefined ? [] : [[name, number] as const];
  });
  const { startedAt, detectedAt, declaredAt, acknowledgedAt } = instants;
  return {
    entries: timeline,
    instants: { startedAt, detectedAt, declaredAt, acknowledgedAt },
    instantsFrom: Object.fromEntries(from),
    responders,
    parts,
  };
}

/** `incident`: with its parts joined. */
export function neighbourOf(
  incident: Incident,
  claims: readonly Claim[],
  ownDeclaredAt: Incident['instants']['declaredAt'],
): Neighbour {
  const { number, title, url, phase, isDrill, services, merge } = incident;
  return {
    number,
    title,
    url,
    phase,
    isDrill,
    services,
    declaredAt: ownDeclaredAt,
    mergedInto: merge?.into ?? null,
    main: mainOf(incident),
    claims,
    story: merge === null ? null : storyOf(incident),
  };
}
