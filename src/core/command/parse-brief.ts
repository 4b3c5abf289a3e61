/**
 * `/brief`, `/recap`, `/stakeholder`. Whether an audience or a call exists is decided against the incident, not here.
 *   brief       := audience?
 *   recap       := (time | call)?
 *   stakeholder := audience? (name+ | "none" | "remove" name+)      a name is a word, an @login, an address or "quoted"
 */
import type { ParseContext, Parsed } from './command-spec.ts';
import { parseTime } from './time.ts';
import { shorten, takeWord, takeWordOrQuoted, withoutTrailing } from './words.ts';

const NAME_LENGTH = 80;
const MOST_WORDS = 40;

export function parseBrief(argument: string): Parsed {
  const { word, rest } = takeWord(argument.replace(/^for\s+/iu, ''));
  const audience = withoutTrailing(word, ':,.');
  if (rest !== '') {
    return {
      refusal: {
        reason: `“${shorten(argument, 60)}” is more than one word`,
        expected: 'one audience, or nothing for those that wait for an update',
      },
    };
  }
  return { command: { name: 'brief', audience: audience === '' ? null : audience } };
}

export function parseRecap(argument: string, context: ParseContext): Parsed {
  const asked = argument.replace(/^(?:since|of|from)\s+/iu, '').trim();
  if (asked === '') return { command: { name: 'recap', since: null, call: null } };
  const time = parseTime(asked, context);
  if (time.kind === 'refused') return { refusal: time };
  if (time.kind === 'time') {
    if (time.rest === '') return { command: { name: 'recap', since: time.at, call: null } };
    return { refusal: { reason: `“${shorten(time.rest, 60)}” stands behind the time` } };
  }
  const { word, rest } = takeWord(asked.replace(/^the\s+/iu, ''));
  if (rest !== '' && !/^call$/iu.test(rest)) {
    return { refusal: { reason: `“${shorten(asked, 60)}” is neither a time nor one word` } };
  }
  return { command: { name: 'recap', since: null, call: withoutTrailing(word, ':,.').toLowerCase() } };
}

export function parseStakeholder(argument: string): Parsed {
  const words: string[] = [];
  let rest = argument.trim();
  while (rest !== '') {
    const taken = takeWordOrQuoted(rest);
    if (taken === null) return { refusal: { reason: 'the quotes of a name are empty or do not end' } };
    if (taken.value.length > NAME_LENGTH) {
      return {
        refusal: {
          reason: `“${shorten(taken.value, 40)}” is longer than ${NAME_LENGTH} characters`,
          expected: 'short names of people or groups',
        },
      };
    }
    words.push(taken.value);
    ({ rest } = taken);
    if (words.length > MOST_WORDS)
      return {
        refusal: {
          reason: `these are more than ${MOST_WORDS} words`,
          expected: 'groups rather than everybody by name',
        },
      };
  }
  if (words.length === 0) return { refusal: { reason: 'audience and names are missing' } };
  return { command: { name: 'stakeholder', words } };
}
