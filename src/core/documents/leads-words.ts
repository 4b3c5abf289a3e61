/**
 * Who leads and who fixes, since when; where nobody does, who may take it (R3).
 */
import type { RolePolicy } from '../policy.ts';
import { ROLE } from '../policy.ts';
import { takeCommand } from './command-word.ts';
import { inert } from './inert.ts';
import { type Phrase, joined, phrase } from './markdown.ts';
import { timesOf } from './time-format.ts';
import { type View, holdersNow, person } from './view.ts';

/** Who may take a role, in words (A1). */
function whoMay(view: View): Phrase {
  const { permission, teams } = view.policy.commands;
  const level = permission === 'none' ? 'anybody' : `anybody with ${permission} permission or more`;
  return phrase(level, teams.length === 0 ? '' : [' or in ', joined(teams.map(inert), ', ', ' or ')]);
}

function held(view: View, role: RolePolicy): Phrase | null {
  const times = timesOf(view);
  const holders = holdersNow(view.incident, role.id).map((h) => [
    person(view, h.holder),
    ` since ${times.time(h.from)}`,
  ]);
  return holders.length === 0 ? null : phrase(inert(role.title), ' ', joined(holders, ', ', ' and '));
}

/** A sentence without its full stop; null when the policy has neither role. */
export function leadsWords(view: View): Phrase | null {
  const roles = view.policy.roles.filter((r) => r.id === ROLE.incidentLead || r.id === ROLE.technicalLead);
  const known = roles.map((role) => held(view, role)).filter((words) => words !== null);
  const vacant = view.incident.phase === 'open' ? roles.filter((role) => held(view, role) === null) : [];
  const open =
    vacant.length === 0
      ? []
      : [
          phrase(
            'nobody is ',
            joined(
              vacant.map((role) => inert(role.title)),
              ' or ',
            ),
            ' yet, ',
            whoMay(view),
            ' may take it: ',
            joined(
              vacant.map((role) => takeCommand(view, role)),
              ' or ',
            ),
          ),
        ];
  const parts = [...known, ...open];
  return parts.length === 0 ? null : joined(parts, ' · ');
}
