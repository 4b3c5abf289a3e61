/** What people write: comments out of pieces, and other versions of them. */
import type { Dice } from '../dice.ts';
import { RESPONDERS, type Role, SEVERITIES } from './cast.ts';
import { type Piece, mayCommand } from './journal.ts';

/** Commands that leave one entry with the text behind them. */
const COMMANDS = [
  'timeline',
  'timeline',
  'timeline',
  'milestone',
  'milestone',
  'impact',
  'action fix:',
  'diagnosed',
  'mitigated',
  'resolved',
  'validate',
  'pass',
  'fail',
  'timeline tech:',
  'milestone comms:',
] as const;
const AUDIENCES = ['internal', 'external', 'leadership'] as const;

/** What stands around a word: text that would break a careless document. */
const FILLERS = [
  '',
  'rollback of deploy 4512 is through',
  'see @ben and #3 for more',
  'errors at 34 % | queue | growing',
  '`select * from carts` takes <b>9 s</b>',
  'naïve 🔥 señor “quoted” text',
  'https://dash.example/d/1?a=b&c=d looks flat',
  '[link](https://example.org) and *stars* and _lines_',
  'GH-12 deadbeefcafe :smile: /resolved',
];

/** Logs that somebody pastes: what makes a record overflow. */
const LONGEST_TAIL = 6_000;
const SHORTEST_TAIL = 2_000;
const LONG_SHARE = 0.02;

function pasted(dice: Dice): string {
  const line = ` ${dice.pick(FILLERS)} · replica ${dice.between(1, 40)} waits for the pool, retry in ${dice.between(1, 900)} ms;`;
  return line.repeat(Math.ceil(dice.between(SHORTEST_TAIL, LONGEST_TAIL) / line.length));
}

function tail(dice: Dice, longShare = LONG_SHARE): string {
  if (dice.chance(longShare)) return pasted(dice);
  const filler = dice.pick(FILLERS);
  return filler === '' ? '' : ` ${filler}`;
}

const QUESTIONS = [
  'status',
  'help',
  'brief',
  'brief external',
  'recap',
  'recap 10m ago',
  'audit',
  'audit me 5',
] as const;
const ORDERS = [
  'stakeholder external support-team @dora',
  'stakeholder leadership board',
  'stakeholder none',
  'channel main #inc-carts',
  'channel https://chat.example/inc?a=b&c=d',
] as const;
const ATTEMPTS = [
  'split',
  'split',
  'split tech-db https://meet.example/db',
  'subcommander tech me',
  'subcommander comms @ben',
  'join tech',
  'join tech',
  'join comms',
  'leave tech',
  'unsplit',
  'unsplit comms',
] as const;

type Composed = Exclude<Piece, { kind: 'merge' }>;

const BY_KIND: { readonly [K in Composed['kind']]: (dice: Dice) => Composed & { kind: K } } = {
  entry: (dice) => ({ kind: 'entry', command: dice.pick(COMMANDS), word: dice.word(), tail: tail(dice) }),
  said: (dice) => ({ kind: 'said', audience: dice.pick(AUDIENCES), word: dice.word(), tail: tail(dice) }),
  talk: (dice) => ({ kind: 'talk', word: dice.word(), tail: tail(dice) }),
  mistake: (dice) => ({ kind: 'mistake', word: dice.word() }),
  severity: (dice) => ({ kind: 'severity', severity: dice.pick(SEVERITIES) }),
  scribe: (dice) => ({ kind: 'scribe', who: dice.chance(0.2) ? null : dice.pick(RESPONDERS).login }),
  question: (dice) => ({ kind: 'question', about: dice.pick(QUESTIONS) }),
  order: (dice) => ({ kind: 'order', line: `/${dice.pick(ORDERS)}` }),
  attempt: (dice) => ({ kind: 'attempt', line: `/${dice.pick(ATTEMPTS)}` }),
};

type Shape = readonly Composed['kind'][];

const RESPONDER_SHAPES: readonly (readonly [weight: number, shape: Shape])[] = [
  [30, ['entry']],
  [10, ['entry', 'entry']],
  [4, ['entry', 'said', 'entry']],
  [8, ['said']],
  [8, ['severity']],
  [6, ['scribe']],
  [4, ['severity', 'entry', 'scribe']],
  [14, ['talk']],
  [6, ['mistake']],
  [5, ['entry', 'mistake']],
  [4, ['talk', 'mistake']],
  [5, ['question']],
  [3, ['order']],
  [2, ['order', 'entry']],
  [6, ['attempt']],
  [3, ['attempt', 'entry']],
  [1, ['attempt', 'attempt', 'attempt']],
];

const OUTSIDER_SHAPES: readonly (readonly [weight: number, shape: Shape])[] = [
  [10, ['entry']],
  [4, ['entry', 'said']],
  [4, ['severity', 'entry']],
  [3, ['talk', 'entry']],
  [5, ['talk']],
  [2, ['question']],
  [1, ['order']],
  [1, ['attempt']],
];

/** What makes an incident long. */
const FLOOD_SHAPES: typeof RESPONDER_SHAPES = [
  [6, ['talk']],
  [4, ['entry']],
  [1, ['entry', 'entry']],
  [1, ['said']],
];
const FLOOD_LONG_SHARE = 0.3;

/** One of the many comments of a flooded incident: talk and entries, some of them long. */
export function composeFlood(dice: Dice): readonly Piece[] {
  return dice.weighted(FLOOD_SHAPES).map((kind) => {
    const piece = BY_KIND[kind](dice);
    return 'tail' in piece ? { ...piece, tail: tail(dice, FLOOD_LONG_SHARE) } : piece;
  });
}

export function composePieces(dice: Dice, role: Role): readonly Piece[] {
  const shape = dice.weighted(mayCommand(role) ? RESPONDER_SHAPES : OUTSIDER_SHAPES);
  return shape.map((kind) => BY_KIND[kind](dice));
}

/** Talk stands first, with an empty line behind it; a command's text ends with its line. */
export function textOf(dice: Dice, pieces: readonly Piece[]): string {
  const talk = pieces.flatMap((piece) => (piece.kind === 'talk' ? [`${piece.word}${piece.tail}`] : []));
  const commands = pieces.flatMap((piece) => (piece.kind === 'talk' ? [] : [lineOf(piece)]));
  return [...talk, ...(commands.length === 0 ? [] : [commands.join(dice.chance(0.1) ? '\r\n' : '\n')])].join(
    '\n\n',
  );
}

function lineOf(piece: Exclude<Piece, { kind: 'talk' }>): string {
  switch (piece.kind) {
    case 'entry':
      return `/${piece.command} ${piece.word}${piece.tail}`;
    case 'said':
      return `/comms ${piece.audience} via mail ${piece.word}${piece.tail}`;
    case 'mistake':
      return `/severity ${piece.word}`;
    case 'severity':
      return `/severity ${piece.severity}`;
    case 'scribe':
      return piece.who === null ? '/role scribe none' : `/role scribe @${piece.who}`;
    case 'question':
      return `/${piece.about}`;
    case 'order':
    case 'attempt':
      return piece.line;
    case 'merge':
      return piece.number === null ? '/merge none' : `/merge #${piece.number}${piece.isHere ? ' here' : ''}`;
    default:
      return piece satisfies never;
  }
}

/**
 * One piece says something else now, one came, one went, a mistake is mended, or an entry becomes something else altogether. Null where there is nothing
 * to change; whoever merged incidents takes that back by deleting or by another command.
 */
export function changedPieces(dice: Dice, pieces: readonly Piece[], role: Role): readonly Piece[] | null {
  if (pieces.some(({ kind }) => kind === 'merge')) return null;
  const entries = pieces.flatMap((piece, index) => (piece.kind === 'entry' ? [index] : []));
  const wordy = pieces.flatMap((piece, index) => ('word' in piece ? [index] : []));
  const mistakes = pieces.flatMap((piece, index) => (piece.kind === 'mistake' ? [index] : []));
  const hasCommand = pieces.some(({ kind }) => kind !== 'talk');
  const how = dice.weighted([
    [wordy.length > 0 ? 6 : 0, 'reword'],
    [hasCommand && pieces.length < 4 ? 2 : 0, 'grow'],
    [pieces.length > 1 ? 2 : 0, 'shrink'],
    [mayCommand(role) && mistakes.length > 0 ? 3 : 0, 'mend'],
    [mayCommand(role) && entries.length > 0 ? 3 : 0, 'spoil'],
    [mayCommand(role) && entries.length > 0 ? 3 : 0, 'turn'],
    [0.01, 'nothing'],
  ] as const);
  const replace = (index: number, by: (piece: Piece) => Piece): readonly Piece[] =>
    pieces.map((piece, at) => (at === index ? by(piece) : piece));
  switch (how) {
    case 'reword':
      return replace(dice.pick(wordy), (piece) =>
        'word' in piece ? { ...piece, word: dice.word() } : piece,
      );
    case 'grow':
      return [...pieces, BY_KIND.entry(dice)];
    case 'shrink': {
      const gone = dice.between(0, pieces.length - 1);
      return pieces.filter((_piece, at) => at !== gone);
    }
    case 'mend':
      return replace(dice.pick(mistakes), () => BY_KIND.entry(dice));
    case 'spoil':
      return replace(dice.pick(entries), () => BY_KIND.mistake(dice));
    case 'turn': {
      const kind = dice.pick(['severity', 'order', 'question'] as const);
      return replace(dice.pick(entries), () => BY_KIND[kind](dice));
    }
    case 'nothing':
      return null;
    default:
      return how satisfies never;
  }
}
