/**
 * Who led and who fixed, in the order in which they did: whoever handed over is named as well as whoever was there at the end (R5, X3).
 */
import { sameLogin } from '../incident/account.ts';
import type { Holding } from '../incident/incident.ts';
import { ROLE } from '../policy.ts';
import { cutMiddle } from './cut-middle.ts';
import { type Phrase, joined, phrase } from './markdown.ts';
import { timesOf } from './time-format.ts';
import { type View, personName } from './view.ts';

/** Hand-overs that are named; the scribe comment has all of them. */
const NAMED = 8;

function named(names: readonly Phrase[], last: string): Phrase {
  const cut = cutMiddle(names, NAMED);
  return joined([...cut.first, ...(cut.left === 0 ? [] : [`${cut.left} more`]), ...cut.last], ', ', last);
}

/** `tomas until 10:15, then ines`; null when nobody held it. */
function inTurn(view: View, role: string): Phrase | null {
  const times = timesOf(view);
  const held = view.incident.holdings.filter((h) => h.role === role);
  const before = held.filter((h) => h.to !== null);
  const now = held.filter((h) => h.to === null);
  if (held.length === 0) return null;
  const end =
    now.length === 0
      ? 'nobody'
      : joined(
          now.map((h) => personName(h.holder)),
          ', ',
          ' and ',
        );
  if (before.length === 0) return end;
  const until = ({ holder, to }: Holding): Phrase =>
    phrase(personName(holder), to === null ? '' : ` until ${times.time(to)}`);
  return phrase(named(before.map(until), ', '), ', then ', end);
}

/** Those who held another technical role, each once. By login: of somebody who was only named, GitHub has shown no id. */
function assisting(view: View): readonly Phrase[] {
  const { holdings } = view.incident;
  const roles = view.policy.roles.filter((r) => r.isTechnical && r.id !== ROLE.technicalLead);
  const held = holdings.filter((h) => roles.some((r) => r.id === h.role));
  const isFirst = (h: Holding, index: number): boolean =>
    held.findIndex((other) => sameLogin(other.holder.login, h.holder.login)) === index;
  const leads = holdings.filter((h) => h.role === ROLE.technicalLead && h.to === null);
  return held
    .filter(isFirst)
    .filter((h) => !leads.some((lead) => sameLogin(lead.holder.login, h.holder.login)))
    .map((h) => personName(h.holder));
}

/** Parts of a sentence: `led by tomas until 10:15, then ines`, `fix led by priya, with jonas`. */
export function ledBy(view: View): readonly Phrase[] {
  const lead = inTurn(view, ROLE.incidentLead);
  const fix = inTurn(view, ROLE.technicalLead);
  const others = assisting(view);
  const helped = others.length === 0 ? null : named(others, ' and ');
  return [
    ...(lead === null ? [] : [phrase('led by ', lead)]),
    ...(fix === null ? [] : [phrase('fix led by ', fix, helped === null ? '' : [', with ', helped])]),
    ...(fix === null && helped !== null ? [phrase('fixed by ', helped)] : []),
  ];
}
