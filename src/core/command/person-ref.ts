/**
 * `@login` or `me` (C7). GitHub's logins are letters, digits and hyphens, at most 39; managed accounts carry one underscore, apps end in
 * `[bot]`. A team (`@org/team`) is not a person: nobody can be asked what a team did.
 */
import type { PersonRef } from './command.ts';
import { withoutTrailing } from './words.ts';

const LOGIN = /^@([a-z0-9][a-z0-9_-]{0,38}(?:\[bot\])?)$/iu;

/** Null when the word does not name a person. A comma or full stop after it is not part of it. */
export function parsePerson(word: string): PersonRef | null {
  // Names in our documents carry a U+200B behind the @: copied from there, they are the same names.
  const bare = withoutTrailing(word, ',;.:').replaceAll('\u200B', '');
  if (/^@?me$/iu.test(bare)) return 'me';
  const login = LOGIN.exec(bare)?.[1];
  return login === undefined ? null : { login };
}

/** The same person named twice counts once, as first written. */
export function distinctPeople(people: readonly PersonRef[]): readonly PersonRef[] {
  const seen = new Map<string, PersonRef>();
  for (const person of people) {
    const key = person === 'me' ? 'me' : `@${person.login.toLowerCase()}`;
    if (!seen.has(key)) seen.set(key, person);
  }
  return [...seen.values()];
}
