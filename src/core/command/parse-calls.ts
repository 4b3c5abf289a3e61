/**
 * `/split`, `/unsplit`, `/subcommander`, `/join`, `/leave` (S2, S3).
 *   /split        := (call link?)*      the usual two when none is named
 *   /subcommander := call person | call "none"      in either order
 * A call that is left out, or that nobody opened, is refused where the open ones are known, and not here.
 */
import { CALL_NAME } from '../incident/calls.ts';
import type { PersonRef } from './command.ts';
import type { Parsed, Refusal } from './command-spec.ts';
import { distinctPeople, parsePerson } from './person-ref.ts';
import { parseWebUrl } from './web-url.ts';
import { shorten, withoutTrailing } from './words.ts';

/** Board and scribe comment show links of many calls and have to fit into a comment. */
const LINK_LENGTH = 1000;

const NAMES = 'tech or comms, or a name that begins with one of them, such as tech-db';

/** Words that people put between. */
const FILLING: ReadonlySet<string> = new Set(['and', '&', 'call', 'calls', 'the']);

function wordsOf(argument: string, between = /[\s,]+/u): readonly string[] {
  return argument
    .split(between)
    .filter((word) => word !== '' && !FILLING.has(withoutTrailing(word, ',;:.').toLowerCase()));
}

/** A call's name as typed: `Tech:` is `tech`. */
function callNamed(word: string): string | null {
  const name = withoutTrailing(word, ',;:.').toLowerCase();
  return CALL_NAME.test(name) ? name : null;
}

function notACall(word: string): Refusal {
  return { reason: `“${shorten(word, 60)}” is no name for a call`, expected: NAMES };
}

/** `<https://…>` and `[text](https://…)` are taken for the address in them. */
function bareUrl(word: string): string {
  const inner = /^<(.*)>$/u.exec(word)?.[1] ?? /^\[[^\]]*\]\((.*)\)$/u.exec(word)?.[1];
  return inner ?? withoutTrailing(word, ',;');
}

export function parseSplit(argument: string): Parsed {
  const calls: { id: string; link: string | null }[] = [];
  for (const word of wordsOf(argument, /\s+/u)) {
    const id = callNamed(word);
    const last = calls.at(-1);
    if (id !== null) {
      if (calls.some((c) => c.id === id)) return { refusal: { reason: `the call ${id} is named twice` } };
      calls.push({ id, link: null });
    } else if (!word.includes('://')) {
      return {
        refusal: /^(?:end|close|stop|none)$/iu.test(word)
          ? { reason: 'this command opens calls', expected: '/unsplit [call]', example: '/unsplit tech' }
          : notACall(word),
      };
    } else if (last === undefined || last.link !== null) {
      return {
        refusal: {
          reason: `the link “${shorten(word, 60)}” stands without a call`,
          expected: 'each link right after the name of its call',
        },
      };
    } else {
      const url = parseWebUrl(bareUrl(word));
      if ('reason' in url) return { refusal: url };
      if (url.url.length > LINK_LENGTH)
        return { refusal: { reason: `the address is longer than ${LINK_LENGTH} characters` } };
      last.link = url.url;
    }
  }
  return { command: { name: 'split', calls } };
}

export function parseUnsplit(argument: string): Parsed {
  const calls: string[] = [];
  for (const word of wordsOf(argument).filter((w) => !/^all$/iu.test(w))) {
    const id = callNamed(word);
    if (id === null) return { refusal: notACall(word) };
    if (!calls.includes(id)) calls.push(id);
  }
  return { command: { name: 'unsplit', calls } };
}

export function parseSubcommander(argument: string): Parsed {
  const people: PersonRef[] = [];
  let call: string | null = null;
  let isNone = false;
  for (const word of wordsOf(argument)) {
    const person = parsePerson(word);
    const id = callNamed(word);
    if (person !== null) people.push(person);
    else if (/^none[.,;]?$/iu.test(word)) isNone = true;
    else if (id === null || call !== null)
      return { refusal: { reason: `“${shorten(word, 40)}” is neither the call nor a person` } };
    else call = id;
  }
  const [person, ...more] = distinctPeople(people);
  if (more.length > 0 || (isNone && person !== undefined))
    return {
      refusal: { reason: 'a call is led by one person at a time', expected: 'one @login, me, or none' },
    };
  if (person === undefined && !isNone)
    return { refusal: { reason: 'nobody was named', expected: 'the call, then @login, me, or none' } };
  return { command: { name: 'subcommander', call, person: person ?? null } };
}

export function parseAttendance(name: 'join' | 'leave'): (argument: string) => Parsed {
  return (argument) => {
    const [word, more] = wordsOf(argument);
    if (word === undefined) return { command: { name, call: null } };
    const call = callNamed(word);
    if (call === null) return { refusal: notACall(word) };
    if (more !== undefined)
      return { refusal: { reason: `“${shorten(more, 40)}” follows the call`, expected: `/${name} <call>` } };
    return { command: { name, call } };
  };
}

/** `tech: text` of an entry: the call it may belong to, if there is such a call, and the text without its name (S3). */
export function callPrefix(text: string): { readonly call: string; readonly text: string } | null {
  const match = /^([a-z][a-z0-9-]{0,38}):(?!\/\/)\s*(\S[\s\S]*)$/iu.exec(text);
  const call = match?.[1]?.toLowerCase() ?? '';
  return CALL_NAME.test(call) ? { call, text: match?.[2] ?? '' } : null;
}
