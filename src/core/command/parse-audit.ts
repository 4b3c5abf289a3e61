/**
 * `/audit [@login | me] [number]` (A6): of whom, and how many of the newest. Both may be left out, in any order.
 */
import type { PersonRef } from './command.ts';
import type { Parsed } from './command-spec.ts';
import { parsePerson } from './person-ref.ts';
import { shorten } from './words.ts';

const COUNT = /^[1-9]\d{0,3}$/u;

export function parseAudit(argument: string): Parsed {
  let who: PersonRef | null = null;
  let last: number | null = null;
  for (const word of argument.split(/[\s,]+/u).filter((part) => part !== '')) {
    const person = parsePerson(word);
    if (person !== null && who === null) who = person;
    else if (COUNT.test(word) && last === null) last = Number(word);
    else {
      return {
        refusal: {
          reason: `“${shorten(word, 40)}” is neither a person nor a number, or one too many`,
          expected: 'one person as @login or me, and how many of the newest commands, or nothing',
        },
      };
    }
  }
  return { command: { name: 'audit', who, last } };
}
