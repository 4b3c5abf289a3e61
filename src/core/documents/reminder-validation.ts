/**
 * The request to the Testers (V1).
 */
import type { Account } from '../incident/account.ts';
import type { Incident } from '../incident/incident.ts';
import { ROLE } from '../policy.ts';
import { command, roleCommand, takeCommand } from './command-word.ts';
import { type Block, list, paragraph, phrase } from './markdown.ts';
import { calling } from './reminder.ts';
import { timesOf } from './time-format.ts';
import { type View, person } from './view.ts';

type Asked = NonNullable<Incident['validation']['asked']>;

export function validationAsked(view: View, asked: Asked, calls: readonly Account[]): readonly Block[] {
  const { time, zone } = timesOf(view);
  return [
    paragraph(
      calling(calls, 'Whoever tests'),
      ': is it over? ',
      person(view, asked.by),
      ` asked for validation at ${time(asked.at)} ${zone}. One line in a comment answers:`,
    ),
    list([
      phrase('It works: ', command(view, 'pass')),
      phrase('It does not: ', command(view, 'fail what you saw')),
    ]),
  ];
}

/** To the Incident Lead, while nobody tests. */
export function validationWithoutTesters(
  view: View,
  asked: Asked,
  calls: readonly Account[],
): readonly Block[] {
  const { time, zone } = timesOf(view);
  const tester = view.policy.roles.find((r) => r.id === ROLE.tester);
  if (tester === undefined) return [];
  return [
    paragraph(
      calling(calls, 'Nobody leads yet, so whoever reads this'),
      ': ',
      person(view, asked.by),
      ` asked for validation at ${time(asked.at)} ${zone}, and nobody tests. Name somebody who did not work on the fix: `,
      roleCommand(view, tester, null),
      '. Or take it: ',
      takeCommand(view, tester),
      '.',
    ),
  ];
}
