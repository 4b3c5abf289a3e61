/**
 * How the incident was validated, in one sentence (V2).
 */
import type { Incident, ValidationResult } from '../incident/incident.ts';
import { personName, severityOf } from './view.ts';
import type { View } from './view.ts';
import { inert, shorten } from './inert.ts';
import { type Phrase, joined, phrase } from './markdown.ts';
import { counted, timesWords } from './time-format.ts';

const TEXT_LENGTH = 200;

/** The passes that stand: those after the last failure. Each person once. */
function standingPasses({ validation }: Incident): readonly ValidationResult[] {
  const afterFailure = validation.results.slice(validation.results.findLastIndex((r) => !r.passed) + 1);
  return afterFailure.filter((r, i) => afterFailure.findIndex((other) => other.by.id === r.by.id) === i);
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
  const failures = results.filter((r) => !r.passed).length;
  const before = failures === 0 ? '' : `, after ${counted(failures, 'failed try', 'failed tries')}`;
  if (state === 'passed') {
    const passes = standingPasses(incident);
    const names = joined(
      passes.map((r) => personName(r.by)),
      ', ',
      ' and ',
    );
    return phrase('passed by ', names, independence(passes), before);
  }
  if (incident.phase === 'closed' && !incident.isFalseAlarm && severityOf(view)?.needsTesters === true) {
    return phrase(
      'closed without validation',
      failures === 0 ? '' : `; it had failed ${timesWords(failures)}`,
    );
  }
  const last = results.at(-1);
  if (state === 'failed' && last !== undefined) {
    const why = last.text === null ? '' : [': ', inert(shorten(last.text, TEXT_LENGTH))];
    return phrase('failed, ', personName(last.by), why);
  }
  if (state === 'asked') return 'asked for, no answer yet';
  return 'none';
}
