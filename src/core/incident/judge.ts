/**
 * One comment, command by command: what it makes happen and what its author is told (C3, C4, A1). What the journal has accepted is not asked
 * again; what it has refused stays refused until the text changes.
 */
import { COMMANDS } from '../command/commands.ts';
import type { Command, ParsedCommand, Problem } from '../command/command.ts';
import type { Policy } from '../policy.ts';
import type { Around } from './around.ts';
import type { Account, Permission } from './account.ts';
import type { Decided, Refusal } from './decide/context.ts';
import { decide } from './decide/decide.ts';
import { decideQuestion, isQuestion } from './decide/decide-question.ts';
import type { IncidentEvent } from './event.ts';
import type { Answer, Source } from './incident.ts';
import type { Instant } from './record.ts';
import type { Rights } from './rights.ts';
import { type State, evolve } from './state.ts';

export interface Hearing {
  readonly commands: readonly ParsedCommand[];
  readonly author: Account;
  readonly recordedAt: Instant;
  readonly source: Source;
  readonly corrected: IncidentEvent['corrected'];
  /** Whose right counts. */
  readonly by: Account;
  readonly permission: Permission;
  /** Verdict letters of the journal (`r` alone: all were refused), or null to decide now. */
  readonly letters: string | null;
  /** The commands before an edit, to tell what stood where one of them was changed, and which were left alone; null when not known. */
  readonly former: readonly ParsedCommand[] | null;
  /** When the author last wrote something down before this comment; null when never. */
  readonly wroteAt: () => Instant | null;
  readonly around: Around;
}

export interface Judgement {
  readonly events: readonly IncidentEvent[];
  readonly letters: string;
  readonly answers: readonly Answer[];
}

function mayGive(command: Command, hearing: Hearing, rights: Rights, policy: Policy): boolean {
  return (
    COMMANDS[command.name].right === 'anybody' ||
    policy.commands.open.includes(command.name) ||
    rights.mayCommand(hearing.by, hearing.permission)
  );
}

function noRight(hearing: Hearing, policy: Policy): Refusal {
  const level = policy.commands.permission;
  return {
    reason: `${hearing.by.login} has the permission “${hearing.permission}” on this repository, and commands need “${level}”`,
    expected: `the permission ${level} or more; anybody may ask where the incident stands`,
    example: '/status',
  };
}

/** A refusal of the journal that would no longer be one: what was told stays told. */
export const REFUSED_BEFORE: Refusal = {
  reason: 'this was refused when it was written',
  expected: 'the same command once more, in a new comment or by an edit',
  example: '/status',
};

function nameOf({ result }: ParsedCommand): string | null {
  return 'command' in result ? result.command.name : null;
}

/** What stood in place of a command before the edit: the same command's words, in the order in which such commands stood. */
function correctionOf(index: number, hearing: Hearing): IncidentEvent['corrected'] {
  const { commands, corrected, former } = hearing;
  const now = commands[index];
  if (corrected === null || now === undefined || former === null) return corrected;
  if (former.some((c) => c.read === now.read)) return null;
  const isSameKind = (c: ParsedCommand): boolean => nameOf(c) === nameOf(now);
  const nth = commands.slice(0, index).filter(isSameKind).length;
  const before = former.filter(isSameKind)[nth];
  return { at: corrected.at, former: before?.read.replace(/^\s*\/(?:incident\s+)?\S+\s*/iu, '') ?? '' };
}

function toEvents(decided: Decided, hearing: Hearing, index: number): readonly IncidentEvent[] {
  return decided.map(({ at, ...happening }) => ({
    ...happening,
    occurredAt: at ?? hearing.recordedAt,
    recordedAt: hearing.recordedAt,
    by: hearing.author,
    source: hearing.source,
    corrected: correctionOf(index, hearing),
    withdrawn: null,
  }));
}

interface One {
  readonly letter: string;
  readonly events: Decided;
  readonly answer: Answer | null;
  /** Refused for want of the right: told once for the whole comment. */
  readonly isTurnedAway: boolean;
}

function judgeOne(
  parsed: ParsedCommand,
  letter: string | undefined,
  hearing: Hearing,
  state: State,
  rights: Rights,
  policy: Policy,
): One {
  const refused = (problem: Problem, isTurnedAway = false): One => ({
    letter: 'r',
    events: [],
    answer: { kind: 'refused', line: parsed.line, problem },
    isTurnedAway,
  });
  const silent: One = { letter: 'a', events: [], answer: null, isTurnedAway: false };
  const { result, line, read } = parsed;
  const isAccepted = letter === 'a';
  if ('problem' in result) {
    if (isAccepted) return silent;
    // Who may command nothing at all is told that, and not how to spell it.
    const mayNothing =
      policy.commands.open.length === 0 && !rights.mayCommand(hearing.by, hearing.permission);
    return mayNothing ? refused({ read, ...noRight(hearing, policy) }, true) : refused(result.problem);
  }
  const { command } = result;
  if (!isAccepted && letter !== 'q' && !mayGive(command, hearing, rights, policy))
    return refused({ read, ...noRight(hearing, policy) }, true);
  if (isQuestion(command)) {
    const { author: by } = hearing;
    const asking = { by, wroteAt: hearing.wroteAt(), state, policy, isAnswered: letter === 'q' };
    const found = decideQuestion(command, asking);
    if ('refusal' in found) return refused({ read, ...found.refusal });
    return { letter: 'q', events: [], answer: { line, ...found.answer }, isTurnedAway: false };
  }
  const person: Rights['person'] = isAccepted
    ? (login) => ({ kind: 'may-hold', account: rights.account(login) })
    : rights.person;
  const decision = decide(command, {
    state,
    policy,
    by: hearing.author,
    recordedAt: hearing.recordedAt,
    isAccepted,
    person,
    around: hearing.around,
  });
  if ('refusal' in decision) return isAccepted ? silent : refused({ read, ...decision.refusal });
  if (letter === 'r') return refused({ read, ...REFUSED_BEFORE });
  const answer = decision.answer === undefined ? null : { line, ...decision.answer };
  return { ...silent, events: decision.events, answer };
}

/** Judges the commands of one comment in their order, each against what the ones before it made of the incident. */
export function judge(hearing: Hearing, before: State, rights: Rights, policy: Policy): Judgement {
  let state = before;
  let letters = '';
  const events: IncidentEvent[] = [];
  const answers: Answer[] = [];
  let isTurnedAway = false;
  for (const [index, parsed] of hearing.commands.entries()) {
    const letter = hearing.letters === 'r' ? 'r' : hearing.letters?.[index];
    const one = judgeOne(parsed, letter, hearing, state, rights, policy);
    letters += one.letter;
    for (const event of toEvents(one.events, hearing, index)) {
      events.push(event);
      state = evolve(state, event, policy);
    }
    if (one.answer !== null && !(one.isTurnedAway && isTurnedAway)) answers.push(one.answer);
    isTurnedAway ||= one.isTurnedAway;
  }
  return { events, letters, answers };
}
