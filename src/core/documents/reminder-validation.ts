/**
 * The request to the Testers (V1).
 */
import { type Account, sameLogin } from '../incident/account.ts';
import type { Incident } from '../incident/incident.ts';
import { ROLE } from '../policy.ts';
import { command, roleCommand, takeCommand } from './command-word.ts';
import { type Block, type Phrase, list, paragraph, phrase } from './markdown.ts';
import { calling } from './reminder.ts';
import { timesOf } from './time-format.ts';
import { type View, person } from './view.ts';

type Asked = NonNullable<Incident['validation']['asked']>;

/** `sylvain asked for validation at 08:50 UTC`; to that very person: `you asked …`. */
function askedWords(view: View, asked: Asked, calls: readonly Account[], you: 'You' | 'you'): Phrase {
  const { time, zone } = timesOf(view);
  const isSelf = calls.length > 0 && calls.every((who) => sameLogin(who.login, asked.by.login));
  return phrase(isSelf ? you : person(view, asked.by), ` asked for validation at ${time(asked.at)} ${zone}`);
}

export function validationAsked(view: View, asked: Asked, calls: readonly Account[]): readonly Block[] {
  return [
    paragraph(
      calling(calls, 'Whoever tests'),
      ': is it over? ',
      askedWords(view, asked, calls, 'You'),
      '. One line in a comment answers:',
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
  const tester = view.policy.roles.find((r) => r.id === ROLE.tester);
  if (tester === undefined) return [];
  return [
    paragraph(
      calling(calls, 'Nobody leads yet, so whoever reads this'),
      ': ',
      askedWords(view, asked, calls, 'you'),
      ', and nobody tests. Name somebody who did not work on the fix: ',
      roleCommand(view, tester, null),
      '. Or take it: ',
      takeCommand(view, tester),
      '.',
    ),
  ];
}
