/**
 * What the board points out and never blocks (R3, R4): somebody fixes and coordinates, somebody tests their own work, nobody holds a needed role or tells
 * those who wait. What depends on the time comes in with the view.
 */
import type { Account } from '../incident/account.ts';
import { sameLogin } from '../incident/account.ts';
import { audienceTitle, seatTitle } from '../incident/entry.ts';
import type { RolePolicy } from '../policy.ts';
import { ROLE } from '../policy.ts';
import { cadences } from '../reminders/cadence.ts';
import { inert } from './inert.ts';
import { leaderWarnings } from './leader-words.ts';
import { type Phrase, phrase } from './markdown.ts';
import { timesOf } from './time-format.ts';
import { takeCommand } from './command-word.ts';
import { type View, holdersNow, person } from './view.ts';

function roleOf(view: View, id: string): RolePolicy | undefined {
  return view.policy.roles.find((r) => r.id === id);
}

function holdersOf(view: View, id: string): readonly Account[] {
  return holdersNow(view.incident, id).map((h) => h.holder);
}

function leadFixes(view: View): readonly Phrase[] {
  const lead = roleOf(view, ROLE.incidentLead);
  const fixers = holdersOf(view, ROLE.technicalLead);
  const both = holdersOf(view, ROLE.incidentLead).filter((a) =>
    fixers.some((b) => sameLogin(a.login, b.login)),
  );
  if (lead === undefined) return [];
  return both.map((who) =>
    phrase(
      person(view, who),
      ' coordinates and fixes at once. Hand the lead over: whoever is free writes ',
      takeCommand(view, lead),
      '.',
    ),
  );
}

function leadOwnsFix(view: View): readonly Phrase[] {
  const leads = holdersOf(view, ROLE.incidentLead);
  return view.incident.actions
    .filter((a) => a.kind === 'fix' && a.doneAt === null && !a.isWithdrawn)
    .flatMap((action) => {
      const { owner } = action;
      if (owner === null || !leads.some((a) => sameLogin(a.login, owner.login))) return [];
      return [
        phrase(person(view, owner), ` leads and owns action item ${action.number}, a fix: delegate it.`),
      ];
    });
}

function testersFix(view: View): readonly Phrase[] {
  return holdersOf(view, ROLE.tester).flatMap((tester) => {
    const role = view.policy.roles.find(
      (r) => r.isTechnical && holdersOf(view, r.id).some((a) => sameLogin(a.login, tester.login)),
    );
    if (role === undefined) return [];
    return [
      phrase(
        person(view, tester),
        ' tests and is also ',
        inert(role.title),
        ': a pass would not be independent of the fix.',
      ),
    ];
  });
}

/** Empty for longer than the policy allows. */
function nobodyHolds(view: View): readonly Phrase[] {
  return (view.overdue ?? []).map(({ role, audience, since }) =>
    phrase(
      'No ',
      inert(seatTitle(view.policy, role.id, audience)),
      audience === null ? '' : ',',
      ` since ${timesOf(view).time(since)}. Take it: `,
      takeCommand(view, role, audience),
      '.',
    ),
  );
}

/** An audience waits, and nobody leads communication with it. */
function nobodyTells(view: View): readonly Phrase[] {
  const role = roleOf(view, ROLE.communicationLead);
  if (role === undefined || role.isNeeded) return [];
  return cadences(view)
    .filter(({ leads }) => leads.length === 0)
    .map(({ audience, due }) =>
      phrase(
        'Nobody leads communication with ',
        inert(audienceTitle(view.policy, audience)),
        `, and an update is due by ${timesOf(view).time(due)}. Take it: `,
        takeCommand(view, role, audience),
        '.',
      ),
    );
}

/** Sentences in a fixed order; none when all is well or the incident is no longer worked on. */
export function warnings(view: View): readonly Phrase[] {
  if (view.incident.phase !== 'open') return [];
  return [leaderWarnings, nobodyHolds, nobodyTells, leadFixes, leadOwnsFix, testersFix].flatMap((check) =>
    check(view),
  );
}
