/**
 * The question for a status (T2), and the word to those who tell others that there is nothing new.
 */
import { audienceTitle } from '../incident/entry.ts';
import { type Account, sameLogin } from '../incident/account.ts';
import type { Instant } from '../incident/record.ts';
import { ROLE } from '../policy.ts';
import { command, roleCommand, takeCommand } from './command-word.ts';
import { inert } from './inert.ts';
import { type Block, type Phrase, joined, paragraph, phrase } from './markdown.ts';
import { calling, mention } from './reminder.ts';
import { timesOf } from './time-format.ts';
import { type View, holdersNow } from './view.ts';

export interface Silent {
  /** The last sign of life, or since when one is waited for. */
  readonly since: Instant;
  readonly hasSign: boolean;
  readonly hasAssist: boolean;
}

function question(view: View, { since, hasSign, hasAssist }: Silent, calls: readonly Account[]): Block {
  const { time, zone } = timesOf(view);
  const assist = view.policy.roles.find((r) => r.id === ROLE.technicalAssist);
  const help =
    hasAssist || assist === undefined
      ? 'The Technical Lead need not be disturbed.'
      : phrase(
          'Nobody assists those who fix, and the Technical Lead is not asked: take it with ',
          takeCommand(view, assist),
          ' or name somebody with ',
          roleCommand(view, assist, null),
          '.',
        );
  return paragraph(
    calling(calls, 'Whoever can help'),
    `: nothing was heard from those who fix ${hasSign ? 'since' : 'so far, since'} ${time(since)} ${zone}. How does it stand? One line is enough: `,
    command(view, 'timeline how it stands'),
    '. ',
    help,
  );
}

/** Those who tell an audience something, without those who fix. */
function tellers(view: View): readonly { readonly audience: string; readonly who: Account }[] {
  const fixers = holdersNow(view.incident, ROLE.technicalLead);
  return view.incident.holdings
    .filter((h) => h.role === ROLE.communicationLead && h.to === null)
    .flatMap(({ audience, holder }) => (audience === null ? [] : [{ audience, who: holder }]))
    .filter(({ who }) => !fixers.some((f) => sameLogin(f.holder.login, who.login)));
}

function toldWords(view: View, audience: string): Phrase {
  const { time } = timesOf(view);
  const last = view.incident.communications.findLast((c) => c.audience === audience);
  const title = inert(audienceTitle(view.policy, audience));
  return last === undefined
    ? phrase(title, ' were told nothing yet')
    : phrase(title, ` heard last at ${time(last.at)}`);
}

function nothingNew(view: View, { since }: Silent): readonly Block[] {
  const found = tellers(view);
  if (found.length === 0) return [];
  const { time } = timesOf(view);
  return [
    paragraph(
      joined(
        found.map(({ audience, who }) => [mention(who), ' (', toldWords(view, audience), ')']),
        ', ',
        ' and ',
      ),
      `: there is nothing new since ${time(since)}, which can be said too.`,
    ),
  ];
}

export function statusWanted(view: View, silent: Silent, calls: readonly Account[]): readonly Block[] {
  return [question(view, silent, calls), ...nothingNew(view, silent)];
}
