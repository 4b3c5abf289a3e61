/**
 * How the incident was validated, in one sentence (V2). Names those who answered in the last round; what came before it is counted, because a
 * reopening, a new question or a failure asks everybody anew.
 */
import type { Incident, ValidationResult } from '../incident/incident.ts';
import { inert, shorten } from './inert.ts';
import { type Phrase, joined, phrase } from './markdown.ts';
import { counted, timesWords } from './time-format.ts';
import { personName, severityOf } from './view.ts';
import type { View } from './view.ts';

const TEXT_LENGTH = 200;

/** The results since the last ask and the last reopening, in milliseconds of the epoch. */
function roundBegan({ validation, timeline }: Incident): number {
  const reopened = timeline.findLast((entry) => entry.kind === 'reopened');
  return Math.max(
    validation.asked?.at.epochMilliseconds ?? -Infinity,
    reopened?.occurredAt.epochMilliseconds ?? -Infinity,
  );
}

interface Rounds {
  /** The passes of the last round, after its last failure; each person once. */
  readonly passes: readonly ValidationResult[];
  readonly failures: number;
  /** Passes that a later round or failure overtook. */
  readonly overtaken: number;
}

function rounds(incident: Incident): Rounds {
  const { results } = incident.validation;
  const began = roundBegan(incident);
  const afterFailure = results.slice(results.findLastIndex((r) => !r.passed) + 1);
  const standing = afterFailure.filter((r) => r.at.epochMilliseconds >= began);
  const failures = results.filter((r) => !r.passed).length;
  return {
    passes: standing.filter((r, i) => standing.findIndex((other) => other.by.id === r.by.id) === i),
    failures,
    overtaken: results.length - failures - standing.length,
  };
}

/** `, after 1 failed try and 2 earlier passes`; empty when the last round was the only one. */
function before({ failures, overtaken }: Rounds): string {
  const parts = [
    ...(failures === 0 ? [] : [counted(failures, 'failed try', 'failed tries')]),
    ...(overtaken === 0 ? [] : [counted(overtaken, 'earlier pass', 'earlier passes')]),
  ];
  return parts.length === 0 ? '' : `, after ${parts.join(' and ')}`;
}

/** `; it had failed once and passed twice`; empty when nobody ever answered. */
function had({ failures, overtaken, passes }: Rounds): string {
  const passed = overtaken + passes.length;
  const parts = [
    ...(failures === 0 ? [] : [`failed ${timesWords(failures)}`]),
    ...(passed === 0 ? [] : [`passed ${timesWords(passed)}`]),
  ];
  return parts.length === 0 ? '' : `; before, it had ${parts.join(' and ')}`;
}

function independence(passes: readonly ValidationResult[]): Phrase {
  const involved = passes.filter((r) => !r.isIndependent);
  if (involved.length === 0) return ', independent of the fix';
  const names = joined(
    involved.map((r) => personName(r.by)),
    ', ',
    ' and ',
  );
  return phrase(', not independent: ', names, ' held a technical role');
}

/** Without a full stop. */
export function validationWords(view: View): Phrase {
  const { incident } = view;
  const { state, results } = incident.validation;
  const known = rounds(incident);
  if (state === 'passed') {
    const names = joined(
      known.passes.map((r) => personName(r.by)),
      ', ',
      ' and ',
    );
    return phrase('passed by ', names, independence(known.passes), before(known));
  }
  if (incident.phase === 'closed' && !incident.isFalseAlarm && severityOf(view)?.needsTesters === true) {
    return `closed without validation${had(known)}`;
  }
  const last = results.at(-1);
  if (state === 'failed' && last !== undefined) {
    const why = last.text === null ? '' : [': ', inert(shorten(last.text, TEXT_LENGTH))];
    return phrase('failed, ', personName(last.by), why);
  }
  if (state === 'asked') return `asked for, no answer yet${before(known)}`;
  return results.length === 0 ? 'none' : `none since the issue was reopened${had(known)}`;
}
