/**
 * When things happened (C6, N1, N2). The parser has read the time against the comment; here it is held against the incident: not too long ago,
 * and never so that a duration would be negative.
 */
import { compareInstants } from '../../compare-instants.ts';
import type { Command, StatedInstant } from '../../command/command.ts';
import { describeTime } from '../../command/time.ts';
import type { Instants } from '../incident.ts';
import { DURATIONS } from '../statistics.ts';
import { INSTANT_WORD, instantsOf } from '../instants.ts';
import type { Instant } from '../record.ts';
import { type Context, type Decision, type Refusal, accept } from './context.ts';

/** Hours before detection that an entry may lie (C6). */
const ENTRY_BOUND_HOURS = 24;
/** `/started` and `/detected` may reach back further: 90 days (C6). */
const START_BOUND_HOURS = 90 * 24;

const FIELD: { readonly [K in StatedInstant]: keyof Instants } = {
  started: 'startedAt',
  detected: 'detectedAt',
  diagnosed: 'diagnosedAt',
  mitigated: 'mitigatedAt',
  resolved: 'resolvedAt',
};

/** C6's lower bound. */
export function tooLongAgo(
  at: Instant,
  context: Context,
  command: string,
  hours: number = ENTRY_BOUND_HOURS,
): Refusal | null {
  if (context.isAccepted) return null;
  const { zone } = context.policy;
  const detected = instantsOf(context.state).detectedAt ?? context.state.createdAt;
  const from = detected.subtract({ hours });
  if (compareInstants(at, from) >= 0) return null;
  return {
    reason: `${describeTime(at, zone)} is too long ago`,
    expected: `a time at or after ${describeTime(from, zone)}: ${hours === ENTRY_BOUND_HOURS ? '24 hours' : '90 days'} before the incident was detected`,
    example: `/${command} ${describeTime(hours === ENTRY_BOUND_HOURS ? context.recordedAt : detected, zone).slice(0, 16)} what happened`,
  };
}

/** The first duration that an instant would make negative, as a refusal that names both ends. */
function negative(instants: Instants, changed: keyof Instants, zone: string): Refusal | null {
  for (const [from, to] of Object.values(DURATIONS)) {
    const start = instants[from];
    const end = instants[to];
    if ((from !== changed && to !== changed) || start === null || end === null) continue;
    if (compareInstants(start, end) <= 0) continue;
    const other = from === changed ? to : from;
    const [a, b] = [INSTANT_WORD[changed], INSTANT_WORD[other]];
    const [mine, theirs] = from === changed ? [start, end] : [end, start];
    const side = from === changed ? 'at or before' : 'at or after';
    return {
      reason: `${a} ${describeTime(mine, zone)} would be ${from === changed ? 'after' : 'before'} ${b} ${describeTime(theirs, zone)}, and a duration cannot be negative`,
      expected: `a time ${side} ${describeTime(theirs, zone)}; if that one is wrong, say it first with the ${b} command`,
      example: `/${a} ${describeTime(theirs, zone).slice(0, 16)}`,
    };
  }
  return null;
}

export function decideInstant(command: Command & { name: StatedInstant }, context: Context): Decision {
  const at = command.at ?? context.recordedAt;
  const { name } = command;
  const bound = tooLongAgo(
    at,
    context,
    name,
    name === 'started' || name === 'detected' ? START_BOUND_HOURS : ENTRY_BOUND_HOURS,
  );
  if (bound !== null) return { refusal: bound };
  const field = FIELD[name];
  const refusal = negative({ ...instantsOf(context.state), [field]: at }, field, context.policy.zone);
  if (refusal !== null && !context.isAccepted) return { refusal };
  return accept({ kind: 'stated', instant: name, text: command.text, at });
}
