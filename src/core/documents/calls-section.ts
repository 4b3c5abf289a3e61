/**
 * The calls on the board (S2): where each one is, who leads it, who is in it, and how to get in. Before anything is split, a severity that is worth it
 * gets the suggestion, until the harm is over.
 */
import type { Account } from '../incident/account.ts';
import { type Call, inCall, openCalls, subCommander } from '../incident/calls.ts';
import { command } from './command-word.ts';
import { type Block, type Phrase, emphasis, heading, joined, paragraph, phrase, table } from './markdown.ts';
import { timesOf } from './time-format.ts';
import { type View, person, severityOf, severityTitle } from './view.ts';
import { webLink } from './web-link.ts';

/** The board stays short however many calls there are; the scribe comment lists more. */
const CALLS = 8;
const PEOPLE = 10;

/** The call's name, as the way into it. */
export function callName({ id, link }: Call): Phrase {
  return link === null ? id : webLink(link, id);
}

function leads(view: View, call: Call): Phrase {
  const stint = call.led.find((s) => s.to === null);
  if (stint === undefined)
    return phrase(emphasis('nobody'), '. Take it: ', command(view, `subcommander ${call.id} me`));
  return phrase(person(view, stint.who), ` since ${timesOf(view).time(stint.from)}`);
}

function attends(view: View, call: Call): Phrase {
  const people = inCall(call);
  const more = people.length - PEOPLE;
  const shown = joined(people.slice(0, PEOPLE).map((who) => person(view, who)));
  const join = command(view, `join ${call.id}`);
  return people.length === 0 ? join : phrase(shown, more > 0 ? ` and ${more} more` : '', ' · ', join);
}

function where(view: View, call: Call): Phrase {
  return call.link === null
    ? phrase(call.id, '. Its link: ', command(view, `split ${call.id} <link>`))
    : callName(call);
}

/** Nothing is split yet, at a severity for which it helps, and the harm goes on. */
function suggestion(view: View): readonly Block[] {
  const { calls, instants } = view.incident;
  const isWorth = severityOf(view)?.suggestsSplit === true && calls.length === 0;
  if (!isWorth || instants.mitigatedAt !== null || instants.resolvedAt !== null) return [];
  return [
    paragraph(
      severityTitle(view) ?? '',
      ': where many talk, split them into a call that fixes and a call that tells customers: ',
      command(view, 'split'),
      '. A quiet one needs no split.',
    ),
  ];
}

export function callsSection(view: View): readonly Block[] {
  if (view.incident.phase !== 'open') return [];
  const open = openCalls(view.incident.calls);
  if (open.length === 0) return suggestion(view);
  const more = open.length - CALLS;
  const rows = open
    .slice(0, CALLS)
    .map((call): readonly Phrase[] => [where(view, call), leads(view, call), attends(view, call)]);
  return [
    heading(3, 'Calls'),
    table(
      ['Call', 'Sub-commander', 'In it'],
      [...rows, ...(more > 0 ? [['…', `and ${more} more`, '']] : [])],
    ),
  ];
}

/** Who leads the last call of that name. */
export function callLead(view: View, id: string): Account | null {
  const call = view.incident.calls.findLast((c) => c.id === id);
  return call === undefined ? null : subCommander(call);
}
