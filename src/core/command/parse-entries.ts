/**
 * `[time] text`: the five instants that people state (N1), `/timeline` and `/milestone` (T1, T3).
 */
import type { StatedInstant } from './command.ts';
import type { ParseContext, Parsed } from './command-spec.ts';
import { parseTime } from './time.ts';

/** Time and text may both be left out: `/mitigated` alone means "as of this comment". */
export function parseStatedInstant(name: StatedInstant): (argument: string, context: ParseContext) => Parsed {
  return (argument, context) => {
    const time = parseTime(argument, context);
    if (time.kind === 'refused') return { refusal: time };
    if (time.kind === 'none') return { command: { name, at: null, text: argument === '' ? null : argument } };
    return { command: { name, at: time.at, text: time.rest === '' ? null : time.rest } };
  };
}

export function parseEntry(
  name: 'timeline' | 'milestone',
): (argument: string, context: ParseContext) => Parsed {
  return (argument, context) => {
    const time = parseTime(argument, context);
    if (time.kind === 'refused') return { refusal: time };
    const at = time.kind === 'time' ? time.at : null;
    const text = time.kind === 'time' ? time.rest : argument;
    return text === '' ? { refusal: { reason: 'the text is missing' } } : { command: { name, at, text } };
  };
}
