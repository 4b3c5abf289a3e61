/**
 * The one request to hand the lead over (R3). The names in it are no calls: whoever is named by the ready command gets the role, and hears of it then.
 */
import type { Account } from '../incident/account.ts';
import { ROLE } from '../policy.ts';
import { roleCommand, takeCommand } from './command-word.ts';
import { type Block, list, paragraph, phrase } from './markdown.ts';
import { calling } from './reminder.ts';
import { type View, person } from './view.ts';

export function handOver(
  view: View,
  candidates: readonly Account[],
  calls: readonly Account[],
): readonly Block[] {
  const lead = view.policy.roles.find((r) => r.id === ROLE.incidentLead);
  if (lead === undefined) return [];
  const ask = phrase(
    calling(calls, 'Whoever leads'),
    ': you lead and fix at once. Who fixes should not also coordinate, so hand the lead over',
  );
  const free = phrase('Whoever is free takes it with ', takeCommand(view, lead), '.');
  if (candidates.length === 0) return [paragraph(ask, '. ', free)];
  return [
    paragraph(ask, ', with one line in a comment:'),
    list(candidates.map((who) => phrase(person(view, who), ': ', roleCommand(view, lead, null, who.login)))),
    paragraph(free),
  ];
}
