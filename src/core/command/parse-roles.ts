/**
 * `/role`, `/take`, `/release` (R2). A role is every word before the people (`technical lead`, `comms external`): roles have short forms and one
 * holder list per audience, so only the policy knows where a role's name ends.
 */
import type { PersonRef } from './command.ts';
import type { Parsed, Refusal } from './command-spec.ts';
import { distinctPeople, parsePerson } from './person-ref.ts';
import { shorten, withoutTrailing } from './words.ts';

const isNone = (word: string) => /^none[.,;]?$/iu.test(word);

export function parseRole(argument: string): Parsed {
  const words = argument.split(/[\s,]+/u).filter((word) => word !== '' && word !== '&');
  const people: PersonRef[] = [];
  const role: string[] = [];
  let none = false;
  for (const word of words) {
    const person = parsePerson(word);
    if (person !== null) people.push(person);
    else if (isNone(word) && role.length > 0) none = true;
    else if (word.startsWith('@')) return { refusal: notAPerson(word) };
    else if (people.length === 0 && !none) role.push(word);
    else if (!/^and$/iu.test(word)) {
      return {
        refusal: {
          reason: `“${shorten(word, 40)}” follows the people and is not one of them`,
          expected: 'people as @login or me, and nothing after them',
        },
      };
    }
  }
  if (role.length === 0) return { refusal: { reason: 'no role was named' } };
  if (none && people.length > 0) return { refusal: { reason: 'people and “none” cannot go together' } };
  if (!none && people.length === 0) {
    return {
      refusal: {
        reason: 'nobody was named',
        expected: 'people as @login or me, or none to leave the role empty',
      },
    };
  }
  return { command: { name: 'role', role: roleName(role), people: distinctPeople(people) } };
}

export function parseTake(argument: string): Parsed {
  const role = ownRole(argument, 'take');
  return 'reason' in role ? { refusal: role } : { command: { name: 'take', role: role.role } };
}

export function parseRelease(argument: string): Parsed {
  const role = ownRole(argument, 'release');
  return 'reason' in role ? { refusal: role } : { command: { name: 'release', role: role.role } };
}

/** These two are about oneself: somebody else's name is a misunderstanding worth a word. */
function ownRole(argument: string, command: 'take' | 'release'): { readonly role: string } | Refusal {
  const words = argument.split(/[\s,]+/u).filter((word) => word !== '');
  if (words.length === 0) return { reason: 'no role was named' };
  if (words.some((word) => word.startsWith('@') && parsePerson(word) !== 'me')) {
    return {
      reason: `/${command} is about yourself and names nobody`,
      expected: 'a role alone; /role gives one to somebody else',
      example: command === 'take' ? '/role incident-lead @ben' : '/role incident-lead none',
    };
  }
  const role = words.filter((word) => parsePerson(word) !== 'me');
  return role.length === 0 ? { reason: 'no role was named' } : { role: roleName(role) };
}

function roleName(words: readonly string[]): string {
  return withoutTrailing(words.join(' '), ':.;');
}

function notAPerson(word: string): Refusal {
  const shown = shorten(withoutTrailing(word, ',;.:'), 60);
  return shown.includes('/')
    ? { reason: `${shown} is a team, and a role is held by people`, expected: 'people as @login or me' }
    : { reason: `${shown} is not a login`, expected: 'people as @login or me' };
}
