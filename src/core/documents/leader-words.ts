/**
 * Words about who leads because of the severity (S1): the call to the leader, and what the board says while nobody answered it or nobody could be called.
 */
import type { Account } from '../incident/account.ts';
import { type Leadership, givesBack } from '../incident/leadership.ts';
import { ROLE, type RolePolicy } from '../policy.ts';
import { command, roleCommand, takeCommand } from './command-word.ts';
import { inert } from './inert.ts';
import { type Block, type Phrase, joined, paragraph, phrase } from './markdown.ts';
import { calling } from './reminder.ts';
import { timesOf } from './time-format.ts';
import { type View, documentLink, person } from './view.ts';

function leadRole({ policy }: View): RolePolicy | undefined {
  return policy.roles.find((r) => r.id === ROLE.incidentLead);
}

function title({ policy }: View, { severity }: Leadership): Phrase {
  return inert(policy.severities.find((s) => s.id === severity)?.title ?? severity);
}

/** Calls the leader, and says what to do with it. */
export function leaderCall(view: View, leadership: Leadership, calls: readonly Account[]): readonly Block[] {
  const role = leadRole(view);
  if (role === undefined) return [];
  const { former, at } = leadership;
  const from =
    former.length === 0
      ? ''
      : [
          ', from ',
          joined(
            former.map((who) => person(view, who)),
            ', ',
            ' and ',
          ),
        ];
  return [
    paragraph(
      calling(calls, 'Whoever can lead'),
      ': this is ',
      title(view, leadership),
      ', and you are ',
      inert(role.title),
      ` as of ${timesOf(view).time(at)}`,
      from,
      '. Say that you have it with ',
      command(view, 'ack'),
      ', or hand it on with ',
      roleCommand(view, role, null, 'login'),
      '. ',
      documentLink(view, 'board', 'The board') ?? 'The board',
      ' says where we stand.',
    ),
  ];
}

/** Sentences for the board; none when somebody has the lead for sure. */
export function leaderWarnings(view: View): readonly Phrase[] {
  const { leadership } = view.incident;
  const role = leadRole(view);
  if (leadership === null || leadership.isTakenUp || role === undefined) return [];
  const { leader, at, skipped } = leadership;
  if (leader !== null && givesBack(leadership)) {
    const when = timesOf(view).time(at);
    return [phrase(person(view, leader), ` was called to lead ${when} and has not written anything since.`)];
  }
  const why =
    skipped.length === 0 && isUnset(view, leadership)
      ? 'no leaders are configured'
      : 'none of its leaders can lead';
  return [
    phrase(
      title(view, leadership),
      `, and ${why}: somebody qualified takes the lead with `,
      takeCommand(view, role),
      '.',
    ),
  ];
}

function isUnset({ policy }: View, { severity }: Leadership): boolean {
  return (policy.severities.find((s) => s.id === severity)?.leaders ?? []).length === 0;
}
