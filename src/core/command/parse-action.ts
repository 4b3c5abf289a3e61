/**
 * `/action` and `/done` (P1).
 *   action := (kind ":")? text clause*      clause := "@owner" | "me" | "by" date | "for:" programme
 * The clauses stand at the end of the first line or of the whole text, in any order, each at most once; anywhere else the same words are text.
 * A closing `me` after a word that asks for one ("tell me", "for me") is text too.
 */
import { ACTION_KINDS, type ActionKind, type PersonRef } from './command.ts';
import type { ParseContext, Parsed, Refusal } from './command-spec.ts';
import { parseDueDate } from './due-date.ts';
import { nearMiss } from './near-miss.ts';
import { parsePerson } from './person-ref.ts';
import { shorten, takeLastWord, withoutTrailing } from './words.ts';

interface Clauses {
  readonly text: string;
  readonly owner: PersonRef | null;
  readonly by: string | null;
  readonly programme: string | null;
}

/** What an item is when nobody says: most are. */
const DEFAULT_KIND: ActionKind = 'fix';

const NEEDS_OBJECT =
  /^(?:to|for|with|from|at|of|on|and|or|tell|ask|give|let|show|send|page|ping|remind|call|about|than|like|without|help)$/iu;

const DATES = 'a date such as by 2026-12-01, by 6 Nov, by friday or by tomorrow';

/** Right after an owner these begin a date; taken for text, owner and date would both be lost without a word. */
const MEANT_AS_DATE =
  /^(?:\d|(?:next|this|end|eod|eow|eom|noon|midnight|(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september|october|november|december)\b)/iu;

export function parseAction(argument: string, context: ParseContext): Parsed {
  const kind = takeKind(argument);
  if ('reason' in kind) return { refusal: kind };
  const [first = '', ...more] = kind.text.split('\n');
  const atEnd = takeClauses(kind.text, context);
  if ('reason' in atEnd) return { refusal: atEnd };
  const hasNone = atEnd.owner === null && atEnd.by === null && atEnd.programme === null;
  const onFirst = hasNone && more.length > 0 ? takeClauses(first, context) : atEnd;
  if ('reason' in onFirst) return { refusal: onFirst };
  const text = onFirst === atEnd ? atEnd.text : [onFirst.text, ...more].join('\n').trim();
  if (text === '') return { refusal: { reason: 'the text of the action is missing' } };
  return { command: { name: 'action', kind: kind.kind, ...onFirst, text } };
}

function takeKind(argument: string): { readonly kind: ActionKind; readonly text: string } | Refusal {
  const prefix = /^([a-z]{2,12})[ ]?:(?:\s|$)/iu.exec(argument);
  const word = (prefix?.[1] ?? '').toLowerCase();
  const kind = ACTION_KINDS.find((known) => known === word);
  if (kind !== undefined) return { kind, text: argument.slice(prefix?.[0].length ?? 0).trim() };
  const near = word === '' ? null : nearMiss(word, ACTION_KINDS);
  if (near !== null) {
    return {
      reason: `“${word}:” is no kind of action; did you mean “${near}:”`,
      expected: `one of ${ACTION_KINDS.join(', ')} before the colon`,
    };
  }
  return { kind: DEFAULT_KIND, text: argument };
}

function takeClauses(whole: string, context: ParseContext): Clauses | Refusal {
  let text = whole.trimEnd();
  let owner: PersonRef | null = null;
  let by: string | null = null;
  let programme: string | null = null;
  for (;;) {
    const { word, before } = takeLastWord(text);
    const due = takeDueDate(text, context);
    if (due !== null && 'reason' in due) return due;
    if (due !== null) {
      if (by !== null) return { reason: 'two dates were given', expected: 'one “by” date' };
      ({ by, text } = due);
      continue;
    }
    if (/^for:./iu.test(word)) {
      if (programme !== null) return { reason: 'two programmes were given', expected: 'one for:programme' };
      programme = withoutTrailing(word.slice('for:'.length), '.,;') || null;
      text = before;
      continue;
    }
    const person = word.startsWith('@') || isOwnerMe(word, before) ? parsePerson(word) : null;
    if (person === null) return { text, owner, by, programme };
    if (owner !== null)
      return { reason: 'two owners were given', expected: 'one @owner: an item with two has none' };
    owner = person;
    text = before;
  }
}

function isOwnerMe(word: string, before: string): boolean {
  return /^me[.,;]?$/iu.test(word) && before !== '' && !NEEDS_OBJECT.test(takeLastWord(before).word);
}

/** `by` is looked for among the last four words: `by 6 November 2026` is the longest. */
function takeDueDate(
  text: string,
  context: ParseContext,
): { readonly by: string; readonly text: string } | Refusal | null {
  const words: string[] = [];
  let left = text;
  for (let count = 0; count < 4; count += 1) {
    const { word, before } = takeLastWord(left);
    if (/^by$/iu.test(word)) {
      if (words.length === 0) return null;
      const said = withoutTrailing(words.join(' '), '.,;');
      const read = parseDueDate(said, context);
      const isClause =
        takeLastWord(before).word.startsWith('@') &&
        !text.slice(before.length).includes('\n') &&
        !words.some((w) => /^(?:for:|@)/iu.test(w));
      if (read === null && isClause && MEANT_AS_DATE.test(said)) {
        return { reason: `“by ${shorten(said, 60)}” is not a date I can read`, expected: DATES };
      }
      if (read === null) return null;
      if ('reason' in read) {
        return {
          reason: shorten(read.reason, 80),
          expected: DATES,
        };
      }
      return { by: read.date, text: before };
    }
    words.unshift(word);
    left = before;
  }
  return null;
}

/** The item's number in the list: `2` or `#2`. */
export function parseDone(argument: string): Parsed {
  if (argument === '') return { refusal: { reason: 'the number of the action is missing' } };
  const number = /^#?([1-9]\d{0,5})[.,;]?$/u.exec(argument)?.[1];
  if (number === undefined) {
    return {
      refusal: {
        reason: `“${shorten(argument, 40)}” is not the number of one action`,
        expected: 'one number from the list of actions',
      },
    };
  }
  return { command: { name: 'done', number: Number(number) } };
}
