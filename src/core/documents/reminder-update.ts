/**
 * What a reminder for an update says (M2): who waits since when, and the two lines that help.
 */
import { audienceTitle } from '../incident/entry.ts';
import type { Account } from '../incident/account.ts';
import { ROLE } from '../policy.ts';
import type { Cadence } from '../reminders/cadence.ts';
import { command, roleCommand, takeCommand } from './command-word.ts';
import { inert } from './inert.ts';
import { type Block, type Phrase, paragraph, phrase } from './markdown.ts';
import { calling } from './reminder.ts';
import { timesOf } from './time-format.ts';
import type { View } from './view.ts';

const NOBODY = 'Nobody leads yet, so whoever reads this';

function audience(view: View, cadence: Cadence): Phrase {
  return inert(audienceTitle(view.policy, cadence.audience));
}

/** `since 08:51 UTC`, or that they never heard anything. */
function silent(view: View, { last }: Cadence): Phrase {
  const { time, zone } = timesOf(view);
  const { declaredAt } = view.incident.instants;
  if (last !== null) return `heard nothing since ${time(last.at)} ${zone}`;
  return declaredAt === null
    ? 'never heard of it'
    : `heard nothing yet of what was declared at ${time(declaredAt)} ${zone}`;
}

function how(view: View, { audience: id }: Cadence): Phrase {
  return phrase(
    'A draft: ',
    command(view, `brief ${id}`),
    '. Once they are told: ',
    command(view, `comms ${id} what you told them`),
    '.',
  );
}

/** How the role is filled. */
function appoint(view: View, { audience: id }: Cadence): Phrase {
  const role = view.policy.roles.find((r) => r.id === ROLE.communicationLead);
  if (role === undefined) return '';
  return phrase(
    'Take it: ',
    takeCommand(view, role, id),
    ', or name somebody: ',
    roleCommand(view, role, id),
    '.',
  );
}

/** The first. */
export function updateDue(view: View, cadence: Cadence, calls: readonly Account[]): readonly Block[] {
  if (cadence.leads.length > 0) {
    return [
      paragraph(
        calling(calls, NOBODY),
        ': ',
        audience(view, cadence),
        ' ',
        silent(view, cadence),
        '. ',
        how(view, cadence),
      ),
    ];
  }
  return [
    paragraph(
      calling(calls, NOBODY),
      ': ',
      audience(view, cadence),
      ' ',
      silent(view, cadence),
      ', and nobody leads communication with them. ',
      appoint(view, cadence),
      ' ',
      how(view, cadence),
    ),
  ];
}

/** The second and last: to the Incident Lead, and to those whom an outage of ours kept from hearing the first. */
export function updateOverdue(view: View, cadence: Cadence, calls: readonly Account[]): readonly Block[] {
  const { leads } = cadence;
  return [
    paragraph(
      calling(calls, NOBODY),
      ': still no word. ',
      audience(view, cadence),
      ' ',
      silent(view, cadence),
      leads.length === 0 ? ', and nobody leads communication with them. ' : '. ',
      leads.length === 0 ? [appoint(view, cadence), ' '] : '',
      how(view, cadence),
      ' This is not asked again until somebody tells them.',
    ),
  ];
}
