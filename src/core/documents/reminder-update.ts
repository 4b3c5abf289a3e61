/**
 * What a reminder for an update says (M2): who waits since when, and the lines that help.
 */
import type { Account } from '../incident/account.ts';
import { audienceTitle } from '../incident/entry.ts';
import { ROLE } from '../policy.ts';
import type { Cadence } from '../reminders/cadence.ts';
import { command, roleCommand, takeCommand } from './command-word.ts';
import { inert } from './inert.ts';
import { type Block, type Phrase, paragraph, phrase } from './markdown.ts';
import { calling } from './reminder.ts';
import { timesOf } from './time-format.ts';
import type { View } from './view.ts';

const NOBODY = 'Nobody leads yet, so whoever reads this';

function title(view: View, { audience }: Cadence): Phrase {
  return inert(audienceTitle(view.policy, audience));
}

/** `the last one was at 08:51 UTC`. */
function lastWords(view: View, { last }: Cadence): string {
  const { time, zone } = timesOf(view);
  const { declaredAt } = view.incident.instants;
  if (last !== null) return `the last one was at ${time(last.at)} ${zone}`;
  return `there was none${declaredAt === null ? '' : ` since the declaration at ${time(declaredAt)} ${zone}`}`;
}

/** How the role is filled; nothing while somebody holds it. */
function appoint(view: View, { audience, leads }: Cadence): Phrase {
  const role = view.policy.roles.find((r) => r.id === ROLE.communicationLead);
  if (role === undefined || leads.length > 0) return '';
  return phrase(
    'Nobody leads communication with them: take it with ',
    takeCommand(view, role, audience),
    ', or name somebody with ',
    roleCommand(view, role, audience),
    '. ',
  );
}

function how(view: View, { audience }: Cadence): Phrase {
  return phrase(
    'A draft: ',
    command(view, `brief ${audience}`),
    '. Once they are told: ',
    command(view, `comms ${audience} what you told them`),
    '.',
  );
}

/** The first. */
export function updateDue(view: View, cadence: Cadence, calls: readonly Account[]): readonly Block[] {
  return [
    paragraph(
      calling(calls, NOBODY),
      ': an update to ',
      title(view, cadence),
      ` is due; ${lastWords(view, cadence)}. `,
      appoint(view, cadence),
      how(view, cadence),
    ),
  ];
}

/** The second and last: to the Incident Lead, and to those whom an outage of ours kept from hearing the first. */
export function updateOverdue(view: View, cadence: Cadence, calls: readonly Account[]): readonly Block[] {
  return [
    paragraph(
      calling(calls, NOBODY),
      ': still no update to ',
      title(view, cadence),
      `; ${lastWords(view, cadence)}. `,
      appoint(view, cadence),
      how(view, cadence),
      ' This is not asked again until somebody tells them.',
    ),
  ];
}
