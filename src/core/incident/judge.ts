/**
 * One comment, command by command: what it makes happen and what its author is told (C3, C4, A1). What the journal has accepted is not asked
 * again; what it has refused stays refused until the text changes.
 */
import { COMMANDS } from '../command/commands.ts';
import type { Command, ParsedCommand, Problem } from '../command/command.ts';
import type { Policy } from '../policy.ts';
import type { Account, Permission } from './account.ts';
import { type Asked, letterAt } from './amend.ts';
import type { Around } from './around.ts';
import type { Decided, Refusal } from './decide/context.ts';
import { decide } from './decide/decide.ts';
import { decideQuestion, isQuestion } from './decide/decide-question.ts';
import type { IncidentEvent } from './event.ts';
import type { Answer, Source } from './incident.ts';
import type { Instant } from './record.ts';
import type { Rights } from './rights.ts';
import { type State, evolve } from './state.ts';

export interface Hearing {
  readonly asked: readonly Asked[];
  readonly author: Account;
  readonly recordedAt: Instant;
  readonly source: Source;
  /** Whose right counts. */
  readonly by: Account;
  readonly permission: Permission;
  /** What the journal says of those that stand (`r` alone: all were refused), or null to decide now. */
  readonly verdict: string | null;
  /** When the author last wrote something down before this comment; null when never. */
  readonly wroteAt: () => Instant | null;
  readonly around: Around;
}

export interface Judgement {
  /** Those of commands that are gone too, as withdrawn. */
  readonly events: readonly IncidentEvent[];
  /** Of the commands that stand, and of those that are gone. */
  readonly letters: string;
  readonly goneLetters: string;
  /** Of the commands that stand. */
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

function toEvents(decided: Decided, hearing: Hearing, asked: Asked): readonly IncidentEvent[] {
  return decided.map(({ at, ...happening }) => ({
    ...happening,
    occurredAt: at ?? hearing.recordedAt,
    recordedAt: hearing.recordedAt,
    by: hearing.author,
    source: hearing.source,
    corrected: asked.corrected,
    withdrawn: asked.withdrawn,
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
  let goneLetters = '';
  const events: IncidentEvent[] = [];
  const answers: Answer[] = [];
  let isTurnedAway = false;
  for (const asked of hearing.asked) {
    const isGone = asked.withdrawn !== null;
    const letter = isGone ? asked.letter : letterAt(hearing.verdict, letters.length);
    const one = judgeOne(asked.parsed, letter, hearing, state, rights, policy);
    for (const event of toEvents(one.events, hearing, asked)) {
      events.push(event);
      state = evolve(state, event, policy);
    }
    if (isGone) {
      goneLetters += one.letter;
      continue;
    }
    letters += one.letter;
    if (one.answer !== null && !(one.isTurnedAway && isTurnedAway)) answers.push(one.answer);
    isTurnedAway ||= one.isTurnedAway;
  }
  return { events, letters, goneLetters, answers };
}
