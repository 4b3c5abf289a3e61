/**
 * `/merge` (D6): which other incident, and which way.
 *   merge     := "none" | ["into"] incident | incident "here" | "here" incident
 *   incident  := ["#" | "GH-"] number | owner "/" name "#" number | the address
 * Whether the number is that of an incident, and of this repository, is decided later.
 */
import type { Parsed } from './command-spec.ts';
import { shorten, withoutTrailing } from './words.ts';

interface Target {
  /** `owner/name`, where it was written. */
  readonly repository: string | null;
  readonly number: number;
}

const NUMBER = /^(?:#|gh-)?(\d{1,9})$/iu;
const ELSEWHERE = /^([\w.-]{1,100}\/[\w.-]{1,100})#(\d{1,9})$/u;
const ADDRESS = /^https?:\/\/[^/\s]+\/([\w.-]{1,100}\/[\w.-]{1,100})\/issues\/(\d{1,9})(?:[#?]\S*)?$/iu;

function parseTarget(text: string): Target | null {
  const here = NUMBER.exec(text)?.[1];
  if (here !== undefined) return Number(here) > 0 ? { repository: null, number: Number(here) } : null;
  const [, repository, number] = ELSEWHERE.exec(text) ?? ADDRESS.exec(text) ?? [];
  if (repository === undefined || number === undefined || Number(number) === 0) return null;
  return { repository, number: Number(number) };
}

export function parseMerge(argument: string): Parsed {
  // our own examples come back with an invisible character behind the “#”, which keeps them from acting where they are only shown
  const words = argument
    .replaceAll('\u200B', '')
    .split(/\s+/u)
    .filter((word) => word !== '');
  const [only = ''] = words;
  if (words.length === 1 && only.toLowerCase() === 'none')
    return { command: { name: 'merge', target: null, isHere: false } };
  const isHere = words.some((one) => one.toLowerCase() === 'here');
  const rest = words.filter((one) => one.toLowerCase() !== 'here');
  const named = !isHere && rest[0]?.toLowerCase() === 'into' ? rest.slice(1) : rest;
  const [word] = named;
  if (word === undefined) return { refusal: { reason: 'the other incident’s number is missing' } };
  const target = parseTarget(withoutTrailing(word, '.,;:'));
  if (target === null) return { refusal: { reason: `“${shorten(word, 60)}” is not the number of an issue` } };
  if (named.length > 1)
    return { refusal: { reason: `“${shorten(named.slice(1).join(' '), 60)}” is one word too many` } };
  return { command: { name: 'merge', target, isHere } };
}
