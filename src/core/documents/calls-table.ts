/**
 * The calls in the scribe comment (S2): each from when to when, who led it when, who was in it. Who joined and left at which minute stands in the full
 * timeline.
 */
import { sameLogin } from '../incident/account.ts';
import type { Call, CallStint } from '../incident/calls.ts';
import type { Instant } from '../incident/record.ts';
import { callName } from './calls-section.ts';
import { cutMiddle } from './cut-middle.ts';
import { type Block, type Phrase, heading, joined, phrase, table } from './markdown.ts';
import { type TimeFormat, counted, timesOf } from './time-format.ts';
import { type View, personName } from './view.ts';

const CALLS = 20;
/** In one row. */
const LEADERS = 8;
const PEOPLE = 20;

function some(items: readonly Phrase[], most: number): Phrase {
  const { first, left, last } = cutMiddle(items, most);
  return joined([...first, ...(left === 0 ? [] : [`${left} more`]), ...last]);
}

const until = (to: Instant | null, times: TimeFormat): string => (to === null ? 'still' : times.time(to));

function leader({ who, from, to }: CallStint, times: TimeFormat): Phrase {
  return phrase(personName(who), ` ${times.time(from)}–${until(to, times)}`);
}

function row(call: Call, times: TimeFormat): readonly Phrase[] {
  const people = call.attended.filter(
    (s, i, all) => all.findIndex((other) => sameLogin(other.who.login, s.who.login)) === i,
  );
  return [
    callName(call),
    times.time(call.from),
    until(call.to, times),
    call.led.length === 0
      ? 'nobody was named'
      : some(
          call.led.map((stint) => leader(stint, times)),
          LEADERS,
        ),
    people.length === 0
      ? ''
      : some(
          people.map((s) => personName(s.who)),
          PEOPLE,
        ),
  ];
}

/** Nothing for an incident that was never split. */
export function callsTable(view: View): readonly Block[] {
  const { calls } = view.incident;
  if (calls.length === 0) return [];
  const times = timesOf(view);
  const { first, left, last } = cutMiddle(calls, CALLS);
  const gap = left === 0 ? [] : [['…', `${counted(left, 'more', 'more')} in the full timeline`, '', '', '']];
  return [
    heading(3, 'Calls'),
    table(
      ['Call', 'From', 'To', 'Who led it', 'Who was in it'],
      [...first.map((c) => row(c, times)), ...gap, ...last.map((c) => row(c, times))],
    ),
  ];
}
